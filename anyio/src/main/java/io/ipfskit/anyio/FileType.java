package io.ipfskit.anyio;

/// What stands at a path.
public enum FileType {
    /// A regular file.
    FILE,
    /// A directory.
    DIRECTORY,
    /// A symbolic link.
    SYMLINK,
    /// A named pipe.
    FIFO,
    /// A UNIX socket.
    SOCKET,
    /// A block or character device.
    DEVICE,
    /// Something else.
    OTHER
}
