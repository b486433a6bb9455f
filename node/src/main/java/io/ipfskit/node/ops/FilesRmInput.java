package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

/// Options of `files.rm`.
public record FilesRmInput(
        @Doc(value = "path to remove", example = "\"/docs/old\"") String path,
        @Doc(value = "also a folder", defaultValue = "false", shortName = "r") boolean recursive,
        @Doc(
                        value =
                                "also a folder, or what cannot be read; no error if it is not"
                                        + " there",
                        defaultValue = "false")
                boolean force) {}
