package io.ipfskit.node.add;

import io.ipfskit.ipld.unixfs.Attributes;
import io.ipfskit.ipld.unixfs.DagNode;
import io.ipfskit.ipld.unixfs.DirectoryBuilder;
import io.ipfskit.node.Failures;
import io.ipfskit.operation.OperationFailed;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/// Entries that came in any order, sorted into folders.
final class EntryTree {
    private static final int PATH_MAX = 16 * 1024;

    private final Place root = new Place();

    /// A name: something built, or a folder. Invariant: what is built has no children.
    private static final class Place {
        final Map<String, Place> children = new TreeMap<>();
        Attributes attributes = Attributes.NONE;
        boolean declared;
        @Nullable DagNode built;
    }

    private record Frame(
            String path,
            String name,
            Place place,
            DirectoryBuilder builder,
            Iterator<Map.Entry<String, Place>> rest) {}

    /// Takes each folder that was built.
    @FunctionalInterface
    interface Built {
        void built(String path, DagNode node) throws IOException, InterruptedException;
    }

    /// Makes the builder of a folder.
    @FunctionalInterface
    interface Folders {
        DirectoryBuilder open(Attributes attributes);
    }

    /// What a tree came to.
    record Root(String name, DagNode node) {}

    static void check(String path) {
        if (path.length() > PATH_MAX) {
            throw Failures.limit("a path of the tree has more than " + PATH_MAX + " characters");
        }
        String[] names = path.split("/", -1);
        if (names.length > DiskSource.DEPTH_MAX) {
            throw Failures.limit(
                    "the tree is nested more than " + DiskSource.DEPTH_MAX + " levels deep");
        }
        for (String name : names) {
            if (name.isEmpty()
                    || name.equals(".")
                    || name.equals("..")
                    || name.indexOf('\0') >= 0) {
                throw OperationFailed.invalidField(
                        "body",
                        "path '"
                                + path.replaceAll("\\p{Cntrl}", "?")
                                + "' of an entry must be names joined by single slashes, without"
                                + " '.', '..' and NUL");
            }
        }
    }

    /// Places something that was built.
    void put(String path, DagNode node) {
        Place place = at(path);
        if (place.built != null || place.declared || !place.children.isEmpty()) {
            throw twice(path);
        }
        place.built = node;
    }

    /// Declares a folder.
    void folder(String path, Attributes attributes) {
        Place place = at(path);
        if (place.built != null || place.declared) {
            throw twice(path);
        }
        place.declared = true;
        place.attributes = attributes;
    }

    private static OperationFailed twice(String path) {
        return OperationFailed.invalidField(
                "body", "path '" + path + "' comes twice: nothing was added");
    }

    private Place at(String path) {
        Place place = root;
        for (String name : path.split("/", -1)) {
            if (place.built != null) {
                throw OperationFailed.invalidField(
                        "body", "path '" + path + "' goes through an entry that is no folder");
            }
            place = place.children.computeIfAbsent(name, _ -> new Place());
        }
        if (place.built == null && place != root) {
            return place;
        }
        throw twice(path);
    }

    /// Builds all folders, each after what it holds. With one entry at the top that is the root,
    /// otherwise a folder without a name around all.
    ///
    /// @param emptyFolders whether folders without entries are built, too, below the root
    Root build(boolean emptyFolders, Folders folders, Built built)
            throws IOException, InterruptedException {
        String name = "";
        Place top = root;
        if (root.children.size() == 1) {
            Map.Entry<String, Place> only = root.children.entrySet().iterator().next();
            name = only.getKey();
            top = only.getValue();
        }
        if (top.built != null) {
            return new Root(name, top.built);
        }
        Deque<Frame> open = new ArrayDeque<>();
        open.add(frame(folders, name, name, top));
        while (true) {
            Frame frame = open.getLast();
            if (frame.rest.hasNext()) {
                Map.Entry<String, Place> next = frame.rest.next();
                Place place = next.getValue();
                if (place.built != null) {
                    frame.builder.add(next.getKey(), place.built);
                } else if (emptyFolders || !place.children.isEmpty()) {
                    String path =
                            frame.path.isEmpty() ? next.getKey() : frame.path + "/" + next.getKey();
                    open.addLast(frame(folders, path, next.getKey(), place));
                }
                continue;
            }
            open.removeLast();
            DagNode node = frame.builder.finish();
            built.built(frame.path, node);
            if (open.isEmpty()) {
                return new Root(name, node);
            }
            open.getLast().builder.add(frame.name, node);
        }
    }

    private static Frame frame(Folders folders, String path, String name, Place place) {
        return new Frame(
                path,
                name,
                place,
                folders.open(place.attributes),
                place.children.entrySet().iterator());
    }
}
