package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

import org.jspecify.annotations.Nullable;

/// Options of `files.touch`.
public record FilesTouchInput(
        @Doc(value = "path of a file, folder or symlink", example = "\"/docs/readme\"") String path,
        @Doc("modification time in seconds since 1970; now when absent") @Nullable Long mtime,
        @Doc(
                        value = "nanoseconds to add to it",
                        defaultValue = "0",
                        minimum = 0,
                        maximum = 999_999_999)
                int mtimeNsecs,
        @Doc(
                        value = "accepted for Kubo's sake: every change is durable when it ends",
                        defaultValue = "true",
                        shortName = "f")
                boolean flush) {}
