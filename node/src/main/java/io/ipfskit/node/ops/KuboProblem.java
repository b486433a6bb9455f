package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

/// Something that an import of a Kubo repository did not take.
public record KuboProblem(
        @Doc(
                        "what it is: block, stray (a file that does not belong there), pin, key,"
                                + " files or database")
                String kind,
        @Doc("which one: a path, CID or name") String what,
        @Doc("why it was not taken") String reason) {}
