package io.ipfskit.anyio.sim;

/// What is asked of a simulated disk.
public enum DiskCall {
    /// Opens a file that exists.
    OPEN(false),
    /// Opens a file that did not exist before.
    CREATE(true),
    /// Makes one directory; a call for a deep path is one of these per missing directory.
    CREATE_DIRECTORY(true),
    /// Makes a symbolic link.
    SYMLINK(true),
    /// Reads bytes of an open file.
    READ(false),
    /// Writes bytes of an open file; in the mode `dsync` also syncs them.
    WRITE(true),
    /// Cuts a file, also when it is opened to be emptied.
    TRUNCATE(true),
    /// Syncs a file.
    FORCE(true),
    /// Syncs the names of a directory.
    FORCE_DIRECTORY(true),
    /// Renames a file or directory.
    RENAME(true),
    /// Deletes a file, link or empty directory.
    DELETE(true),
    /// Sets the mode or the time of the last modification.
    SET(true),
    /// Takes a lock whose file exists.
    LOCK(false),
    /// Looks at something: stat, list, size, links, space.
    LOOK(false);

    private final boolean changing;

    DiskCall(boolean changing) {
        this.changing = changing;
    }

    /// Returns whether the call changes what is on the disk, or what of it is durable.
    public boolean isChanging() {
        return changing;
    }
}
