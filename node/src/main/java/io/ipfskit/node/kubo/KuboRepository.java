package io.ipfskit.node.kubo;

import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.DiskLock;
import io.ipfskit.anyio.FileStat;
import io.ipfskit.anyio.FileType;
import io.ipfskit.node.Failures;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/// A Kubo repository that nobody works on, open for reading. Close it.
final class KuboRepository implements AutoCloseable {
    /// The oldest version that is read.
    static final int VERSION_MIN = 16;

    /// The newest version that is read.
    static final int VERSION_MAX = 18;

    private static final int SMALL_FILE_MAX = 64 << 10;
    private static final Pattern VERSION = Pattern.compile("[0-9]{1,9}");
    private static final String LOCK = "repo.lock";

    private final Disk disk;
    private final Path root;
    private final int version;
    private final Path blocks;
    private final ShardFunction shard;
    private final Path datastore;
    private final @Nullable DiskLock lock;
    private final boolean lockFileWasThere;

    private KuboRepository(
            Disk disk,
            Path root,
            int version,
            Path blocks,
            ShardFunction shard,
            Path datastore,
            @Nullable DiskLock lock,
            boolean lockFileWasThere) {
        this.disk = disk;
        this.root = root;
        this.version = version;
        this.blocks = blocks;
        this.shard = shard;
        this.datastore = datastore;
        this.lock = lock;
        this.lockFileWasThere = lockFileWasThere;
    }

    /// Looks at the repository and keeps Kubo from working on it, where its lock's file is there.
    ///
    /// @throws OperationFailed `not_found` or `invalid_argument` when there is no repository,
    ///   `conflict` while a Kubo holds it, `unsupported` for another version or another datastore
    static KuboRepository open(Disk disk, Path given) throws InterruptedException {
        DiskLock lock = null;
        try {
            Path root = disk.realPath(given);
            int version = version(disk, root);
            boolean wasThere = disk.exists(root.resolve(LOCK));
            lock = wasThere ? lock(disk, root.resolve(LOCK)) : null;
            DatastoreSpec spec =
                    DatastoreSpec.parse(
                            SourceFolder.read(
                                    disk, root.resolve("datastore_spec"), SMALL_FILE_MAX));
            Path blocks = SourceFolder.folder(disk, root, spec.blocks());
            requireShard(disk, blocks, spec.shard());
            Path datastore = SourceFolder.folder(disk, root, spec.rest());
            KuboRepository opened =
                    new KuboRepository(
                            disk, root, version, blocks, spec.shard(), datastore, lock, wasThere);
            lock = null;
            return opened;
        } catch (IOException e) {
            throw Failures.of(e, "Kubo repository " + given);
        } finally {
            if (lock != null) {
                lock.close();
            }
        }
    }

    private static int version(Disk disk, Path root) throws IOException, InterruptedException {
        String text;
        try {
            byte[] bytes = SourceFolder.read(disk, root.resolve("version"), SMALL_FILE_MAX);
            text = new String(bytes, StandardCharsets.UTF_8).strip();
        } catch (NoSuchFileException absent) {
            throw new OperationFailed(
                    ErrorCode.INVALID_ARGUMENT,
                    root
                            + " is no Kubo repository, it has no file version: name the folder that"
                            + " IPFS_PATH names, ~/.ipfs for example",
                    absent);
        }
        int version = VERSION.matcher(text).matches() ? Integer.parseInt(text) : -1;
        if (version < VERSION_MIN || version > VERSION_MAX) {
            throw new OperationFailed(
                    ErrorCode.UNSUPPORTED,
                    "the Kubo repository "
                            + root
                            + " has version "
                            + (version < 0 ? "that is no number" : version)
                            + ", this program reads versions "
                            + VERSION_MIN
                            + " to "
                            + VERSION_MAX
                            + (version > VERSION_MAX
                                    ? ": use a newer ipfs-kit"
                                    : ": let a newer Kubo migrate it first"));
        }
        return version;
    }

    /// Kubo locks the whole file as POSIX does it, and so does `Disk`.
    private static @Nullable DiskLock lock(Disk disk, Path file)
            throws IOException, InterruptedException {
        FileStat stat = disk.stat(file);
        if (stat.type() != FileType.FILE || stat.size() > 0) {
            throw held(file, "its lock is no empty file");
        }
        DiskLock lock;
        try {
            lock = disk.tryLock(file);
        } catch (IOException e) {
            String why = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
            if (why.contains("read-only file system")) {
                return null; // where no Kubo can run either
            }
            throw e;
        }
        if (lock == null) {
            throw held(file, "a running Kubo, or another import, holds its lock");
        }
        return lock;
    }

    private static OperationFailed held(Path file, String why) {
        return new OperationFailed(
                ErrorCode.CONFLICT,
                "the Kubo repository "
                        + file.getParent()
                        + " is in use: "
                        + why
                        + ". Stop its daemon (ipfs shutdown), then import again; nothing was"
                        + " imported");
    }

    private static void requireShard(Disk disk, Path blocks, ShardFunction told)
            throws IOException, InterruptedException {
        byte[] bytes = SourceFolder.read(disk, blocks.resolve(FlatFs.SHARDING), SMALL_FILE_MAX);
        String text = new String(bytes, StandardCharsets.UTF_8).strip();
        if (!text.equals(told.toString())) {
            throw new OperationFailed(
                    ErrorCode.INTEGRITY,
                    "the file "
                            + blocks.resolve(FlatFs.SHARDING)
                            + " does not say "
                            + told
                            + ", as datastore_spec does");
        }
    }

    /// Where no file of a lock was: Kubo makes one when it starts, and removes it when it stops.
    ///
    /// @throws OperationFailed `conflict` when there is one now
    void requireQuiet() throws InterruptedException {
        try {
            if (!lockFileWasThere && disk.exists(root.resolve(LOCK))) {
                throw new OperationFailed(
                        ErrorCode.CONFLICT,
                        "a Kubo was started on "
                                + root
                                + " during the import: what was imported stays; stop it and import"
                                + " again for the rest");
            }
        } catch (IOException e) {
            throw Failures.of(e, "Kubo repository " + root);
        }
    }

    /// The folder, with all links resolved.
    Path root() {
        return root;
    }

    /// Its version.
    int version() {
        return version;
    }

    /// The folder with the blocks.
    Path blocks() {
        return blocks;
    }

    /// How its blocks are spread.
    ShardFunction shard() {
        return shard;
    }

    /// The folder with the LevelDB.
    Path datastore() {
        return datastore;
    }

    @Override
    public void close() {
        if (lock != null) {
            lock.close();
        }
    }
}
