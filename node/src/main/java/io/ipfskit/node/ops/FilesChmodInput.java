package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

/// Options of `files.chmod`.
public record FilesChmodInput(
        @Doc(value = "permission bits in octal, at most 7777; 0 for none", example = "\"0644\"")
                String mode,
        @Doc(value = "path of a file or folder", example = "\"/docs/readme\"") String path,
        @Doc(
                        value = "accepted for Kubo's sake: every change is durable when it ends",
                        defaultValue = "true",
                        shortName = "f")
                boolean flush) {}
