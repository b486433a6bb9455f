package io.ipfskit.node.filestore;

import io.ipfskit.anyio.Disk;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The files that may be referred to: those below some folders, without a symbolic link on the way.
/// Thread-safe.
final class AllowedFiles {
    private final Disk disk;
    private final List<Path> roots;

    /// The folders as they really are, once all of them were there.
    private volatile @Nullable List<Path> real;

    AllowedFiles(Disk disk, List<Path> roots) {
        this.disk = disk;
        this.roots = roots;
    }

    /// Why a file may not be referred to, to follow its path in a sentence; null when it may.
    ///
    /// @param path absolute and normalised
    @Nullable String refusal(Path path) throws IOException, InterruptedException {
        if (roots.isEmpty()) {
            return "may not be read: filestore.roots of the configuration names no folder";
        }
        if (realRoots().stream().noneMatch(path::startsWith)) {
            return "may not be read: it is below none of filestore.roots";
        }
        Path folder = path.getParent();
        return folder == null || !disk.realPath(folder).equals(folder)
                ? "may not be read: a symbolic link is on the way to it"
                : null;
    }

    private List<Path> realRoots() throws IOException, InterruptedException {
        List<Path> known = real;
        if (known != null) {
            return known;
        }
        List<Path> found = new ArrayList<>();
        for (Path root : roots) {
            try {
                found.add(disk.realPath(root));
            } catch (NoSuchFileException absent) {
                // Nothing is below it now.
            }
        }
        if (found.size() == roots.size()) {
            real = List.copyOf(found);
        }
        return found;
    }
}
