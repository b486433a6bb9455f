package io.ipfskit.operation;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;

/// A file or folder that goes into an operation.
public sealed interface Tree {

    /// A file or folder of this machine, walked by the service through its `Disk`.
    static Tree of(Path path) {
        return new OfPath(path, AddRules.DEFAULT);
    }

    /// As above, with rules about what to take.
    static Tree of(Path path, AddRules rules) {
        return new OfPath(path, rules);
    }

    /// Entries at hand.
    static Tree of(List<Entry> entries) {
        Iterator<Entry> iterator = List.copyOf(entries).iterator();
        return new OfEntries(() -> iterator.hasNext() ? iterator.next() : null);
    }

    /// Entries pulled one after the other, as a multipart body gives them.
    static Tree of(EntrySource entries) {
        return new OfEntries(entries);
    }

    /// A path of this machine.
    record OfPath(Path path, AddRules rules) implements Tree {}

    /// Entries in any order; folders that no entry names are made where paths need them.
    record OfEntries(EntrySource entries) implements Tree {}

    /// What to take from a folder.
    ///
    /// @param hidden whether names that begin with a dot are taken below the root
    /// @param dereference which symbolic links are followed
    /// @param ignore rules of what to leave out below the root, as in a `.gitignore` file
    record AddRules(boolean hidden, Dereference dereference, List<String> ignore) {
        /// No hidden files, as Kubo does.
        public static final AddRules DEFAULT = new AddRules(false);

        /// Copies the rules.
        public AddRules {
            ignore = List.copyOf(ignore);
        }

        /// Symbolic links as they are, and nothing left out but hidden files.
        public AddRules(boolean hidden) {
            this(hidden, Dereference.NEVER, List.of());
        }
    }

    /// Which symbolic links are followed, instead of being taken as links. Whoever sets this lets
    /// the links of a folder lead to any file that the node can read.
    enum Dereference {
        NEVER,
        /// The path itself, not what is below it.
        ROOT,
        ALWAYS
    }

    /// A pull source of entries. The content of an entry must be read, or given up, before the next
    /// entry is asked for.
    @FunctionalInterface
    interface EntrySource {
        /// The next entry, or null at the end.
        ///
        /// @throws IOException when the rest cannot be had; never a silent end
        /// @throws InterruptedException when the calling scope is cancelled
        @Nullable Entry next() throws IOException, InterruptedException;
    }

    /// The kinds of entries.
    enum Kind {
        FILE,
        DIRECTORY,
        SYMLINK
    }

    /// One entry of a tree.
    ///
    /// @param path names from the root of the tree, joined by `/`; no empty, `.` or `..` segment
    /// @param kind what it is
    /// @param content a file's bytes; null otherwise
    /// @param target a symlink's target; null otherwise
    /// @param mode POSIX permission bits to record, or null
    /// @param modified modification time to record, or null
    record Entry(
            String path,
            Kind kind,
            @Nullable ByteSource content,
            @Nullable String target,
            @Nullable Integer mode,
            @Nullable Instant modified) {

        /// A file.
        public static Entry file(String path, ByteSource content) {
            return new Entry(path, Kind.FILE, content, null, null, null);
        }

        /// A folder, perhaps empty.
        public static Entry directory(String path) {
            return new Entry(path, Kind.DIRECTORY, null, null, null, null);
        }

        /// A symbolic link.
        public static Entry symlink(String path, String target) {
            return new Entry(path, Kind.SYMLINK, null, target, null, null);
        }
    }
}
