package io.ipfskit.kit.local;

import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.DiskFile;
import io.ipfskit.anyio.OpenMode;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/// What decides which files a process sees under which names, and what it may do with them.
///
/// Two processes of one machine with equal views that open one absolute path open the same file, or
/// fail alike. Made of user and group ids, supplementary groups, effective capabilities, the mount
/// and user namespaces, the root directory and the security label
/// ([proc(5)](https://man7.org/linux/man-pages/man5/proc.5.html)).
///
/// @param text the parts, for comparing only
public record FileView(String text) {
    private static final int FILE_MAX = 64 << 10;
    private static final List<String> LINES = List.of("Uid:", "Gid:", "Groups:", "CapEff:");

    /// The view of this process, or null where the system does not tell.
    public static @Nullable FileView ofThisProcess(Disk disk) throws InterruptedException {
        try {
            StringBuilder text = new StringBuilder(256);
            Path self = Path.of("/proc/self");
            text.append(disk.readLink(self.resolve("ns/mnt"))).append('\n');
            text.append(disk.readLink(self.resolve("ns/user"))).append('\n');
            text.append(disk.stat(Path.of("/")).inode()).append('\n');
            int found = 0;
            for (String line : read(disk, self.resolve("status")).split("\n", -1)) {
                for (String wanted : LINES) {
                    if (line.startsWith(wanted)) {
                        found++;
                        text.append(line).append('\n');
                    }
                }
            }
            text.append(label(disk, self));
            return found == LINES.size() ? new FileView(text.toString()) : null;
        } catch (IOException untold) {
            return null;
        }
    }

    private static String label(Disk disk, Path self) throws InterruptedException {
        try {
            return read(disk, self.resolve("attr/current"));
        } catch (NoSuchFileException none) {
            return "";
        } catch (IOException none) {
            return ""; // such as EINVAL where no security module is loaded
        }
    }

    /// These files say that they have no bytes, so they are read to their end.
    private static String read(Disk disk, Path path) throws IOException, InterruptedException {
        ByteBuffer bytes = ByteBuffer.allocate(FILE_MAX);
        try (DiskFile file = disk.open(path, OpenMode.read())) {
            int count = 0;
            while (count >= 0 && bytes.hasRemaining()) {
                count = file.read(bytes, bytes.position());
            }
        }
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
    }
}
