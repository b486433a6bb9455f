package io.ipfskit.kit;

import io.ipfskit.node.kubo.KuboImport;
import io.ipfskit.node.ops.BadBlock;
import io.ipfskit.node.ops.Collected;
import io.ipfskit.node.ops.KuboImported;
import io.ipfskit.node.ops.KuboProblem;
import io.ipfskit.node.ops.RemovedBlock;
import io.ipfskit.node.ops.RepoGcInput;
import io.ipfskit.node.ops.RepoImportKuboInput;
import io.ipfskit.node.ops.RepoOperations;
import io.ipfskit.node.ops.RepoStat;
import io.ipfskit.node.ops.RepoStatInput;
import io.ipfskit.node.ops.RepoVerifyInput;
import io.ipfskit.node.ops.Verified;

import java.nio.file.Path;

/// Group `repo`: the repository as a whole.
///
/// All methods fail with [io.ipfskit.operation.OperationFailed], and with [InterruptedException]
/// when the caller is cancelled.
public final class RepoFacade {
    private final IpfsKit kit;

    RepoFacade(IpfsKit kit) {
        this.kit = kit;
    }

    /// How much it holds.
    public RepoStat stat() throws InterruptedException {
        return kit.call(RepoOperations.STAT, new RepoStatInput());
    }

    /// Reads and hashes every block again; the rows are the bad ones. The caller closes them.
    public Items<BadBlock, Verified> verify() throws InterruptedException {
        return kit.items(
                RepoOperations.VERIFY, BadBlock.class, new RepoVerifyInput(), CallOptions.NONE);
    }

    /// Removes the blocks that no pin and no running operation needs, and gives their space back to
    /// the file system; the rows are the blocks. The caller closes them.
    ///
    /// @param dryRun only tells which they are
    public Items<RemovedBlock, Collected> gc(boolean dryRun) throws InterruptedException {
        return kit.items(
                RepoOperations.GC,
                RemovedBlock.class,
                new RepoGcInput(dryRun, false),
                CallOptions.NONE);
    }

    /// Imports blocks, pins, files and keys of a Kubo repository, which is only read and must not
    /// be in use; the rows are what was not taken. The caller closes them.
    ///
    /// @param repository its folder, on the node's own machine
    public Items<KuboProblem, KuboImported> importKubo(Path repository, RepoImportKuboInput options)
            throws InterruptedException {
        return kit.items(
                RepoOperations.IMPORT_KUBO,
                KuboProblem.class,
                options,
                CallOptions.NONE.withTree(KuboImport.folder(repository)));
    }
}
