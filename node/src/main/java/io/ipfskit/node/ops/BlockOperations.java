package io.ipfskit.node.ops;

import io.ipfskit.node.Node;
import io.ipfskit.operation.Access;
import io.ipfskit.operation.Bound;
import io.ipfskit.operation.ByteStream;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.Operation;

import java.util.List;

/// Group `block`: single blocks, whatever is in them.
public final class BlockOperations {
    private static final String EXAMPLE =
            "{\"cid\": \"bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e\"}";

    /// Stores a block.
    public static final Operation<BlockPutInput, BlockStat> PUT =
            Operation.named("block", "put", BlockPutInput.class, BlockStat.class)
                    .summary("Stores bytes as one block.")
                    .route(Operation.Verb.POST, "/block/put")
                    .access(Access.WRITE)
                    .hints(Operation.Hint.IDEMPOTENT)
                    .takes(Operation.BodyIn.BYTES)
                    .example("a dag-cbor block", "{\"cid_codec\": \"dag-cbor\"}")
                    .errors(
                            ErrorCode.INVALID_ARGUMENT,
                            ErrorCode.NOT_FOUND,
                            ErrorCode.RESOURCE_EXHAUSTED)
                    .build();

    /// Gives a block.
    public static final Operation<BlockInput, ByteStream> GET =
            Operation.named("block", "get", BlockInput.class, ByteStream.class)
                    .summary("Gives the bytes of a block.")
                    .get("/block/get/{cid}")
                    .givesBytes()
                    .example("a block", EXAMPLE)
                    .errors(ErrorCode.INVALID_ARGUMENT, ErrorCode.NOT_FOUND, ErrorCode.INTEGRITY)
                    .build();

    /// Says how large a block is.
    public static final Operation<BlockInput, BlockStat> STAT =
            Operation.named("block", "stat", BlockInput.class, BlockStat.class)
                    .summary("Says how large a block is.")
                    .get("/block/stat/{cid}")
                    .example("a block", EXAMPLE)
                    .errors(ErrorCode.INVALID_ARGUMENT, ErrorCode.NOT_FOUND)
                    .build();

    /// Removes blocks.
    public static final Operation<BlockRmInput, BlocksRemoved> RM =
            Operation.named("block", "rm", BlockRmInput.class, BlocksRemoved.class)
                    .summary("Removes blocks that no pin and no running operation needs.")
                    .route(Operation.Verb.POST, "/block/rm")
                    .access(Access.WRITE)
                    .hints(Operation.Hint.DESTRUCTIVE)
                    .givesRows(BlockOutcome.class)
                    .example(
                            "a block, if it is here",
                            "{\"cids\":"
                                + " [\"bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e\"],"
                                + " \"force\": true}")
                    .errors(ErrorCode.INVALID_ARGUMENT, ErrorCode.INTEGRITY)
                    .build();

    private BlockOperations() {}

    /// The operations of this group, done by `node`.
    public static List<Bound<?, ?>> bind(Node node) {
        return List.of(
                PUT.to((input, call) -> node.dag().blocks().put(input, call)),
                GET.to((input, call) -> node.dag().blocks().get(input)),
                STAT.to((input, call) -> node.dag().blocks().stat(input)),
                RM.to((input, call) -> node.gc().remove(input, call::item, call::progress)));
    }
}
