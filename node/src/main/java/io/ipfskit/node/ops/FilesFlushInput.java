package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

/// Options of `files.flush`.
public record FilesFlushInput(
        @Doc(value = "path in the tree of files", defaultValue = "\"/\"", example = "\"/docs\"")
                String path) {}
