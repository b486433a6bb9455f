package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

import org.jspecify.annotations.Nullable;

/// Options of `files.ls`.
public record FilesLsInput(
        @Doc(value = "path in the tree of files", defaultValue = "\"/\"", example = "\"/docs\"")
                String path,
        @Doc(
                        value = "look into each child for its type and size",
                        defaultValue = "false",
                        shortName = "l")
                boolean details,
        @Doc(
                        value = "sort by name; else entries come as the folder has them",
                        defaultValue = "true")
                boolean sort,
        @Doc(value = "how many entries to give at most; all when absent", minimum = 1)
                @Nullable Integer limit,
        @Doc("next_cursor of the page before") @Nullable String cursor) {
    /// The sorted names at `path`.
    public static FilesLsInput of(String path) {
        return new FilesLsInput(path, false, true, null, null);
    }

    /// With types, sizes and CIDs.
    public FilesLsInput withDetails() {
        return new FilesLsInput(path, true, sort, limit, cursor);
    }
}
