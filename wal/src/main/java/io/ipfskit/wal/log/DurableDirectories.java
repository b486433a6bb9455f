package io.ipfskit.wal.log;

import io.ipfskit.anyio.Disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Creates directories so that they survive a power loss.
public final class DurableDirectories {
    private DurableDirectories() {}

    /// Creates `directory` and its missing parents, and syncs every directory that gained a name.
    public static void create(Disk disk, Path directory, int mode)
            throws IOException, InterruptedException {
        List<Path> parents = new ArrayList<>();
        Path missing = directory.toAbsolutePath();
        while (missing != null && !disk.exists(missing)) {
            missing = missing.getParent();
            if (missing != null) {
                parents.addFirst(missing);
            }
        }
        if (parents.isEmpty()) {
            return;
        }
        disk.createDirectories(directory.toAbsolutePath(), mode);
        for (Path parent : parents) {
            disk.forceDirectory(parent);
        }
    }
}
