package io.ipfskit.anyio;

/// How a file is opened; start from [#read()] or [#readWrite()].
///
/// @param isWritable whether it may be written
/// @param isCreate whether a missing file is created
/// @param isCreateNew whether the file must be missing and is created
/// @param isTruncate whether an existing file is emptied
/// @param isDirect whether the page cache is bypassed where the file system can
///   ([DiskFile#isDirect] tells); buffers and positions must then align to the block size
/// @param isDsync whether each write is durable when it returns
/// @param isNoFollow whether a symbolic link at the path is refused
/// @param isCached whether small reads of what is in memory are to be quick
/// @param mode POSIX permission bits of a created file (less the umask)
public record OpenMode(
        boolean isWritable,
        boolean isCreate,
        boolean isCreateNew,
        boolean isTruncate,
        boolean isDirect,
        boolean isDsync,
        boolean isNoFollow,
        boolean isCached,
        int mode) {
    private static final int MODE_DEFAULT = 0644;

    /// Checks that nothing asks for a change of a file opened for reading.
    public OpenMode {
        if (!isWritable && (isCreate || isCreateNew || isTruncate || isDsync)) {
            throw new IllegalArgumentException(
                    "create, truncate and dsync need OpenMode.readWrite()");
        }
        if ((mode & ~07777) != 0) {
            throw new IllegalArgumentException(
                    "permissions must be within 07777, was 0" + Integer.toOctalString(mode));
        }
    }

    /// For reading an existing file.
    public static OpenMode read() {
        return new OpenMode(false, false, false, false, false, false, false, false, MODE_DEFAULT);
    }

    /// For reading and writing an existing file.
    public static OpenMode readWrite() {
        return new OpenMode(true, false, false, false, false, false, false, false, MODE_DEFAULT);
    }

    /// Creates the file if it is missing.
    public OpenMode create() {
        return new OpenMode(
                isWritable,
                true,
                isCreateNew,
                isTruncate,
                isDirect,
                isDsync,
                isNoFollow,
                isCached,
                mode);
    }

    /// Creates the file, which must be missing.
    public OpenMode createNew() {
        return new OpenMode(
                isWritable,
                isCreate,
                true,
                isTruncate,
                isDirect,
                isDsync,
                isNoFollow,
                isCached,
                mode);
    }

    /// The same for a file that exists by now.
    OpenMode existing() {
        return new OpenMode(
                isWritable,
                false,
                false,
                isTruncate,
                isDirect,
                isDsync,
                isNoFollow,
                isCached,
                mode);
    }

    /// Empties the file.
    public OpenMode truncate() {
        return new OpenMode(
                isWritable,
                isCreate,
                isCreateNew,
                true,
                isDirect,
                isDsync,
                isNoFollow,
                isCached,
                mode);
    }

    /// Bypasses the page cache where the file system can; elsewhere the file is opened without, see
    /// [DiskFile#isDirect].
    public OpenMode direct() {
        return new OpenMode(
                isWritable,
                isCreate,
                isCreateNew,
                isTruncate,
                true,
                isDsync,
                isNoFollow,
                isCached,
                mode);
    }

    /// Makes each write durable when it returns; where the file system cannot, each write is
    /// followed by a sync.
    public OpenMode dsync() {
        return new OpenMode(
                isWritable,
                isCreate,
                isCreateNew,
                isTruncate,
                isDirect,
                true,
                isNoFollow,
                isCached,
                mode);
    }

    /// Refuses a symbolic link at the path.
    public OpenMode noFollow() {
        return new OpenMode(
                isWritable,
                isCreate,
                isCreateNew,
                isTruncate,
                isDirect,
                isDsync,
                true,
                isCached,
                mode);
    }

    /// Tries reads of a file that is only read on the task's own thread first, which serves what
    /// the page cache holds without two switches of threads. Where the platform cannot, nothing
    /// changes. Making ready for it takes a process 30 ms, once: for files that are read often.
    public OpenMode cached() {
        return new OpenMode(
                isWritable,
                isCreate,
                isCreateNew,
                isTruncate,
                isDirect,
                isDsync,
                isNoFollow,
                true,
                mode);
    }

    /// Sets the permission bits of a created file.
    public OpenMode permissions(int mode) {
        return new OpenMode(
                isWritable,
                isCreate,
                isCreateNew,
                isTruncate,
                isDirect,
                isDsync,
                isNoFollow,
                isCached,
                mode);
    }
}
