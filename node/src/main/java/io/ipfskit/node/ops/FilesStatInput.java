package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

/// Options of `files.stat`.
public record FilesStatInput(
        @Doc(
                        value = "path in the tree of files, or /ipfs/CID/names/…",
                        example = "\"/docs/readme\"")
                String path,
        @Doc(
                        value = "also tell how much of it is here; reads all inner blocks",
                        defaultValue = "false")
                boolean withLocal) {
    /// What is at `path`.
    public static FilesStatInput of(String path) {
        return new FilesStatInput(path, false);
    }
}
