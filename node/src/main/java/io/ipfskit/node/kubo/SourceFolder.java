package io.ipfskit.node.kubo;

import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.DiskFile;
import io.ipfskit.anyio.FileStat;
import io.ipfskit.anyio.FileType;
import io.ipfskit.anyio.OpenMode;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Locale;

/// Small reads of a foreign folder: no symbolic link is followed, no size is trusted.
final class SourceFolder {
    private SourceFolder() {}

    /// The content of a regular file.
    ///
    /// @throws IOException also when it is a symbolic link, or longer than `max`
    static byte[] read(Disk disk, Path file, int max) throws IOException, InterruptedException {
        try (DiskFile opened = disk.open(file, OpenMode.read().noFollow())) {
            long size = opened.size();
            if (size > max) {
                throw new IOException(
                        file + " has " + size + " bytes, at most " + max + " are read");
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) size);
            opened.readFully(bytes, 0);
            return bytes.array();
        }
    }

    /// A folder below `root`, which none of the names on the way leads out of.
    ///
    /// @throws OperationFailed `unsupported` when one of them is something else than a folder
    static Path folder(Disk disk, Path root, Path below) throws IOException, InterruptedException {
        Path at = root;
        for (Path name : below) {
            at = at.resolve(name);
            FileStat stat = disk.stat(at);
            if (stat.type() != FileType.DIRECTORY) {
                throw new OperationFailed(
                        ErrorCode.UNSUPPORTED,
                        at
                                + " is a "
                                + word(stat.type())
                                + ", which is not followed: put the folder itself there (by a bind"
                                + " mount, or a copy of the repository)");
            }
        }
        return at;
    }

    /// The word for what is no regular file.
    static String word(FileType type) {
        return switch (type) {
            case SYMLINK -> "symbolic link";
            case FILE -> "file";
            case DIRECTORY -> "folder";
            case FIFO, SOCKET, DEVICE, OTHER -> type.name().toLowerCase(Locale.ROOT);
        };
    }
}
