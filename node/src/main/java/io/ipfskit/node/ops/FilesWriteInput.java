package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

import org.jspecify.annotations.Nullable;

/// Options of `files.write`. The bytes come with the call as a stream.
public record FilesWriteInput(
        @Doc(value = "path of a file in the tree of files", example = "\"/docs/readme\"")
                String dest,
        @Doc(value = "where the first byte goes", defaultValue = "0", minimum = 0, shortName = "o")
                long offset,
        @Doc(value = "make the file if it does not exist", defaultValue = "false", shortName = "e")
                boolean create,
        @Doc(
                        value = "make the folders on the way to it, too",
                        defaultValue = "false",
                        shortName = "p")
                boolean parents,
        @Doc(value = "empty the file first", defaultValue = "false", shortName = "t")
                boolean truncate,
        @Doc(
                        value = "how many of the bytes to write at most; all when absent",
                        minimum = 0,
                        shortName = "n")
                @Nullable Long count,
        @Doc("whether new leaves are raw blocks; true when absent") @Nullable Boolean rawLeaves,
        @Doc(value = "CID version of what is made, 0 or 1; 1 when absent", minimum = 0, maximum = 1)
                @Nullable Integer cidVersion,
        @Doc("hash function of what is made, sha2-256 when absent; with one the version is 1")
                @Nullable String hash,
        @Doc(
                        value = "accepted for Kubo's sake: every change is durable when it ends",
                        defaultValue = "true",
                        shortName = "f")
                boolean flush) {
    /// Writes over what `dest` has, which is made when it is not there, folders included.
    public static FilesWriteInput of(String dest) {
        return new FilesWriteInput(dest, 0, true, true, false, null, null, null, null, true);
    }

    /// From another offset.
    public FilesWriteInput at(long from) {
        return new FilesWriteInput(
                dest, from, create, parents, truncate, count, rawLeaves, cidVersion, hash, flush);
    }

    /// After emptying the file.
    public FilesWriteInput truncating() {
        return new FilesWriteInput(
                dest, offset, create, parents, true, count, rawLeaves, cidVersion, hash, flush);
    }
}
