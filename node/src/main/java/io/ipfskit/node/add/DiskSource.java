package io.ipfskit.node.add;

import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.DiskFile;
import io.ipfskit.anyio.FileStat;
import io.ipfskit.anyio.FileType;
import io.ipfskit.anyio.OpenMode;
import io.ipfskit.ipld.unixfs.Attributes;
import io.ipfskit.ipld.unixfs.FixedSize;
import io.ipfskit.ipld.unixfs.ImportProfile;
import io.ipfskit.node.Failures;
import io.ipfskit.node.filestore.FileReferences;
import io.ipfskit.node.filestore.Referrer;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;
import io.ipfskit.operation.Tree;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/// A file or folder of this machine, walked in the order of its names, without recursion.
///
/// Symbolic links are taken as they are, so loops are harmless, unless they are to be followed:
/// then one that leads into a folder around it is an error. What is no file, folder or link is an
/// error that names it, as is a file that changes between the first look and the last byte.
final class DiskSource implements AddSource {
    /// The deepest folder below the root that is entered.
    static final int DEPTH_MAX = 1024;

    /// The most entries of one folder: they are sorted and linked in memory.
    static final int ENTRIES_MAX = 1 << 20;

    private final Disk disk;
    private final Path root;
    private final String rootName;
    private final FileStat rootStat;
    private final Tree.AddRules rules;
    private final IgnoreRules ignore;
    private final @Nullable FileReferences references;

    /// Names that are looked at together.
    private static final int LOOK_AHEAD = 64;

    /// A folder that is being walked. Invariant: `stats` belong to the names from `start` on.
    private static final class Frame {
        final Path directory;
        final String path;
        final Attributes attributes;
        final String inode;

        /// The names; those behind `start` are null, so that a large folder is not twice in memory.
        final @Nullable String[] names;

        boolean entered;
        int next;
        private int start;
        private List<FileStat> stats = List.of();

        Frame(
                Path directory,
                String path,
                Attributes attributes,
                String inode,
                List<String> names) {
            this.directory = directory;
            this.path = path;
            this.attributes = attributes;
            this.inode = inode;
            this.names = names.toArray(new String[0]);
        }

        String name() {
            return Objects.requireNonNull(names[next]);
        }

        /// Begins the folder, if it has not begun.
        void enter(Feed feed) throws InterruptedException {
            if (!entered) {
                entered = true;
                feed.send(new Step.Enter(path, attributes));
            }
        }

        /// What stands under the name at `next`.
        FileStat stat(Disk disk) throws IOException, InterruptedException {
            if (next - start >= stats.size()) {
                Arrays.fill(names, start, next, null);
                start = next;
                List<String> some =
                        Arrays.stream(names, next, Math.min(names.length, next + LOOK_AHEAD))
                                .map(Objects::requireNonNull)
                                .toList();
                try {
                    stats = disk.stat(directory, some);
                } catch (IOException oneOfThem) {
                    // The failure belongs to its own name, which may be left out or come later.
                    stats = List.of(disk.stat(directory.resolve(name())));
                }
            }
            return stats.get(next - start);
        }
    }

    /// For what stands at `root`, which was looked at before.
    ///
    /// @param references refers to files instead of storing their bytes, null to store them
    DiskSource(
            Disk disk,
            Path root,
            String rootName,
            FileStat rootStat,
            Tree.AddRules rules,
            @Nullable FileReferences references) {
        this.disk = disk;
        this.root = root;
        this.rootName = rootName;
        this.rootStat = rootStat;
        this.rules = rules;
        this.ignore = IgnoreRules.of(rules.ignore());
        this.references = references;
    }

    @Override
    public boolean isEntries() {
        return false;
    }

    @Override
    public long total() {
        return rootStat.type() == FileType.FILE ? rootStat.size() : -1;
    }

    @Override
    public void feed(Feed feed) throws InterruptedException {
        Path at = root;
        try {
            Deque<Frame> open = new ArrayDeque<>();
            visit(feed, open, root, rootName, rootStat);
            while (!open.isEmpty()) {
                Frame frame = open.getLast();
                if (frame.next == frame.names.length) {
                    open.removeLast();
                    if (frame.entered) {
                        feed.send(new Step.Leave());
                    }
                    continue;
                }
                String name = frame.name();
                at = frame.directory.resolve(name);
                FileStat stat = frame.stat(disk);
                frame.next++;
                String path = frame.path + "/" + name;
                if (!ignores(feed, path, stat.type() == FileType.DIRECTORY)) {
                    frame.enter(feed);
                    visit(feed, open, at, path, stat);
                }
            }
        } catch (IOException e) {
            throw Failures.of(e, at.toString());
        }
    }

    private boolean ignores(Feed feed, String path, boolean folder) {
        return feed.plan().ignores(path, folder)
                || ignore.excludes(path.substring(path.indexOf('/') + 1), folder);
    }

    private void visit(Feed feed, Deque<Frame> open, Path at, String path, FileStat stat)
            throws IOException, InterruptedException {
        switch (stat.type()) {
            case DIRECTORY -> folder(feed, open, at, path, stat);
            case FILE -> file(feed, at, path, stat);
            case SYMLINK -> link(feed, open, at, path, stat);
            case FIFO, SOCKET, DEVICE, OTHER -> throw special(at, stat.type());
        }
    }

    private void folder(Feed feed, Deque<Frame> open, Path at, String path, FileStat stat)
            throws IOException, InterruptedException {
        if (open.size() >= DEPTH_MAX) {
            throw Failures.limit(
                    "folder "
                            + root
                            + " is nested more than "
                            + DEPTH_MAX
                            + " levels deep: add its parts one by one");
        }
        List<String> names = disk.list(at);
        if (!rules.hidden()) {
            names = names.stream().filter(name -> !name.startsWith(".")).toList();
        }
        if (names.size() > ENTRIES_MAX) {
            throw Failures.limit(
                    "folder "
                            + at
                            + " has more than "
                            + ENTRIES_MAX
                            + " entries: split it and add the parts");
        }
        Frame frame = new Frame(at, path, attributes(feed, stat), stat.inode(), names);
        if (open.isEmpty() || feed.plan().input().emptyDirs()) {
            frame.enter(feed);
        }
        open.addLast(frame);
    }

    private void link(Feed feed, Deque<Frame> open, Path at, String path, FileStat stat)
            throws IOException, InterruptedException {
        boolean follow =
                switch (rules.dereference()) {
                    case NEVER -> false;
                    case ROOT -> open.isEmpty();
                    case ALWAYS -> true;
                };
        if (!follow) {
            String target = disk.readLink(at);
            feed.send(new Step.Link(path, target, feed.plan().attributes(null, stat.modified())));
            return;
        }
        Path real = disk.realPath(at);
        FileStat target = disk.stat(real);
        for (Frame around : open) {
            if (around.inode.equals(target.inode())) {
                throw new OperationFailed(
                        ErrorCode.INVALID_ARGUMENT,
                        "cannot add "
                                + at
                                + ": the symbolic link leads back to "
                                + real
                                + ", a folder around it. Add it without following symbolic links");
            }
        }
        visit(feed, open, real, path, target);
    }

    private static OperationFailed special(Path at, FileType type) {
        String what =
                type == FileType.FIFO ? "named pipe (FIFO)" : type.name().toLowerCase(Locale.ROOT);
        return new OperationFailed(
                ErrorCode.INVALID_ARGUMENT,
                "cannot add "
                        + at
                        + ": it is a "
                        + what
                        + ". Only files, folders and symbolic links can be added: remove it or"
                        + " leave it out; nothing was added");
    }

    private static Attributes attributes(Feed feed, FileStat stat) {
        return feed.plan().attributes(stat.mode(), stat.modified());
    }

    private void file(Feed feed, Path at, String path, FileStat stat)
            throws IOException, InterruptedException {
        Step.BeginFile begin = new Step.BeginFile(path, attributes(feed, stat), referrer(at, stat));
        ImportProfile profile = feed.plan().profile();
        if (stat.size() <= profile.chunker().minSize()) {
            feed.small(begin, (int) stat.size(), buffer -> readSmall(at, stat, buffer));
            return;
        }
        feed.send(begin);
        try (DiskFile file = disk.open(at, OpenMode.read().noFollow())) {
            if (profile.chunker() instanceof FixedSize(int chunkSize)) {
                long position = 0;
                while (position < stat.size()) {
                    int size = (int) Math.min(chunkSize, stat.size() - position);
                    ByteBuffer buffer = feed.take(size);
                    fill(file, at, stat, buffer, position);
                    position += size;
                    feed.chunk(profile, buffer);
                }
            } else {
                long[] position = new long[1];
                StreamReader.chunks(
                        feed, begin, -1, target -> read(file, at, stat, target, position));
            }
            requireSame(at, stat, disk.stat(at));
        }
        feed.send(new Step.EndFile());
    }

    /// Refers to a file as it is now, where that was asked for.
    private @Nullable Referrer referrer(Path at, FileStat stat)
            throws IOException, InterruptedException {
        return references == null ? null : references.referrer(at, stat);
    }

    private void readSmall(Path at, FileStat stat, ByteBuffer buffer)
            throws IOException, InterruptedException {
        FileStat now;
        try {
            now = disk.readSmall(at, buffer);
        } catch (IOException e) {
            throw Failures.of(e, at.toString());
        }
        requireSame(at, stat, now);
        if (buffer.hasRemaining()) {
            throw changed(
                    at, "it shrank from " + stat.size() + " to " + buffer.position() + " bytes");
        }
        buffer.flip();
    }

    /// Fills the buffer from `position` and flips it.
    private static void fill(
            DiskFile file, Path at, FileStat stat, ByteBuffer buffer, long position)
            throws IOException, InterruptedException {
        long from = position;
        while (buffer.hasRemaining()) {
            int count = file.read(buffer, from);
            if (count < 0) {
                throw changed(at, "it shrank from " + stat.size() + " to " + from + " bytes");
            }
            from += count;
        }
        buffer.flip();
    }

    /// Reads on from where `position` says, up to the size that the file had.
    private static int read(
            DiskFile file, Path at, FileStat stat, ByteBuffer target, long[] position)
            throws IOException, InterruptedException {
        long left = stat.size() - position[0];
        if (left == 0) {
            return -1;
        }
        int limit = target.limit();
        target.limit((int) Math.min(limit, target.position() + left));
        int count = file.read(target, position[0]);
        target.limit(limit);
        if (count < 0) {
            throw changed(at, "it shrank from " + stat.size() + " to " + position[0] + " bytes");
        }
        position[0] += count;
        return count;
    }

    private static void requireSame(Path at, FileStat before, FileStat now) {
        if (!now.inode().equals(before.inode()) || now.type() != before.type()) {
            throw changed(at, "it was replaced");
        }
        if (now.size() != before.size()) {
            throw changed(at, "its size went from " + before.size() + " to " + now.size());
        }
        if (!now.modified().equals(before.modified())) {
            throw changed(at, "it was written to at " + now.modified());
        }
    }

    private static OperationFailed changed(Path at, String how) {
        return new OperationFailed(
                ErrorCode.CONFLICT,
                "file "
                        + at
                        + " changed while it was added: "
                        + how
                        + ". Nothing was added; add it again when it is quiet");
    }
}
