package io.ipfskit.kit.tar;

import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.DiskFile;
import io.ipfskit.anyio.FileType;
import io.ipfskit.anyio.OpenMode;
import io.ipfskit.anyio.Rng;
import io.ipfskit.kit.ProgressSink;
import io.ipfskit.operation.ByteStream;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;
import io.ipfskit.operation.Progress;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Writes what a node sends as TAR to this machine's disk, whole or not at all.
///
/// The node may be a stranger: names are checked again here. Everything is written under a fresh
/// name beside the target, which is renamed at the end; a failure or a cancellation removes it.
///
/// Invariant: every file is made new in a folder that this extraction made itself, so that nothing
/// is ever written through a symbolic link or over something.
public final class TarExtractor {
    private static final int NAME_BYTES_MAX = 255;
    private static final int BUFFER = 256 << 10;

    private final Disk disk;
    private final TarReader tar;
    private final @Nullable ProgressSink progress;
    private final Set<String> folders = new HashSet<>();

    /// Folders with what they get at the end.
    private final List<Marked> marked = new ArrayList<>();

    private record Marked(Path at, int mode, Instant modified) {}

    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    private long files;
    private long bytes;

    /// What was written.
    ///
    /// @param files files and symbolic links
    /// @param bytes bytes of the files
    public record Extracted(long files, long bytes) {}

    /// Reads from `tar`, which stays open, and writes to `disk`.
    ///
    /// @param progress told what was written, or null
    public TarExtractor(Disk disk, ByteStream tar, @Nullable ProgressSink progress) {
        this.disk = disk;
        this.tar = new TarReader(tar);
        this.progress = progress;
    }

    /// Writes the archive itself to `target`, which must not exist.
    ///
    /// @throws OperationFailed `already_exists` when there is something at `target`
    /// @throws InterruptedException when the caller is cancelled; nothing stays behind
    public static Extracted save(
            Disk disk, ByteStream tar, Path target, @Nullable ProgressSink progress)
            throws InterruptedException {
        Path part = fresh(target);
        return whole(
                disk,
                part,
                target,
                () -> {
                    long done = 0;
                    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
                    try (DiskFile file = disk.open(part, OpenMode.readWrite().createNew())) {
                        while (tar.read(buffer.clear()) >= 0) {
                            buffer.flip();
                            int count = buffer.remaining();
                            file.write(buffer, done);
                            done += count;
                            if (progress != null) {
                                progress.progress(new Progress("write", done, -1, "bytes", null));
                            }
                        }
                    }
                    return new Extracted(1, done);
                });
    }

    /// Extracts to `target`, which must not exist: a file, a link or a folder, as it comes.
    ///
    /// @throws OperationFailed `already_exists` when there is something at `target`, `integrity`
    ///   when the archive is damaged or means harm
    /// @throws InterruptedException when the caller is cancelled; nothing stays behind
    public Extracted extract(Path target) throws InterruptedException {
        Path part = fresh(target);
        return whole(
                disk,
                part,
                target,
                () -> {
                    TarReader.Member root = tar.next();
                    if (root == null) {
                        throw unsafe("", "the archive is empty");
                    }
                    String rootName = root.path();
                    if (rootName.indexOf('/') >= 0) {
                        throw unsafe(rootName, "it is not below the root of the archive");
                    }
                    write(root, part, "");
                    for (TarReader.Member m = tar.next(); m != null; m = tar.next()) {
                        if (!m.path().startsWith(rootName + "/")) {
                            throw unsafe(m.path(), "it is not below the root of the archive");
                        }
                        String below = m.path().substring(rootName.length() + 1);
                        write(m, resolve(part, below), below);
                    }
                    attributes();
                    return new Extracted(files, bytes);
                });
    }

    /// The place of a member, whose folder was made here.
    private Path resolve(Path part, String below) {
        int slash = below.lastIndexOf('/');
        String folder = slash < 0 ? "" : below.substring(0, slash);
        String name = below.substring(slash + 1);
        if (name.isEmpty()
                || slash == 0
                || name.equals(".")
                || name.equals("..")
                || name.indexOf('\0') >= 0
                || (name.indexOf('\\') >= 0 && part.getFileSystem().getSeparator().equals("\\"))
                || name.getBytes(StandardCharsets.UTF_8).length > NAME_BYTES_MAX) {
            throw unsafe(below, "it cannot be the name of a file");
        }
        if (!folders.contains(folder)) {
            throw unsafe(below, "its folder is not in the archive");
        }
        return (folder.isEmpty() ? part : part.resolve(folder)).resolve(name);
    }

    private void write(TarReader.Member member, Path at, String below)
            throws IOException, InterruptedException {
        switch (member.type()) {
            case DIRECTORY -> {
                if (disk.exists(at)) {
                    throw unsafe(below, "it is there twice");
                }
                disk.createDirectories(at, 0755);
                folders.add(below);
                marked.add(new Marked(at, member.mode() & 0777, member.modified()));
            }
            case SYMLINK -> {
                String target = member.target();
                if (target == null || target.isEmpty() || target.indexOf('\0') >= 0) {
                    throw unsafe(below, "its target cannot be that of a link");
                }
                disk.symlink(at, target);
                files++;
            }
            case FILE -> {
                file(member, at);
                files++;
            }
        }
    }

    /// Gives folders their modes and times, once nothing more is written into them.
    private void attributes() throws IOException, InterruptedException {
        for (Marked folder : marked.reversed()) {
            if (folder.mode != 0 && folder.mode != 0755) {
                // the owner keeps the right to remove what is in it
                disk.setMode(folder.at, folder.mode | 0700);
            }
            setModified(folder.at, folder.modified);
        }
    }

    private void setModified(Path at, Instant modified) throws IOException, InterruptedException {
        if (modified.isAfter(Instant.EPOCH)) {
            disk.setModified(at, modified);
        }
    }

    private void file(TarReader.Member member, Path at) throws IOException, InterruptedException {
        int mode = member.mode() & 0777;
        OpenMode open = OpenMode.readWrite().createNew().noFollow();
        try (DiskFile file = disk.open(at, open.permissions(mode == 0 ? 0644 : mode | 0600))) {
            long position = 0;
            while (tar.read(buffer.clear()) >= 0) {
                buffer.flip();
                int count = buffer.remaining();
                file.write(buffer, position);
                position += count;
                bytes += count;
                if (progress != null) {
                    progress.progress(new Progress("write", bytes, -1, "bytes", member.path()));
                }
            }
        }
        setModified(at, member.modified());
    }

    private interface Writing {
        Extracted run() throws IOException, InterruptedException;
    }

    private static Extracted whole(Disk disk, Path part, Path target, Writing writing)
            throws InterruptedException {
        boolean done = false;
        try {
            Extracted extracted = writing.run();
            if (disk.exists(target)) {
                throw exists(target);
            }
            disk.rename(part, target);
            done = true;
            return extracted;
        } catch (FileAlreadyExistsException twice) {
            throw unsafe(
                    String.valueOf(twice.getFile()),
                    "another entry has this name, or one that this disk takes for the same");
        } catch (AccessDeniedException denied) {
            throw new OperationFailed(
                    ErrorCode.PERMISSION_DENIED, "may not write " + denied.getFile(), denied);
        } catch (IOException failed) {
            throw new OperationFailed(
                    ErrorCode.UNAVAILABLE,
                    "cannot write " + target + ": " + failed.getMessage(),
                    failed);
        } finally {
            if (!done) {
                CancelScope.shield(scope -> {
                    remove(disk, part);
                    return true;
                });
            }
        }
    }

    private static Path fresh(Path target) {
        Path name = target.getFileName();
        if (name == null) {
            throw exists(target);
        }
        long number = Rng.nextLong() & Long.MAX_VALUE;
        return target.resolveSibling(".ipfs-kit-" + Long.toString(number, 36) + ".part");
    }

    private static OperationFailed exists(Path target) {
        return new OperationFailed(
                ErrorCode.ALREADY_EXISTS, target + " exists already; remove it, or name another");
    }

    private static OperationFailed unsafe(String name, String why) {
        return new OperationFailed(
                ErrorCode.INTEGRITY,
                "refused to write \"" + Printable.name(name) + "\" of the archive: " + why);
    }

    /// Removes a tree without following links and without recursion.
    private static void remove(Disk disk, Path root) throws InterruptedException {
        try {
            if (!disk.exists(root)) {
                return;
            }
            ArrayDeque<Path> open = new ArrayDeque<>();
            ArrayDeque<Path> emptied = new ArrayDeque<>();
            open.push(root);
            while (!open.isEmpty()) {
                Path at = open.pop();
                if (disk.stat(at).type() != FileType.DIRECTORY) {
                    disk.delete(at);
                    continue;
                }
                emptied.push(at);
                for (String name : disk.list(at)) {
                    open.push(at.resolve(name));
                }
            }
            for (Path folder : emptied) {
                disk.delete(folder);
            }
        } catch (IOException left) {
            System.getLogger(TarExtractor.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "cannot remove " + root + ": " + left.getMessage());
        }
    }
}
