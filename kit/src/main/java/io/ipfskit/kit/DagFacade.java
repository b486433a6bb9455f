package io.ipfskit.kit;

import io.ipfskit.node.ops.DagGetInput;
import io.ipfskit.node.ops.DagImportInput;
import io.ipfskit.node.ops.DagImported;
import io.ipfskit.node.ops.DagOperations;
import io.ipfskit.node.ops.DagPathInput;
import io.ipfskit.node.ops.DagPut;
import io.ipfskit.node.ops.DagPutInput;
import io.ipfskit.node.ops.DagResolvedPath;
import io.ipfskit.node.ops.DagStat;
import io.ipfskit.operation.ByteSource;
import io.ipfskit.operation.ByteStream;

/// Group `dag`: nodes of any codec, and archives of DAGs. A path is a CID, or `/ipfs/CID/names/…`.
///
/// All methods fail with [io.ipfskit.operation.OperationFailed], and with [InterruptedException]
/// when the caller is cancelled.
public final class DagFacade {
    private final IpfsKit kit;

    DagFacade(IpfsKit kit) {
        this.kit = kit;
    }

    /// Stores a node. Durable when it returns.
    public DagPut put(ByteSource node, DagPutInput options) throws InterruptedException {
        return kit.call(DagOperations.PUT, options, CallOptions.NONE.withBytes(node));
    }

    /// A node, or a part of one. The caller closes it.
    public ByteStream get(DagGetInput input) throws InterruptedException {
        return kit.stream(DagOperations.GET, input, CallOptions.NONE);
    }

    /// Where a path leads.
    public DagResolvedPath resolve(String path) throws InterruptedException {
        return kit.call(DagOperations.RESOLVE, new DagPathInput(path));
    }

    /// How many blocks are below a root, and how many bytes they have.
    public DagStat stat(String path) throws InterruptedException {
        return kit.call(DagOperations.STAT, new DagPathInput(path));
    }

    /// Everything below a root as a CARv1. The caller closes it.
    public ByteStream export(String path) throws InterruptedException {
        return kit.stream(DagOperations.EXPORT, new DagPathInput(path), CallOptions.NONE);
    }

    /// Stores all blocks of a CAR, all or none, and pins its roots. Durable when it returns.
    public DagImported importCar(ByteSource car, DagImportInput options)
            throws InterruptedException {
        return kit.call(DagOperations.IMPORT, options, CallOptions.NONE.withBytes(car));
    }
}
