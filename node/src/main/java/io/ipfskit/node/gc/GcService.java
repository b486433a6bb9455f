package io.ipfskit.node.gc;

import io.ipfskit.anyio.Lock;
import io.ipfskit.anyio.Time;
import io.ipfskit.blockstore.BlockStore;
import io.ipfskit.blockstore.CompactOptions;
import io.ipfskit.blockstore.CompactionReport;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.MultiformatException;
import io.ipfskit.node.Failures;
import io.ipfskit.node.Rows;
import io.ipfskit.node.ops.BlockRmInput;
import io.ipfskit.node.ops.BlocksRemoved;
import io.ipfskit.node.ops.Collected;
import io.ipfskit.node.ops.RemovedBlock;
import io.ipfskit.node.ops.RepoGcInput;
import io.ipfskit.node.repository.RepositoryLog;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.Failure;
import io.ipfskit.operation.OperationFailed;
import io.ipfskit.operation.Progress;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// Removes what nothing needs, and gives its space back to the file system. Thread-safe; one
/// collection at a time.
///
/// Adds, pins and reads go on meanwhile. A collection that is cancelled, or ends with its process,
/// has removed some blocks that nothing needed and no others.
public final class GcService {
    private static final Logger LOG = System.getLogger(GcService.class.getName());

    private final BlockStore blocks;
    private final RepositoryLog repository;
    private final Holds holds;

    /// Who removes blocks now; the others wait.
    private final Lock turn = new Lock();

    /// Whether a collection runs or waits for its turn.
    private final AtomicBoolean collecting = new AtomicBoolean();

    /// For the blocks and pins of one node.
    public GcService(BlockStore blocks, RepositoryLog repository, Holds holds) {
        this.blocks = blocks;
        this.repository = repository;
        this.holds = holds;
    }

    /// Collects; gives a row for each block that is removed, or with `dryRun` would be.
    ///
    /// @throws OperationFailed `conflict` while there is another collection; `integrity` when what
    ///   a pin needs is not known, since a block is missing or damaged: then nothing was removed
    public Collected collect(RepoGcInput input, Rows rows, Consumer<Progress> progress)
            throws InterruptedException {
        if (!collecting.compareAndSet(false, true)) {
            throw another(null);
        }
        try {
            return turn.withLock(() -> collectNow(input, rows, progress));
        } finally {
            collecting.set(false);
        }
    }

    /// Removes the blocks that are named, as far as no pin and no running operation needs them;
    /// gives a row for each that was removed or stays. Waits for a collection that is under way.
    /// Each batch of them is removed as a whole; a cancelled call has removed some.
    ///
    /// @throws OperationFailed `invalid_argument` when one of them is no CID, or there are none or
    ///   too many; `integrity` when what a pin needs is not known, since a block below it is
    ///   missing: then only what needed no look below pins was decided, and nothing was removed
    public BlocksRemoved remove(BlockRmInput input, Rows rows, Consumer<Progress> progress)
            throws InterruptedException {
        List<Cid> named = named(input.cids());
        return turn.withLock(() -> {
            try (Collector collector = begin(progress)) {
                return new NamedRemoval(blocks, collector, input, rows)
                        .run(named, repository.roots());
            } catch (PinIncomplete e) {
                throw new OperationFailed(ErrorCode.INTEGRITY, String.valueOf(e.getMessage()), e);
            } catch (IOException e) {
                throw Failures.of(e, "removal of blocks");
            }
        });
    }

    private static List<Cid> named(List<String> texts) {
        if (texts.isEmpty() || texts.size() > BlockRmInput.CIDS_MAX) {
            throw OperationFailed.invalidField(
                    "cids",
                    "must name 1 to "
                            + BlockRmInput.CIDS_MAX
                            + " blocks, there were "
                            + texts.size());
        }
        List<Cid> cids = new ArrayList<>(texts.size());
        for (String text : texts) {
            try {
                cids.add(Cid.parse(text));
            } catch (MultiformatException e) {
                throw OperationFailed.invalidField("cids", String.valueOf(e.getMessage()));
            }
        }
        return cids;
    }

    private Collected collectNow(RepoGcInput input, Rows rows, Consumer<Progress> progress)
            throws InterruptedException {
        try (Collector collector = begin(progress)) {
            collector.mark(repository.roots());
            collector.sweep(
                    input.dryRun(),
                    (cid, bytes) -> {
                        if (!input.quiet()) {
                            rows.give(new RemovedBlock(cid.toString(), bytes));
                        }
                    });
            CompactionReport report =
                    input.dryRun()
                            ? CompactionReport.NOTHING
                            : blocks.compact(CompactOptions.DEFAULT);
            return new Collected(
                    collector.removedBlocks(),
                    collector.removedBytes(),
                    collector.swept() - collector.removedBlocks(),
                    report.bytesSaved(),
                    report.segmentsFreed(),
                    report.damaged().size());
        } catch (PinIncomplete e) {
            throw new OperationFailed(ErrorCode.INTEGRITY, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw Failures.of(e, "collection of blocks");
        }
    }

    /// Collects whenever the blocks are as many bytes as `policy` says, until the caller is
    /// cancelled: the work of a service task. A collection that fails, or finds another one
    /// running, is logged, and tried again a period later.
    public void keepBelow(GcPolicy policy) throws InterruptedException {
        while (true) {
            Time.sleep(policy.period());
            long before = blocks.statistics().bytes();
            if (before >= policy.threshold()) {
                collectIfPossible(policy, before);
            }
        }
    }

    private void collectIfPossible(GcPolicy policy, long before) throws InterruptedException {
        try {
            Collected collected = collect(new RepoGcInput(false, true), _ -> {}, _ -> {});
            long after = blocks.statistics().bytes();
            LOG.log(
                    after >= policy.threshold() ? Level.WARNING : Level.INFO,
                    "blocks held {0} bytes of {1} allowed: collected {2} blocks, they hold {3}"
                            + " now{4}",
                    before,
                    policy.storageMax(),
                    collected.blocks(),
                    after,
                    after >= policy.threshold() ? "; the rest is pinned or in use" : "");
        } catch (OperationFailed failed) {
            LOG.log(Level.WARNING, "blocks were not collected: " + failed.getMessage(), failed);
        }
    }

    private Collector begin(Consumer<Progress> progress) {
        long total = blocks.statistics().blocks();
        Collector.Progress told =
                new Collector.Progress() {
                    @Override
                    public void marked(long count) {
                        progress.accept(new Progress("mark", count, -1, "blocks", null));
                    }

                    @Override
                    public void swept(long count) {
                        progress.accept(new Progress("sweep", count, total, "blocks", null));
                    }
                };
        try {
            return new Collector(blocks, holds, told);
        } catch (IllegalStateException other) {
            throw another(other);
        }
    }

    private static OperationFailed another(@Nullable Throwable cause) {
        return new OperationFailed(
                Failure.of(
                        ErrorCode.CONFLICT,
                        "a collection is running already: wait until it has ended"),
                cause);
    }
}
