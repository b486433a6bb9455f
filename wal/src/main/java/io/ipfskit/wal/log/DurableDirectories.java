package io.ipfskit.wal.log;

import io.ipfskit.anyio.Disk;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Creates directories so that they survive a power loss.
public final class DurableDirectories {
    private DurableDirectories() {}

    /// Creates `directory` and its missing parents, from the top down, and syncs each directory
    /// that gained a name before the next one is made.
    ///
    /// The name of the lowest one that exists already is synced too: a process that was killed may
    /// have made it a moment ago.
    public static void create(Disk disk, Path directory, int mode)
            throws IOException, InterruptedException {
        List<Path> missing = new ArrayList<>();
        @Nullable Path existing = directory.toAbsolutePath();
        while (existing != null && !disk.exists(existing)) {
            missing.addFirst(existing);
            existing = existing.getParent();
        }
        Path parent = existing == null ? null : existing.getParent();
        if (parent != null) {
            try {
                disk.forceDirectory(parent);
            } catch (AccessDeniedException e) {
                // Not ours to read, so not one in which this program made a name.
            }
        }
        for (Path path : missing) {
            disk.createDirectories(path, mode);
            Path gained = path.getParent();
            if (gained != null) {
                disk.forceDirectory(gained);
            }
        }
    }
}
