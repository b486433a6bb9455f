package io.ipfskit.node.gc;

import io.ipfskit.blockstore.BlockStore;
import io.ipfskit.blockstore.CompactOptions;
import io.ipfskit.blockstore.CompactionReport;
import io.ipfskit.node.Failures;
import io.ipfskit.node.Rows;
import io.ipfskit.node.ops.Collected;
import io.ipfskit.node.ops.RemovedBlock;
import io.ipfskit.node.ops.RepoGcInput;
import io.ipfskit.node.repository.RepositoryLog;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;
import io.ipfskit.operation.Progress;

import java.io.IOException;
import java.util.function.Consumer;

/// Removes what nothing needs, and gives its space back to the file system. Thread-safe; one
/// collection at a time.
///
/// Adds, pins and reads go on meanwhile. A collection that is cancelled, or ends with its process,
/// has removed some blocks that nothing needed and no others.
public final class GcService {
    private final BlockStore blocks;
    private final RepositoryLog repository;
    private final Holds holds;

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
                    report.segmentsFreed());
        } catch (PinIncomplete e) {
            throw new OperationFailed(ErrorCode.INTEGRITY, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw Failures.of(e, "collection of blocks");
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
        } catch (IllegalStateException another) {
            throw new OperationFailed(
                    ErrorCode.CONFLICT,
                    "a collection is running already: wait until it has ended",
                    another);
        }
    }
}
