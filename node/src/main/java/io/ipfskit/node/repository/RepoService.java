package io.ipfskit.node.repository;

import io.ipfskit.anyio.Compute;
import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.Meters;
import io.ipfskit.blockstore.BlockStore;
import io.ipfskit.blockstore.StoreStatistics;
import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.BlockNotFound;
import io.ipfskit.ipld.IntegrityException;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.node.Failures;
import io.ipfskit.node.Rows;
import io.ipfskit.node.filestore.ReferenceBroken;
import io.ipfskit.node.ops.BadBlock;
import io.ipfskit.node.ops.RepoStat;
import io.ipfskit.node.ops.Verified;
import io.ipfskit.operation.Progress;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.function.Consumer;

/// The repository as a whole.
public final class RepoService {
    private static final Logger LOG = System.getLogger(RepoService.class.getName());

    private static final int PROGRESS_EVERY = 64;

    private final Disk disk;
    private final Path directory;
    private final BlockStore blocks;
    private final RepositoryLog repository;
    private final Meters meters;

    /// For the repository in `directory`.
    ///
    /// @param meters are told the free space (`node_free_bytes`) whenever it is asked for
    public RepoService(
            Disk disk, Path directory, BlockStore blocks, RepositoryLog repository, Meters meters) {
        this.disk = disk;
        this.directory = directory;
        this.blocks = blocks;
        this.repository = repository;
        this.meters = Meters.safe(meters);
    }

    /// How much it holds.
    public RepoStat stat() throws InterruptedException {
        StoreStatistics store = blocks.statistics();
        try {
            long free = freeSpace();
            return new RepoStat(
                    store.blocks(),
                    store.bytes(),
                    store.deviceBytesWritten(),
                    store.segments(),
                    repository.pinCount(),
                    directory.toString(),
                    free);
        } catch (IOException e) {
            throw Failures.of(e, "data directory " + directory);
        }
    }

    /// Has the meters told the free space, before somebody looks at them. Where it cannot be read
    /// they keep what they were told last.
    public void tellFreeSpace() throws InterruptedException {
        try {
            freeSpace();
        } catch (IOException unknown) {
            LOG.log(Level.DEBUG, "the free space of " + directory + " cannot be read", unknown);
        }
    }

    private long freeSpace() throws IOException, InterruptedException {
        long free = disk.freeSpace(directory);
        meters.gauge("node_free_bytes").set((double) free);
        return free;
    }

    /// Reads and hashes every block, and gives a row for each bad one.
    public Verified verify(Rows rows, Consumer<Progress> progress) throws InterruptedException {
        long[] counts = new long[2];
        long total = blocks.statistics().blocks();
        try {
            blocks.forEach(cid -> {
                if (++counts[0] % PROGRESS_EVERY == 0) {
                    progress.accept(new Progress("verify", counts[0], total, "blocks", null));
                }
                if (!good(cid, rows)) {
                    counts[1]++;
                }
            });
        } catch (IOException e) {
            throw Failures.of(e, "block store in " + directory);
        }
        return new Verified(counts[0], counts[1]);
    }

    private boolean good(Cid cid, Rows rows) throws IOException, InterruptedException {
        try {
            Block block = blocks.get(cid);
            Compute.call(() -> Block.verified(cid, block.bytes()));
            return true;
        } catch (BlockNotFound e) {
            return true; // deleted meanwhile
        } catch (IntegrityException | ReferenceBroken e) {
            rows.give(new BadBlock(cid.toString(), String.valueOf(e.getMessage())));
            return false;
        }
    }
}
