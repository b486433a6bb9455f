package io.ipfskit.anyio.sim;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/// The names of a simulated disk: the way from a path to what it stands for, and what changes them.
/// Guarded by the disk's monitor.
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

    /// Returns whether something stands at a path.
    ///
    /// @param follow whether a link at its very end is followed too
    boolean isThere(Path path, boolean follow) throws FileSystemException {
        try {
            return walk(path, follow).node() != null;
        } catch (NoSuchFileException _) {
            return false;
        }
    }

    /// Returns the directory at a path.
    SimDiskDirectory directory(Path path) throws FileSystemException {
        if (walk(path, true).existing(path) instanceof SimDiskDirectory directory) {
            return directory;
        }
        throw new NotDirectoryException(path.toString());
    }

    /// Returns the names in a directory, sorted by their UTF-8 bytes.
    List<String> list(Path path) throws FileSystemException {
        List<String> names = new ArrayList<>(directory(path).names.keySet());
        names.sort((a, b) -> Arrays.compareUnsigned(utf8(a), utf8(b)));
        return names;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// Returns the bytes that its files and links take together.
    long used() {
        return used(root);
    }

    private static long used(SimDiskDirectory directory) {
        long sum = 0;
        for (SimDiskNode node : directory.names.values()) {
            sum += node instanceof SimDiskDirectory below ? used(below) : node.size();
        }
        return sum;
    }

    /// Gives a new link its name.
    void symlink(Path path, SimDiskLink link) throws FileSystemException {
        Place place = walk(path, false);
        if (place.node() != null) {
            throw new FileAlreadyExistsException(path.toString());
        }
        place.directory().add(place.name(), link, link.modified);
    }

    /// Removes the name of a file, a link or an empty directory.
    void delete(Path path, Instant now) throws FileSystemException {
        Place place = walk(path, false);
        if (place.existing(path) instanceof SimDiskDirectory directory) {
            if (!directory.names.isEmpty()) {
                throw new DirectoryNotEmptyException(path.toString());
            }
            requireNotRoot(directory, path);
        }
        place.directory().remove(place.name(), now);
    }

    private void requireNotRoot(SimDiskDirectory directory, Path path) throws FileSystemException {
        if (directory == root) {
            throw new FileSystemException(path.toString(), null, "Device or resource busy");
        }
    }

    /// Gives what stands at `from` the name `to`, instead of what stands there.
    void rename(Path from, Path to, Instant now) throws FileSystemException {
        Place source = walk(from, false);
        Place target = walk(to, false);
        SimDiskNode node = source.existing(from);
        if (node == target.node()) {
            return;
        }
        requireReplaceable(node, target.node(), from, to);
        for (@Nullable SimDiskDirectory up = target.directory(); up != null; up = up.parent) {
            if (up == node) {
                throw new FileSystemException(from.toString(), to.toString(), "Invalid argument");
            }
        }
        target.directory().take(source.directory(), source.name(), target.name(), node, now);
    }

    private void requireReplaceable(SimDiskNode node, @Nullable SimDiskNode old, Path from, Path to)
            throws FileSystemException {
        if (node instanceof SimDiskDirectory directory) {
            requireNotRoot(directory, from);
            if (old != null && !(old instanceof SimDiskDirectory)) {
                throw new FileSystemException(from.toString(), to.toString(), "Not a directory");
            }
            if (old instanceof SimDiskDirectory other && !other.names.isEmpty()) {
                throw new FileSystemException(
                        from.toString(), to.toString(), "Directory not empty");
            }
        } else if (old instanceof SimDiskDirectory) {
            throw new FileSystemException(from.toString(), to.toString(), "Is a directory");
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
