package io.ipfskit.kit.remote;

import static io.ipfskit.operation.Tree.Dereference.ALWAYS;
import static io.ipfskit.operation.Tree.Dereference.NEVER;

import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.FileStat;
import io.ipfskit.anyio.FileType;
import io.ipfskit.node.add.IgnoreRules;
import io.ipfskit.operation.ByteSource;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;
import io.ipfskit.operation.Tree;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;

/// The entries of a file or folder of this machine, a folder before what is in it. Memory grows
/// with the depth and the names of the folders that are open, not with the size of the tree.
final class FolderWalk implements Tree.EntrySource {
    private record Open(Path folder, String path, String inode, Iterator<String> names) {}

    private final Disk disk;
    private final Path root;
    private final Tree.AddRules rules;
    private final IgnoreRules ignore;
    private final ArrayDeque<Open> open = new ArrayDeque<>();
    private boolean started;

    FolderWalk(Disk disk, Tree.OfPath tree) {
        this.disk = disk;
        this.root = tree.path().toAbsolutePath().normalize();
        this.rules = tree.rules();
        this.ignore = IgnoreRules.of(rules.ignore());
    }

    @Override
    public Tree.@Nullable Entry next() throws IOException, InterruptedException {
        if (!started) {
            started = true;
            Path name = root.getFileName();
            String path = name == null ? "root" : name.toString();
            return entry(root, path, followed(root, disk.stat(root), rules.dereference() != NEVER));
        }
        while (!open.isEmpty()) {
            Open top = open.peek();
            if (!top.names().hasNext()) {
                open.pop();
                continue;
            }
            String name = top.names().next();
            if (rules.hidden() || !name.startsWith(".")) {
                Path at = top.folder().resolve(name);
                String path = top.path() + "/" + name;
                String below = path.substring(path.indexOf('/') + 1);
                FileStat stat = disk.stat(at);
                if (!ignore.excludes(below, stat.type() == FileType.DIRECTORY)) {
                    return entry(at, path, followed(at, stat, rules.dereference() == ALWAYS));
                }
            }
        }
        return null;
    }

    /// What stands somewhere.
    private record Found(Path at, FileStat stat) {}

    /// What stands at a path, or where the link at it leads.
    private Found followed(Path at, FileStat stat, boolean follow)
            throws IOException, InterruptedException {
        if (!follow || stat.type() != FileType.SYMLINK) {
            return new Found(at, stat);
        }
        Path real = disk.realPath(at);
        FileStat target = disk.stat(real);
        if (open.stream().anyMatch(around -> around.inode().equals(target.inode()))) {
            throw new OperationFailed(
                    ErrorCode.INVALID_ARGUMENT,
                    "cannot add "
                            + at
                            + ": the symbolic link leads back to "
                            + real
                            + ", a folder around it");
        }
        return new Found(real, target);
    }

    private Tree.Entry entry(Path named, String path, Found found)
            throws IOException, InterruptedException {
        Path at = found.at();
        FileStat stat = found.stat();
        int mode = stat.mode() & 07777;
        return switch (stat.type()) {
            case FILE ->
                    new Tree.Entry(
                            path, Tree.Kind.FILE, ByteSource.of(at), null, mode, stat.modified());
            case SYMLINK ->
                    new Tree.Entry(
                            path,
                            Tree.Kind.SYMLINK,
                            null,
                            disk.readLink(at),
                            mode,
                            stat.modified());
            case DIRECTORY -> {
                List<String> names = disk.list(at);
                open.push(new Open(at, path, stat.inode(), names.iterator()));
                yield new Tree.Entry(path, Tree.Kind.DIRECTORY, null, null, mode, stat.modified());
            }
            case FIFO, SOCKET, DEVICE, OTHER ->
                    throw new OperationFailed(
                            ErrorCode.INVALID_ARGUMENT,
                            "cannot add "
                                    + named
                                    + ": it is neither file, folder nor symlink, but "
                                    + stat.type());
        };
    }
}
