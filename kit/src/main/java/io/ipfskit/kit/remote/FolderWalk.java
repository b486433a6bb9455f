package io.ipfskit.kit.remote;

import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.FileStat;
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
    private record Open(Path folder, String path, Iterator<String> names) {}

    private final Disk disk;
    private final Path root;
    private final boolean hidden;
    private final ArrayDeque<Open> open = new ArrayDeque<>();
    private boolean started;

    FolderWalk(Disk disk, Tree.OfPath tree) {
        this.disk = disk;
        this.root = tree.path().toAbsolutePath().normalize();
        this.hidden = tree.rules().hidden();
    }

    @Override
    public Tree.@Nullable Entry next() throws IOException, InterruptedException {
        if (!started) {
            started = true;
            // As the local walk does: a link is taken as a link, also at the root.
            Path name = root.getFileName();
            return entry(root, name == null ? "root" : name.toString());
        }
        while (!open.isEmpty()) {
            Open top = open.peek();
            if (!top.names().hasNext()) {
                open.pop();
                continue;
            }
            String name = top.names().next();
            if (hidden || !name.startsWith(".")) {
                return entry(top.folder().resolve(name), top.path() + "/" + name);
            }
        }
        return null;
    }

    private Tree.Entry entry(Path at, String path) throws IOException, InterruptedException {
        FileStat stat = disk.stat(at);
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
                open.push(new Open(at, path, names.iterator()));
                yield new Tree.Entry(path, Tree.Kind.DIRECTORY, null, null, mode, stat.modified());
            }
            case FIFO, SOCKET, DEVICE, OTHER ->
                    throw new OperationFailed(
                            ErrorCode.INVALID_ARGUMENT,
                            "cannot add "
                                    + at
                                    + ": it is neither file, folder nor symlink, but "
                                    + stat.type());
        };
    }
}
