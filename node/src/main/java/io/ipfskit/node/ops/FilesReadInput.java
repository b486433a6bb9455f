package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

import org.jspecify.annotations.Nullable;

/// Options of `files.read`.
public record FilesReadInput(
        @Doc(value = "path of a file in the tree of files", example = "\"/docs/readme\"")
                String path,
        @Doc(value = "first byte to give", defaultValue = "0", minimum = 0, shortName = "o")
                long offset,
        @Doc(
                        value = "how many bytes to give at most; all when absent",
                        minimum = 0,
                        shortName = "n")
                @Nullable Long length) {
    /// The whole file.
    public static FilesReadInput of(String path) {
        return new FilesReadInput(path, 0, null);
    }
}
