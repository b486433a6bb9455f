package io.ipfskit.node.kubo.leveldb;

import java.io.IOException;

/// A file of a database is damaged, missing, or of a kind that is not read here.
public final class LevelDbException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final long offset;

    /// @param file the name of the file
    /// @param offset the byte where it shows
    /// @param problem what is wrong
    LevelDbException(String file, long offset, String problem) {
        super("LevelDB file " + file + ", at byte " + offset + ": " + problem);
        this.file = file;
        this.offset = offset;
    }

    /// The name of the file.
    public String file() {
        return file;
    }

    /// The byte where it shows, from 0.
    public long offset() {
        return offset;
    }
}
