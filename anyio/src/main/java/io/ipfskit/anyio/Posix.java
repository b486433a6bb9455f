package io.ipfskit.anyio;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// POSIX modes and types, by the JDK's `unix` attribute view (Linux and macOS).
final class Posix {
    private static final int TYPE_MASK = 0170000;
    private static final int MODE_MASK = 07777;
    private static final int PERMISSIONS_MASK = 0777;

    /// In the order of the bits, 0400 first.
    private static final PosixFilePermission[] BITS = {
        PosixFilePermission.OWNER_READ,
        PosixFilePermission.OWNER_WRITE,
        PosixFilePermission.OWNER_EXECUTE,
        PosixFilePermission.GROUP_READ,
        PosixFilePermission.GROUP_WRITE,
        PosixFilePermission.GROUP_EXECUTE,
        PosixFilePermission.OTHERS_READ,
        PosixFilePermission.OTHERS_WRITE,
        PosixFilePermission.OTHERS_EXECUTE
    };

    private Posix() {}

    static FileStat stat(Path path) throws IOException {
        Map<String, Object> found =
                Files.readAttributes(
                        path, "unix:mode,size,lastModifiedTime,dev,ino", LinkOption.NOFOLLOW_LINKS);
        int mode = (Integer) Objects.requireNonNull(found.get("mode"));
        long size = (Long) Objects.requireNonNull(found.get("size"));
        FileTime modified = (FileTime) Objects.requireNonNull(found.get("lastModifiedTime"));
        String inode = found.get("dev") + ":" + found.get("ino");
        return new FileStat(type(mode), size, mode & MODE_MASK, modified.toInstant(), inode);
    }

    static FileAttribute<Set<PosixFilePermission>> attributes(int mode) {
        return PosixFilePermissions.asFileAttribute(permissions(mode));
    }

    static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> set = EnumSet.noneOf(PosixFilePermission.class);
        for (int i = 0; i < BITS.length; i++) {
            if ((mode & (0400 >> i)) != 0) {
                set.add(BITS[i]);
            }
        }
        return set;
    }

    /// Whether the mode has bits that the JDK knows no permission for: set-user, set-group, sticky.
    static boolean isSpecial(int mode) {
        return (mode & MODE_MASK & ~PERMISSIONS_MASK) != 0;
    }

    /// Sets all bits; a symbolic link is followed.
    ///
    /// @throws IllegalArgumentException when they are not within 07777
    static void setMode(Path path, int mode) throws IOException {
        if ((mode & ~MODE_MASK) != 0) {
            throw new IllegalArgumentException(
                    "permissions must be within 07777, was 0" + Integer.toOctalString(mode));
        }
        Files.setAttribute(path, "unix:mode", mode);
    }

    /// Adds the special bits of `mode` to what was created with its other bits.
    static void addSpecial(Path path, int mode) throws IOException {
        setMode(path, stat(path).mode() | (mode & ~PERMISSIONS_MASK));
    }

    private static FileType type(int mode) {
        return switch (mode & TYPE_MASK) {
            case 0100000 -> FileType.FILE;
            case 0040000 -> FileType.DIRECTORY;
            case 0120000 -> FileType.SYMLINK;
            case 0010000 -> FileType.FIFO;
            case 0140000 -> FileType.SOCKET;
            case 0060000, 0020000 -> FileType.DEVICE;
            default -> FileType.OTHER;
        };
    }
}
