package io.ipfskit.ipld.unixfs;

import org.jspecify.annotations.Nullable;

/// What a UnixFS node is.
public enum DataType {
    /// Bytes of a file, as older importers wrote leaves.
    RAW(0),
    /// A directory in one block.
    DIRECTORY(1),
    /// A file, or a part of one.
    FILE(2),
    /// Deprecated, never written.
    METADATA(3),
    /// A symbolic link.
    SYMLINK(4),
    /// A shard of a directory.
    HAMT_SHARD(5);

    private final int number;

    DataType(int number) {
        this.number = number;
    }

    /// The number on the wire.
    public int number() {
        return number;
    }

    /// The type with this number on the wire, or null when there is none.
    public static @Nullable DataType ofNumber(long number) {
        for (DataType type : values()) {
            if (type.number == number) {
                return type;
            }
        }
        return null;
    }
}
