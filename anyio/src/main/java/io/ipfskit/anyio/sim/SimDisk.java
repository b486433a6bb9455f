package io.ipfskit.anyio.sim;

import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.DiskFile;
import io.ipfskit.anyio.Rng;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A disk in memory that fails, fills up, hangs, loses power and forgets then what was not synced.
///
/// **What survives a power loss.** Of a file: what [DiskFile#force] made durable, and of each
/// sector (512 bytes) written since any of its versions, in any order. Of a directory: the names
/// that [#forceDirectory] made durable, and any of the changes since; a new file has a name only
/// with that. A rename happens whole or not at all.
///
/// **Faults** come from a [DiskScript], or by the rates of [DiskFaults] and the seed. **Lives:** a
/// fault or [#goDown] ends a life, and every call fails until [#powerCycle] or [#restartProcess];
/// files and locks of an earlier life never work again. A failing test prints [#log].
///
/// Calls are made by tasks, as those of every [Disk]; they let other tasks run, take the time of
/// the run, and are cancelled like the real ones. Thread-safe. Paths are as on Linux, a relative
/// one begins at the root; the umask is 022.
public final class SimDisk extends SimDiskNames {
    /// The block size, to which direct access aligns.
    public static final int BLOCK = SimDiskNames.BLOCK_BYTES;

    /// Makes an empty disk on which nothing goes wrong.
    public SimDisk() {
        this(0, DiskFaults.NONE);
    }

    /// Makes an empty disk.
    ///
    /// @param seed decides what goes wrong, and what survives
    public SimDisk(long seed, DiskFaults faults) {
        this(seed, faults, SimDiskTree.empty());
    }

    private SimDisk(long seed, DiskFaults faults, SimDiskTree tree) {
        super(seed, faults, tree);
    }

    /// Makes an empty disk whose seed comes from the run: on `sim` from the run's seed.
    ///
    /// @throws IllegalStateException outside a run
    public static SimDisk ofRun(DiskFaults faults) {
        return new SimDisk(Rng.nextLong(), faults);
    }

    // ---- what tests do to it ----

    /// Asks `script` before each call from now on.
    public void script(DiskScript script) {
        requests.script(script);
    }

    /// Runs `action` each time the disk goes down: a host would stop its tasks. On the task whose
    /// call it was, or the caller of [#goDown].
    public void onDown(Runnable action) {
        requests.onDown(action);
    }

    /// Ends this life: every call fails from now on, those under way too.
    public void goDown() {
        requests.goDown("by the test", null);
    }

    /// Returns whether the disk is down.
    public boolean isDown() {
        return requests.isDown();
    }

    /// Begins a new life after a power loss, with what survives it.
    public void powerCycle() {
        requests.goUp(
                "after a power loss",
                () -> {
                    locks.clear();
                    tree = SimDiskSurvivors.of(tree, random);
                });
    }

    /// Begins a new life after the process was killed: what it wrote is seen, synced or not. What
    /// counts as clean after a failed sync may be gone, for the system may need its memory.
    public void restartProcess() {
        requests.goUp(
                "with a new process",
                () -> {
                    locks.clear();
                    evict(tree.root);
                });
    }

    private void evict(SimDiskDirectory directory) {
        for (SimDiskNode node : directory.names.values()) {
            if (node instanceof SimDiskDirectory below) {
                evict(below);
            } else if (node instanceof SimDiskContent content && random.nextBoolean()) {
                content.evict();
            }
        }
    }

    /// Returns a disk as it may be found after a power loss now; this one stays as it is. Each seed
    /// is one choice of what survives.
    public SimDisk afterPowerLoss(long seed) {
        synchronized (requests) {
            SimDisk after = new SimDisk(seed, DiskFaults.NONE);
            after.tree = SimDiskSurvivors.of(tree, after.random);
            after.ids = ids;
            return after;
        }
    }

    /// Returns an exact copy, all of it durable.
    public SimDisk copy() {
        synchronized (requests) {
            SimDisk copy = new SimDisk(0, DiskFaults.NONE, SimDiskSurvivors.settled(tree));
            copy.ids = ids;
            return copy;
        }
    }

    /// Lets the calls go on that are stuck now.
    public void release() {
        requests.release();
    }

    /// Sets the bytes that its files may take together.
    public void capacity(long bytes) {
        synchronized (requests) {
            capacity = bytes;
        }
    }

    /// Sets whether opening for direct access falls back to the page cache.
    public void refuseDirect(boolean refuses) {
        synchronized (requests) {
            refusesDirect = refuses;
        }
    }

    /// Returns the bytes of a file, from anywhere.
    ///
    /// @throws NoSuchFileException when there is no such file
    public byte[] content(Path path) throws IOException {
        synchronized (requests) {
            if (tree.walk(path, true).node() instanceof SimDiskContent content) {
                return content.copy();
            }
            throw new NoSuchFileException(path.toString());
        }
    }

    /// Makes a file, its directories and its bytes, all durable, from anywhere.
    public void content(Path path, byte[] bytes) throws IOException {
        synchronized (requests) {
            SimDiskDirectory at = tree.root;
            for (int i = 0; i < path.getNameCount() - 1; i++) {
                String name = path.getName(i).toString();
                SimDiskDirectory parent = at;
                SimDiskNode below =
                        at.names.computeIfAbsent(
                                name,
                                _ -> new SimDiskDirectory(++ids, 0755, Instant.EPOCH, parent));
                at.durableNames.put(name, below);
                if (!(below instanceof SimDiskDirectory directory)) {
                    throw new NotDirectoryException(path.toString());
                }
                at = directory;
            }
            SimDiskContent file = new SimDiskContent(++ids, 0644, Instant.EPOCH);
            file.settle(bytes, bytes.length);
            String name = String.valueOf(path.getFileName());
            at.names.put(name, file);
            at.durableNames.put(name, file);
        }
    }

    /// Removes a file, durably, from anywhere.
    ///
    /// @throws NoSuchFileException when there is no such file
    public void remove(Path path) throws IOException {
        synchronized (requests) {
            SimDiskTree.Place place = tree.walk(path, false);
            place.existing(path);
            place.directory().names.remove(place.name());
            place.directory().durableNames.remove(place.name());
        }
    }

    /// Changes one bit of a file, in memory and on the device: bit rot.
    ///
    /// @throws NoSuchFileException when there is no such file
    public void rot(Path path, long position, int bit) throws IOException {
        synchronized (requests) {
            if (!(tree.walk(path, true).node() instanceof SimDiskContent content)) {
                throw new NoSuchFileException(path.toString());
            }
            if (position < 0 || position >= content.size() || bit < 0 || bit > 7) {
                throw new IllegalArgumentException(
                        "no bit %d of byte %d in %s".formatted(bit, position, path));
            }
            content.flip((int) position, bit);
        }
    }

    /// Returns the paths of all files, in order.
    public List<Path> files() {
        synchronized (requests) {
            List<Path> files = new ArrayList<>();
            collect(tree.root, Path.of("/"), files);
            return files;
        }
    }

    private static void collect(SimDiskDirectory directory, Path path, List<Path> into) {
        directory.names.forEach((name, node) -> {
            if (node instanceof SimDiskDirectory below) {
                collect(below, path.resolve(name), into);
            } else if (node instanceof SimDiskContent) {
                into.add(path.resolve(name));
            }
        });
    }

    /// Returns the number of changing calls so far.
    public long changes() {
        return requests.changes();
    }

    /// Returns the number of calls so far with which something went wrong, crashes not counted.
    public long faults() {
        return requests.hits();
    }

    /// Returns the number of calls of one kind so far.
    public long count(DiskCall call) {
        return requests.count(call);
    }

    /// Returns how many files are open: none when everybody closed what he opened.
    public int openFiles() {
        synchronized (requests) {
            return openFiles;
        }
    }

    /// Returns what happened, the last 20,000 lines: each changing call, each fault, each end of a
    /// life.
    public List<String> log() {
        return requests.log();
    }
}
