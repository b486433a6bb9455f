package io.ipfskit.kit;

import io.ipfskit.node.ops.BlockInput;
import io.ipfskit.node.ops.BlockOperations;
import io.ipfskit.node.ops.BlockOutcome;
import io.ipfskit.node.ops.BlockPutInput;
import io.ipfskit.node.ops.BlockRmInput;
import io.ipfskit.node.ops.BlockStat;
import io.ipfskit.node.ops.BlocksRemoved;
import io.ipfskit.operation.ByteSource;
import io.ipfskit.operation.ByteStream;

/// Group `block`: single blocks, whatever is in them.
///
/// All methods fail with [io.ipfskit.operation.OperationFailed], and with [InterruptedException]
/// when the caller is cancelled.
public final class BlockFacade {
    private final IpfsKit kit;

    BlockFacade(IpfsKit kit) {
        this.kit = kit;
    }

    /// Stores bytes as one block. Durable when it returns.
    public BlockStat put(ByteSource bytes, BlockPutInput options) throws InterruptedException {
        return kit.call(BlockOperations.PUT, options, CallOptions.NONE.withBytes(bytes));
    }

    /// The bytes of a block. The caller closes them.
    public ByteStream get(String cid) throws InterruptedException {
        return kit.stream(BlockOperations.GET, new BlockInput(cid), CallOptions.NONE);
    }

    /// How large a block is.
    public BlockStat stat(String cid) throws InterruptedException {
        return kit.call(BlockOperations.STAT, new BlockInput(cid));
    }

    /// Removes the blocks that no pin and no running operation needs; the rows say what became of
    /// each. The caller closes them.
    public Items<BlockOutcome, BlocksRemoved> rm(BlockRmInput blocks) throws InterruptedException {
        return kit.items(BlockOperations.RM, BlockOutcome.class, blocks, CallOptions.NONE);
    }
}
