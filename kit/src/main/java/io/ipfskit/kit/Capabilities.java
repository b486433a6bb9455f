package io.ipfskit.kit;

import io.ipfskit.operation.Doc;

import java.util.List;

/// What a node can do, and what not and why.
///
/// @param operations ids of the operations it has, in order
/// @param missing the parts it lacks
public record Capabilities(List<String> operations, List<Missing> missing) {
    public Capabilities {
        operations = List.copyOf(operations);
        missing = List.copyOf(missing);
    }

    /// A part that is not there.
    ///
    /// @param name of the part
    /// @param reason why it is not there
    /// @param fix what would bring it
    public record Missing(
            @Doc("name of the part") String name,
            @Doc("why it is not there") String reason,
            @Doc("what would bring it") String fix) {}
}
