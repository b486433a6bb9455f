package io.ipfskit.node.mfs;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A tree of files in memory: what the edits of [MfsService] do, in the simplest way. Never
/// changes; an edit gives another one, or nothing where the service must refuse.
///
/// @param entries by path, without the root: `d` for a folder, `f:` and the bytes in hex for a file
public record TreeModel(SortedMap<String, String> entries) {
    public static final TreeModel EMPTY = new TreeModel(new TreeMap<>());

    private static final String FOLDER = "d";

    public boolean has(String path) {
        return path.equals("/") || entries.containsKey(path);
    }

    public boolean isFolder(String path) {
        return path.equals("/") || FOLDER.equals(entries.get(path));
    }

    public byte[] bytes(String path) {
        String entry = entries.getOrDefault(path, "f:");
        return HexFormat.of().parseHex(entry.substring(2));
    }

    static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash <= 0 ? "/" : path.substring(0, slash);
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static String below(String folder, String name) {
        return folder.equals("/") ? "/" + name : folder + "/" + name;
    }

    /// A file that is written at an offset, made with its folders when it is not there.
    public Optional<TreeModel> write(String path, int offset, byte[] bytes, boolean truncate) {
        if (isFolder(path)) {
            return Optional.empty();
        }
        return mkdir(parent(path), true)
                .map(base -> {
                    byte[] before = truncate ? new byte[0] : bytes(path);
                    byte[] after =
                            Arrays.copyOf(before, Math.max(before.length, offset + bytes.length));
                    System.arraycopy(bytes, 0, after, offset, bytes.length);
                    return base.with(path, "f:" + HexFormat.of().formatHex(after));
                });
    }

    private TreeModel with(String path, String entry) {
        SortedMap<String, String> next = new TreeMap<>(entries);
        next.put(path, entry);
        return new TreeModel(next);
    }

    public Optional<TreeModel> mkdir(String path, boolean parents) {
        if (has(path)) {
            return parents && isFolder(path) ? Optional.of(this) : Optional.empty();
        }
        String parent = parent(path);
        if (!parents) {
            return isFolder(parent) ? Optional.of(with(path, FOLDER)) : Optional.empty();
        }
        return mkdir(parent, true).map(base -> base.with(path, FOLDER));
    }

    public Optional<TreeModel> rm(String path, boolean recursive) {
        if (path.equals("/") || !has(path) || (isFolder(path) && !recursive)) {
            return Optional.empty();
        }
        SortedMap<String, String> next = new TreeMap<>(entries);
        next.keySet().removeIf(key -> isWithin(key, path));
        return Optional.of(new TreeModel(next));
    }

    private static boolean isWithin(String path, String of) {
        return path.equals(of) || path.startsWith(of.equals("/") ? "/" : of + "/");
    }

    /// What is at a path and below it, by the rest of the path.
    public SortedMap<String, String> subtree(String path) {
        SortedMap<String, String> part = new TreeMap<>();
        if (path.equals("/")) {
            part.put("", FOLDER);
            part.putAll(entries);
            return part;
        }
        entries.forEach((key, entry) -> {
            if (isWithin(key, path)) {
                part.put(key.substring(path.length()), entry);
            }
        });
        return part;
    }

    public Optional<TreeModel> mv(String from, String to) {
        if (from.equals("/") || !has(from)) {
            return Optional.empty();
        }
        if (from.equals(to)) {
            return Optional.of(this);
        }
        String target = isFolder(to) ? below(to, name(from)) : to;
        if (target.equals(from)) {
            return Optional.of(this);
        }
        if (isWithin(target, from) || !isFolder(parent(target)) || (isFolder(to) && has(target))) {
            return Optional.empty();
        }
        return rm(from, true).map(rest -> rest.graft(target, subtree(from)));
    }

    public Optional<TreeModel> cp(String from, String to, boolean force) {
        if (!has(from)) {
            return Optional.empty();
        }
        return link(subtree(from), to, force);
    }

    /// Puts a part, as [#subtree] gives it, at a path.
    public Optional<TreeModel> link(Map<String, String> part, String to, boolean force) {
        boolean isTaken = has(to) && !(force && !isFolder(to));
        if (isTaken || !isFolder(parent(to))) {
            return Optional.empty();
        }
        return Optional.of(graft(to, part));
    }

    private TreeModel graft(String at, Map<String, String> part) {
        SortedMap<String, String> next = new TreeMap<>(entries);
        part.forEach((rest, entry) -> next.put(at + rest, entry));
        return new TreeModel(next);
    }
}
