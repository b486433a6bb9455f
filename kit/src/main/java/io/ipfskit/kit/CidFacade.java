package io.ipfskit.kit;

import io.ipfskit.node.ops.CidBase;
import io.ipfskit.node.ops.CidCode;
import io.ipfskit.node.ops.CidFormatInput;
import io.ipfskit.node.ops.CidFormatted;
import io.ipfskit.node.ops.CidInput;
import io.ipfskit.node.ops.CidInspected;
import io.ipfskit.node.ops.CidOperations;
import io.ipfskit.node.ops.CidTable;
import io.ipfskit.node.ops.CidTableInput;

/// Group `cid`: CIDs as text. For work on many of them use `multiformats` directly.
///
/// All methods fail with [io.ipfskit.operation.OperationFailed], and with [InterruptedException]
/// when the caller is cancelled.
public final class CidFacade {
    private final IpfsKit kit;

    CidFacade(IpfsKit kit) {
        this.kit = kit;
    }

    /// The CID converted and shown by a pattern.
    public CidFormatted format(CidFormatInput input) throws InterruptedException {
        return kit.call(CidOperations.FORMAT, input);
    }

    /// The parts of a CID.
    public CidInspected inspect(String cid) throws InterruptedException {
        return kit.call(CidOperations.INSPECT, new CidInput(cid));
    }

    /// The CIDv1 in base32.
    public CidFormatted base32(String cid) throws InterruptedException {
        return kit.call(CidOperations.BASE32, new CidInput(cid));
    }

    /// The multibase encodings. The caller closes them.
    public Items<CidBase, CidTable> bases() throws InterruptedException {
        return kit.items(CidOperations.BASES, CidBase.class, new CidTableInput(), CallOptions.NONE);
    }

    /// The registered codecs of blocks. The caller closes them.
    public Items<CidCode, CidTable> codecs() throws InterruptedException {
        return kit.items(
                CidOperations.CODECS, CidCode.class, new CidTableInput(), CallOptions.NONE);
    }

    /// The hash functions that blocks are verified with. The caller closes them.
    public Items<CidCode, CidTable> hashes() throws InterruptedException {
        return kit.items(
                CidOperations.HASHES, CidCode.class, new CidTableInput(), CallOptions.NONE);
    }
}
