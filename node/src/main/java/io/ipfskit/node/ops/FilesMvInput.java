package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

/// Options of `files.mv`.
public record FilesMvInput(
        @Doc(value = "path of what to move", example = "\"/docs/a\"") String source,
        @Doc(
                        value =
                                "path where it shall be, in place of a file that is there; a folder"
                                        + " takes it in",
                        example = "\"/docs/b\"")
                String dest,
        @Doc(
                        value = "accepted for Kubo's sake: every change is durable when it ends",
                        defaultValue = "true",
                        shortName = "f")
                boolean flush) {
    /// From `source` to `dest`.
    public static FilesMvInput of(String source, String dest) {
        return new FilesMvInput(source, dest, true);
    }
}
