package io.ipfskit.ipld.unixfs;

import io.ipfskit.ipld.BlockSource;
import io.ipfskit.ipld.UnsupportedContent;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// Finds what a path names.
public final class PathResolver {
    /// The most symbolic links on one way, that of Linux.
    public static final int MAX_SYMLINKS = 40;

    private PathResolver() {}

    /// Whether symbolic links on the way are followed. They never lead out of the DAG of the path's
    /// root.
    public enum Symlinks {
        /// A symbolic link is what it is; a name below one is not found.
        KEEP,
        /// Links on the way and at the end are followed.
        FOLLOW,
        /// Links on the way are followed, one at the end is what it is.
        FOLLOW_PARENTS
    }

    /// Resolves without following symbolic links.
    ///
    /// @throws PathNotFound if a name is not there, or something that is no directory has names
    ///   below it
    public static Resolved resolve(BlockSource source, ContentPath path)
            throws IOException, InterruptedException {
        return resolve(source, path, Symlinks.KEEP);
    }

    /// Resolves.
    ///
    /// @throws PathNotFound if a name is not there, something that is no directory has names below
    ///   it, or a symbolic link leads out of the DAG or in a circle
    public static Resolved resolve(BlockSource source, ContentPath path, Symlinks symlinks)
            throws IOException, InterruptedException {
        Deque<String> todo = new ArrayDeque<>(path.segments());
        List<Cid> walked = new ArrayList<>();
        walked.add(path.root());
        if (todo.isEmpty() && symlinks != Symlinks.FOLLOW) {
            return new Resolved(path, path.root(), List.of(), walked);
        }
        int followed = 0;
        while (!todo.isEmpty()) {
            Cid here = walked.getLast();
            if (here.codec() != Multicodec.DAG_PB && here.codec() != Multicodec.RAW) {
                return new Resolved(path, here, new ArrayList<>(todo), walked);
            }
            String name = todo.removeFirst();
            if (name.isEmpty() || name.equals(".")) {
                continue;
            }
            if (name.equals("..")) {
                if (walked.size() == 1) {
                    throw new PathNotFound(path, name, "a symbolic link leads out of the DAG");
                }
                walked.removeLast();
                continue;
            }
            UnixFsNode node = UnixFs.read(source, here);
            if (!(node instanceof UnixFsNode.Folder)) {
                throw new PathNotFound(path, name, here + " is no directory");
            }
            Optional<DirectoryEntry> entry = Directories.lookup(source, node, name);
            if (entry.isEmpty()) {
                throw new PathNotFound(path, name, "directory " + here + " has no such entry");
            }
            Cid child = entry.get().cid();
            boolean follow =
                    symlinks == Symlinks.FOLLOW
                            || (symlinks == Symlinks.FOLLOW_PARENTS && !todo.isEmpty());
            if (follow
                    && child.codec() == Multicodec.DAG_PB
                    && UnixFs.read(source, child) instanceof UnixFsNode.SymlinkNode link) {
                if (++followed > MAX_SYMLINKS) {
                    throw new PathNotFound(
                            path, name, "more than " + MAX_SYMLINKS + " symbolic links on the way");
                }
                follow(path, name, link, todo);
            } else {
                walked.add(child);
            }
        }
        return new Resolved(path, walked.getLast(), List.of(), walked);
    }

    private static void follow(
            ContentPath path, String name, UnixFsNode.SymlinkNode link, Deque<String> todo)
            throws PathNotFound {
        if (link.target().startsWith("/")) {
            throw new PathNotFound(path, name, "it is a symbolic link that leads out of the DAG");
        }
        String[] words = link.target().split("/", -1);
        if (todo.size() + words.length > ContentPath.MAX_SEGMENTS) {
            throw new PathNotFound(path, name, "symbolic links make the path too long");
        }
        for (int i = words.length - 1; i >= 0; i--) {
            todo.addFirst(words[i]);
        }
    }

    /// Resolves a path that must name a UnixFS node, and reads it.
    ///
    /// @throws UnsupportedContent if the way ends in another codec
    public static UnixFsNode read(BlockSource source, ContentPath path, Symlinks symlinks)
            throws IOException, InterruptedException {
        Resolved resolved = resolve(source, path, symlinks);
        if (!resolved.remainder().isEmpty()) {
            throw new UnsupportedContent(
                    resolved.cid(),
                    "names inside codec "
                            + Multicodec.name(resolved.cid().codec())
                            + " are not read");
        }
        return UnixFs.read(source, resolved.cid());
    }
}
