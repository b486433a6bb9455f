package io.ipfskit.kit;

import io.ipfskit.node.ops.BlockReference;
import io.ipfskit.node.ops.DuplicateBlock;
import io.ipfskit.node.ops.DuplicatesListed;
import io.ipfskit.node.ops.FilestoreDupsInput;
import io.ipfskit.node.ops.FilestoreInput;
import io.ipfskit.node.ops.FilestoreOperations;
import io.ipfskit.node.ops.ReferenceVerdict;
import io.ipfskit.node.ops.ReferencesListed;
import io.ipfskit.node.ops.ReferencesVerified;

/// Group `filestore`: blocks that are kept by reference to files and URLs.
///
/// All methods fail with [io.ipfskit.operation.OperationFailed], and with [InterruptedException]
/// when the caller is cancelled.
public final class FilestoreFacade {
    private final IpfsKit kit;

    FilestoreFacade(IpfsKit kit) {
        this.kit = kit;
    }

    /// The references. The caller closes them.
    public Items<BlockReference, ReferencesListed> ls() throws InterruptedException {
        return kit.items(
                FilestoreOperations.LS,
                BlockReference.class,
                new FilestoreInput(null),
                CallOptions.NONE);
    }

    /// Whether each reference leads to the bytes of its block, which are read and hashed. The
    /// caller closes them.
    public Items<ReferenceVerdict, ReferencesVerified> verify() throws InterruptedException {
        return kit.items(
                FilestoreOperations.VERIFY,
                ReferenceVerdict.class,
                new FilestoreInput(null),
                CallOptions.NONE);
    }

    /// The blocks whose bytes are stored although there is a reference to them. The caller closes
    /// them.
    public Items<DuplicateBlock, DuplicatesListed> dups() throws InterruptedException {
        return kit.items(
                FilestoreOperations.DUPS,
                DuplicateBlock.class,
                new FilestoreDupsInput(),
                CallOptions.NONE);
    }
}
