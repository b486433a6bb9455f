package io.ipfskit.anyio.sim;

import org.jspecify.annotations.Nullable;

import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/// The names of a simulated disk, and the way from a path to what it stands for. Guarded by the
/// disk's monitor.
///
/// Paths are as on Linux; a relative one begins at the root.
final class SimDiskTree {
    private static final int LINKS_MAX = 40;

    final SimDiskDirectory root;

    SimDiskTree(SimDiskDirectory root) {
        this.root = root;
    }

    /// Where a path leads.
    ///
    /// @param directory in which its last name stands
    /// @param name the last name, empty for the root
    /// @param node what is there, null for nothing
    /// @param path without links and dots
    record Place(SimDiskDirectory directory, String name, @Nullable SimDiskNode node, String path) {
        SimDiskNode existing(Path asked) throws NoSuchFileException {
            if (node == null) {
                throw new NoSuchFileException(asked.toString());
            }
            return node;
        }
    }

    /// Walks to a path.
    ///
    /// @param follow whether a link at its very end is followed too
    /// @throws NoSuchFileException when a directory on the way is missing
    Place walk(Path path, boolean follow) throws FileSystemException {
        Deque<String> todo = new ArrayDeque<>();
        names(path.toString(), todo);
        SimDiskDirectory at = root;
        Deque<String> way = new ArrayDeque<>();
        int links = 0;
        while (true) {
            String name = todo.poll();
            if (name == null) {
                return new Place(at, "", at, "/" + String.join("/", way));
            }
            if (name.equals("..")) {
                at = at.parent == null ? root : at.parent;
                way.pollLast();
                continue;
            }
            SimDiskNode node = at.names.get(name);
            boolean last = todo.isEmpty();
            if (node instanceof SimDiskLink link && (!last || follow)) {
                if (++links > LINKS_MAX) {
                    throw new FileSystemException(
                            path.toString(), null, "Too many levels of symbolic links");
                }
                Deque<String> rest = new ArrayDeque<>();
                names(link.target, rest);
                rest.descendingIterator().forEachRemaining(todo::addFirst);
                if (link.target.startsWith("/")) {
                    at = root;
                    way.clear();
                }
                continue;
            }
            if (node instanceof SimDiskDirectory directory) {
                way.addLast(name);
                if (last) {
                    return new Place(at, name, directory, "/" + String.join("/", way));
                }
                at = directory;
                continue;
            }
            if (last) {
                way.addLast(name);
                return new Place(at, name, node, "/" + String.join("/", way));
            }
            if (node == null) {
                throw new NoSuchFileException(path.toString());
            }
            throw new FileSystemException(path.toString(), null, "Not a directory");
        }
    }

    private static void names(String path, Deque<String> into) {
        for (String name : path.split("/", -1)) {
            if (!name.isEmpty() && !name.equals(".")) {
                into.addLast(name);
            }
        }
    }

    /// The tree of an empty disk.
    static SimDiskTree empty() {
        return new SimDiskTree(new SimDiskDirectory(1, 0755, Instant.EPOCH, null));
    }
}
