package io.ipfskit.node.dag;

import io.ipfskit.anyio.Compute;
import io.ipfskit.anyio.Disk;
import io.ipfskit.blockstore.BlockStore;
import io.ipfskit.blockstore.WriteSession;
import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.BlockSource;
import io.ipfskit.ipld.codec.Codecs;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.MultiformatException;
import io.ipfskit.node.Failures;
import io.ipfskit.node.gc.Hold;
import io.ipfskit.node.gc.Holds;
import io.ipfskit.node.ops.BlockInput;
import io.ipfskit.node.ops.BlockPutInput;
import io.ipfskit.node.ops.BlockStat;
import io.ipfskit.node.ops.PinAddInput;
import io.ipfskit.node.pins.PinService;
import io.ipfskit.operation.ByteStream;
import io.ipfskit.operation.Call;
import io.ipfskit.operation.OperationFailed;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Single blocks. Thread-safe.
public final class BlockService {
    /// Bytes of the largest block that is stored at all.
    static final int BIG_BLOCK_MAX = 8 * 1024 * 1024;

    private final Disk disk;
    private final BlockStore blocks;
    private final PinService pins;
    private final Holds holds;

    BlockService(Disk disk, BlockStore blocks, PinService pins, Holds holds) {
        this.holds = holds;
        this.disk = disk;
        this.blocks = blocks;
        this.pins = pins;
    }

    /// Bytes of the largest block that a call may store.
    static int blockMax(boolean allowBigBlock) {
        return allowBigBlock ? BIG_BLOCK_MAX : Block.MAX_NETWORK_SIZE;
    }

    /// Stores the bytes that came with the call as one block. Durable, and pinned if that was asked
    /// for, when it returns.
    ///
    /// @throws OperationFailed `invalid_argument` without bytes or with too many; `not_found` when
    ///   it is to be pinned and something below it is not here: then the block is stored all the
    ///   same
    public BlockStat put(BlockPutInput input, Call call) throws InterruptedException {
        try {
            int max = blockMax(input.allowBigBlock());
            ByteBuffer bytes = Body.readAll(call, disk, max);
            int codec =
                    Codecs.standard()
                            .named(input.cidCodec())
                            .orElseThrow(() ->
                                    OperationFailed.invalidField(
                                            "cid_codec", "is not a known codec"))
                            .code();
            Block block = Compute.call(() -> Block.of(1, codec, bytes));
            store(block, input.pin(), call);
            return new BlockStat(block.cid().toString(), block.size());
        } catch (IOException e) {
            throw Failures.of(e, "the block");
        }
    }

    /// Makes a block durable, and pins it if asked to.
    void store(Block block, boolean pin, Call call) throws IOException, InterruptedException {
        try (Hold hold = holds.open("block.put")) {
            try (WriteSession session = hold.over(blocks.openSession())) {
                session.put(block);
                session.commit();
            }
            if (pin) {
                pins.add(PinAddInput.of(block.cid().toString(), true, null), call::progress);
            }
        }
    }

    /// The bytes of a block.
    ///
    /// @throws OperationFailed `not_found` if it is not here
    public ByteStream get(BlockInput input) throws InterruptedException {
        Cid cid = cid(input.cid());
        try {
            Block block = BlockSource.fetch(blocks, cid);
            return new BufferStream(block.bytes(), "application/vnd.ipld.raw", cid + ".raw");
        } catch (IOException e) {
            throw Failures.of(e, cid.toString());
        }
    }

    /// How large a block is.
    ///
    /// @throws OperationFailed `not_found` if it is not here
    public BlockStat stat(BlockInput input) throws InterruptedException {
        Cid cid = cid(input.cid());
        try {
            long size = cid.isIdentity() ? Block.inline(cid).size() : blocks.size(cid);
            return new BlockStat(cid.toString(), size);
        } catch (IOException e) {
            throw Failures.of(e, cid.toString());
        }
    }

    private static Cid cid(String text) {
        try {
            return Cid.parse(text);
        } catch (MultiformatException e) {
            throw OperationFailed.invalidField("cid", String.valueOf(e.getMessage()));
        }
    }
}
