package io.ipfskit.ipld.unixfs;

import io.ipfskit.ipld.internal.Protobuf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The names of directory entries: what may be written, and their order.
final class EntryName {
    static final int MAX_BYTES = 4096;

    private EntryName() {}

    /// The bytes of a name.
    ///
    /// @throws IllegalArgumentException if it cannot name an entry
    static byte[] check(String name) {
        byte[] bytes = Protobuf.utf8(name, "name of a directory entry");
        if (name.isEmpty() || name.equals(".") || name.equals("..")) {
            throw new IllegalArgumentException("a directory entry cannot be named '" + name + "'");
        }
        if (name.indexOf('/') >= 0 || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "the name of a directory entry cannot have '/' or NUL");
        }
        if (bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "the name of a directory entry has at most "
                            + MAX_BYTES
                            + " bytes, had "
                            + bytes.length);
        }
        return bytes;
    }

    /// The order of links in a block: that of the bytes, which is not that of Java's characters.
    static int compare(String a, String b) {
        return Arrays.compareUnsigned(
                a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }

    static IllegalArgumentException sameHash(String a, String b) {
        return new IllegalArgumentException(
                "names '"
                        + a
                        + "' and '"
                        + b
                        + "' have the same hash and cannot be in one sharded directory");
    }
}
