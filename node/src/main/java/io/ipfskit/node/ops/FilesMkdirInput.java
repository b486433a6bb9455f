package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

import org.jspecify.annotations.Nullable;

/// Options of `files.mkdir`.
public record FilesMkdirInput(
        @Doc(value = "path of the folder to make", example = "\"/docs/new\"") String path,
        @Doc(
                        value = "make the folders on the way to it, too; no error if it exists",
                        defaultValue = "false",
                        shortName = "p")
                boolean parents,
        @Doc(value = "CID version of what is made, 0 or 1; 1 when absent", minimum = 0, maximum = 1)
                @Nullable Integer cidVersion,
        @Doc("hash function of what is made, sha2-256 when absent; with one the version is 1")
                @Nullable String hash,
        @Doc(
                        value = "accepted for Kubo's sake: every change is durable when it ends",
                        defaultValue = "true",
                        shortName = "f")
                boolean flush) {
    /// A folder, and those on the way to it.
    public static FilesMkdirInput of(String path) {
        return new FilesMkdirInput(path, true, null, null, true);
    }
}
