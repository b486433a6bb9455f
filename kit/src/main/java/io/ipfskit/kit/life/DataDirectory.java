package io.ipfskit.kit.life;

import io.ipfskit.anyio.Clock;
import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.DiskLock;
import io.ipfskit.anyio.FileStat;
import io.ipfskit.anyio.FileType;
import io.ipfskit.kit.life.StartRefused.Reason;
import io.ipfskit.wal.log.DurableDirectories;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The directory that holds everything a node keeps, locked by this process.
///
/// ```text
/// version       "ipfs-kit data 1\n": magic and version of the layout, written once
/// lock          locked by the owner while it runs; its content means nothing
/// owner         who holds the lock: process id, host, start time; for messages only
/// config.toml   configuration, optional
/// identity      private key, 0600
/// blocks/ log/ index/ cache/ keys/ logs/
/// api gateway   addresses of the running server, as Kubo writes them
/// local         secret of the running server, 0600: who can read it may name files to add
/// ```
///
/// Belongs to the task that opened it and to who it is passed to; [#close()] frees the lock.
public final class DataDirectory {
    /// The version of the layout that this program writes.
    public static final int VERSION = 1;

    private static final String MAGIC = "ipfs-kit data ";
    private static final Pattern VERSION_TEXT = Pattern.compile(MAGIC + "([0-9]{1,9})\\s*");
    private static final List<String> FOLDERS =
            List.of("keys", "blocks", "log", "index", "cache", "logs");

    private final Disk disk;
    private final Path path;
    private final DiskLock lock;

    private DataDirectory(Disk disk, Path path, DiskLock lock) {
        this.disk = disk;
        this.path = path;
        this.lock = lock;
    }

    /// Opens the directory, making it if there is none, and takes its lock.
    ///
    /// @throws StartRefused when another process owns it (`DATA_IN_USE`, names the owner), it is of
    ///   a newer version (`NEWER_DATA`), is damaged, or cannot be written (`NOT_WRITABLE`)
    /// @throws InterruptedException when cancelled; the lock is free then
    public static DataDirectory open(Disk disk, Path path) throws InterruptedException {
        try {
            requireDirectory(disk, path);
            DurableDirectories.create(disk, path, 0700);
            checkVersion(disk, path);
            DiskLock lock = disk.tryLock(path.resolve("lock"));
            if (lock == null) {
                throw new StartRefused(
                        Reason.DATA_IN_USE,
                        "data directory "
                                + path
                                + " is in use by "
                                + owner(disk, path)
                                + "; stop that one first, or use another --data-dir");
            }
            boolean done = false;
            try {
                for (String folder : FOLDERS) {
                    disk.createDirectories(path.resolve(folder), 0700);
                }
                DataDirectory directory = new DataDirectory(disk, path, lock);
                directory.writeOwner();
                directory.forget("api");
                directory.forget("gateway");
                directory.forget("local");
                if (!disk.exists(path.resolve("version"))) {
                    byte[] text = (MAGIC + VERSION + "\n").getBytes(StandardCharsets.UTF_8);
                    disk.writeAtomically(path.resolve("version"), text, 0600);
                }
                done = true;
                return directory;
            } finally {
                if (!done) {
                    lock.close();
                }
            }
        } catch (IOException e) {
            throw refused(path, e);
        }
    }

    /// The directory.
    public Path path() {
        return path;
    }

    /// Writes the address files; null removes one.
    ///
    /// @param api the API's multiaddr, as `ipfs --api $(cat api)` takes it
    /// @param gateway the gateway's URL
    public void publish(@Nullable String api, @Nullable String gateway)
            throws IOException, InterruptedException {
        publishOne("api", api);
        publishOne("gateway", gateway);
    }

    /// Removes the address files and frees the lock. Idempotent.
    public void close() throws InterruptedException {
        try {
            forget("api");
            forget("gateway");
            forget("local");
            forget("owner");
        } catch (IOException e) {
            System.getLogger(DataDirectory.class.getName())
                    .log(System.Logger.Level.WARNING, "cannot remove address files in " + path, e);
        } finally {
            lock.close();
        }
    }

    private void publishOne(String name, @Nullable String address)
            throws IOException, InterruptedException {
        if (address == null) {
            forget(name);
        } else {
            disk.writeAtomically(
                    path.resolve(name), address.getBytes(StandardCharsets.UTF_8), 0644);
        }
    }

    private void forget(String name) throws IOException, InterruptedException {
        try {
            disk.delete(path.resolve(name));
        } catch (NoSuchFileException _) {
            // Not there: nothing to remove.
        }
    }

    private void writeOwner() throws IOException, InterruptedException {
        String host = System.getenv().getOrDefault("HOSTNAME", "this host");
        String text =
                "process %d on %s since %s\n"
                        .formatted(ProcessHandle.current().pid(), host, Clock.now().toString());
        disk.writeAtomically(path.resolve("owner"), text.getBytes(StandardCharsets.UTF_8), 0600);
    }

    private static String owner(Disk disk, Path path) throws InterruptedException {
        try {
            String text =
                    new String(disk.readAll(path.resolve("owner"), 1024), StandardCharsets.UTF_8);
            String line = text.lines().findFirst().orElse("");
            return line.isBlank() ? "another process" : line.replaceAll("[^ -~]", "?");
        } catch (IOException _) {
            return "another process that has not told its id yet";
        }
    }

    private static void requireDirectory(Disk disk, Path path)
            throws IOException, InterruptedException {
        try {
            FileStat stat = disk.stat(path);
            if (stat.type() != FileType.DIRECTORY && stat.type() != FileType.SYMLINK) {
                throw new StartRefused(
                        Reason.NOT_WRITABLE,
                        "data directory "
                                + path
                                + " is a "
                                + stat.type().name().toLowerCase(Locale.ROOT)
                                + ", not a directory");
            }
        } catch (NoSuchFileException _) {
            // It will be made.
        }
    }

    private static void checkVersion(Disk disk, Path path)
            throws IOException, InterruptedException {
        String text;
        try {
            text = new String(disk.readAll(path.resolve("version"), 256), StandardCharsets.UTF_8);
        } catch (NoSuchFileException _) {
            return;
        }
        Matcher matcher = VERSION_TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new StartRefused(
                    Reason.DAMAGED,
                    "file "
                            + path.resolve("version")
                            + " does not say \"ipfs-kit data N\"; this is no data directory of"
                            + " ipfs-kit, or it is damaged");
        }
        int version = Integer.parseInt(matcher.group(1));
        if (version > VERSION) {
            throw new StartRefused(
                    Reason.NEWER_DATA,
                    "data directory "
                            + path
                            + " has version "
                            + version
                            + ", this program knows versions up to "
                            + VERSION
                            + "; use the newer ipfs-kit that wrote it");
        }
        if (version < 1) {
            throw new StartRefused(
                    Reason.DAMAGED,
                    "file " + path.resolve("version") + " names version " + version);
        }
    }

    private static StartRefused refused(Path path, IOException e) {
        String told = String.valueOf(e.getMessage());
        boolean readOnly =
                e instanceof FileSystemException && told.contains("Read-only file system");
        if (e instanceof AccessDeniedException || readOnly) {
            return new StartRefused(
                    Reason.NOT_WRITABLE,
                    "data directory "
                            + path
                            + " cannot be written: "
                            + (readOnly
                                    ? "read-only file system"
                                    : "permission denied for " + told),
                    e);
        }
        return new StartRefused(
                Reason.NOT_WRITABLE,
                "data directory "
                        + path
                        + " cannot be used: "
                        + e.getClass().getSimpleName()
                        + ": "
                        + told,
                e);
    }
}
