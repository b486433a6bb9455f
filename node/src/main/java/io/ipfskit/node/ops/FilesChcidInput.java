package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

import org.jspecify.annotations.Nullable;

/// Options of `files.chcid`.
public record FilesChcidInput(
        @Doc(value = "path of a folder, but not /", example = "\"/docs\"") String path,
        @Doc(value = "CID version of the folder, 0 or 1", minimum = 0, maximum = 1)
                @Nullable Integer cidVersion,
        @Doc("hash function of the folder; with one the version is 1") @Nullable String hash,
        @Doc(
                        value = "accepted for Kubo's sake: every change is durable when it ends",
                        defaultValue = "true",
                        shortName = "f")
                boolean flush) {}
