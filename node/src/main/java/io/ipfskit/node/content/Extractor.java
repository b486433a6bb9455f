package io.ipfskit.node.content;

import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.DiskFile;
import io.ipfskit.anyio.FileType;
import io.ipfskit.anyio.OpenMode;
import io.ipfskit.anyio.Rng;
import io.ipfskit.ipld.BlockSource;
import io.ipfskit.ipld.unixfs.ContentPath;
import io.ipfskit.ipld.unixfs.FileReader;
import io.ipfskit.ipld.unixfs.PathResolver;
import io.ipfskit.ipld.unixfs.PathResolver.Symlinks;
import io.ipfskit.ipld.unixfs.UnixFsNode;
import io.ipfskit.node.Dags;
import io.ipfskit.node.Failures;
import io.ipfskit.operation.OperationFailed;
import io.ipfskit.operation.Progress;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/// Writes a file or folder of a DAG to this machine's disk, whole or not at all.
///
/// Everything is written under a fresh temporary name beside the target, which is renamed at the
/// end; a failure or cancellation removes it. Names are checked as for archives; symbolic links are
/// written as they are and nothing is ever written through one, because every name is new.
public final class Extractor {
    private static final int FILE_MODE = 0644;
    private static final int DIRECTORY_MODE = 0755;
    private static final int PRIVATE_MODE = 0700;
    private static final int WRITE_BYTES = 1024 * 1024;

    private final Disk disk;
    private final BlockSource blocks;

    /// Reads from `blocks`, writes to `disk`.
    public Extractor(Disk disk, BlockSource blocks) {
        this.disk = disk;
        this.blocks = blocks;
    }

    /// What was written.
    ///
    /// @param files files and symbolic links
    /// @param bytes bytes of the files
    public record Extracted(long files, long bytes) {}

    /// Extracts `path` to `target`, which must not exist; its folder must.
    ///
    /// @throws OperationFailed `already_exists` when there is something at `target`, `integrity`
    ///   when a name of the DAG is not safe
    public Extracted extract(String path, Path target, Consumer<Progress> progress)
            throws InterruptedException {
        ContentPath parsed = Dags.path(path);
        Path absolute = target.toAbsolutePath().normalize();
        Path name = absolute.getFileName();
        if (name == null) {
            throw ContentService.exists(target.toString());
        }
        Path temporary =
                absolute.resolveSibling(
                        ".ipfs-kit-" + Long.toUnsignedString(Rng.nextLong(), 36) + ".part");
        try {
            UnixFsNode root = PathResolver.read(blocks, parsed, Symlinks.FOLLOW_PARENTS);
            DagWalk.checkNames(blocks, root, parsed.toString());
            if (disk.exists(absolute)) {
                throw ContentService.exists(target.toString());
            }
            boolean done = false;
            try {
                Extracted extracted = write(root, temporary, progress);
                disk.rename(temporary, absolute);
                done = true;
                return extracted;
            } finally {
                if (!done) {
                    removeShielded(temporary);
                }
            }
        } catch (IOException e) {
            throw Failures.of(e, target.toString());
        }
    }

    private record Folder(Path path, UnixFsNode node) {}

    private Extracted write(UnixFsNode root, Path temporary, Consumer<Progress> progress)
            throws IOException, InterruptedException {
        DagWalk walk = new DagWalk(blocks, root, "");
        List<Folder> folders = new ArrayList<>();
        ByteBuffer buffer = ByteBuffer.allocateDirect(WRITE_BYTES);
        long files = 0;
        long bytes = 0;
        for (DagWalk.Visit v = walk.next(); v != null; v = walk.next()) {
            Path at = v.path().isEmpty() ? temporary : temporary.resolve(v.path().substring(1));
            switch (v.node()) {
                case UnixFsNode.Content file -> {
                    writeFile(file, at, buffer);
                    files++;
                    bytes += file.size();
                }
                case UnixFsNode.Folder folder -> {
                    disk.createDirectories(at, PRIVATE_MODE);
                    folders.add(new Folder(at, folder));
                }
                case UnixFsNode.SymlinkNode link -> {
                    disk.symlink(at, link.target());
                    Instant mtime = link.attributes().mtime();
                    if (mtime != null) {
                        disk.setModified(at, mtime);
                    }
                    files++;
                }
            }
            progress.accept(new Progress("write", bytes, -1, "bytes", v.path()));
        }
        for (Folder folder : folders.reversed()) {
            finish(folder.path, folder.node, DIRECTORY_MODE);
        }
        return new Extracted(files, bytes);
    }

    private void writeFile(UnixFsNode.Content node, Path at, ByteBuffer buffer)
            throws IOException, InterruptedException {
        FileReader reader =
                new FileReader(blocks, node, 0, Long.MAX_VALUE, FileReader.Prefetch.NONE);
        try (DiskFile file =
                disk.open(at, OpenMode.readWrite().createNew().permissions(FILE_MODE))) {
            long position = 0;
            while (true) {
                buffer.clear();
                int count = 0;
                while (buffer.hasRemaining() && count >= 0) {
                    count = reader.read(buffer);
                }
                buffer.flip();
                if (!buffer.hasRemaining()) {
                    break;
                }
                int size = buffer.remaining();
                file.write(buffer, position);
                position += size;
            }
        }
        if (!node.attributes().isEmpty()) {
            finish(at, node, FILE_MODE);
        }
    }

    private void finish(Path at, UnixFsNode node, int defaultMode)
            throws IOException, InterruptedException {
        int mode = node.attributes().mode();
        disk.setMode(at, mode == 0 ? defaultMode : mode & 0777);
        Instant mtime = node.attributes().mtime();
        if (mtime != null) {
            disk.setModified(at, mtime);
        }
    }

    private void removeShielded(Path temporary) throws InterruptedException {
        try {
            CancelScope.<@Nullable Void, IOException>shield(_ -> {
                remove(temporary);
                return null;
            });
        } catch (IOException e) {
            throw Failures.of(e, "temporary folder " + temporary);
        }
    }

    /// Removes a tree without following links and without recursion.
    private void remove(Path root) throws IOException, InterruptedException {
        if (!disk.exists(root)) {
            return;
        }
        Deque<Path> todo = new ArrayDeque<>();
        todo.add(root);
        while (!todo.isEmpty()) {
            Path path = todo.getLast();
            if (disk.stat(path).type() != FileType.DIRECTORY) {
                disk.delete(path);
                todo.removeLast();
                continue;
            }
            disk.setMode(path, PRIVATE_MODE);
            List<String> names = disk.list(path);
            if (names.isEmpty()) {
                disk.delete(path);
                todo.removeLast();
                continue;
            }
            names.forEach(name -> todo.addLast(path.resolve(name)));
        }
    }
}
