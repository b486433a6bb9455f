package io.ipfskit.kit;

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
    /// @param reason why it is not there, and what would bring it
    public record Missing(String name, String reason) {}
}
