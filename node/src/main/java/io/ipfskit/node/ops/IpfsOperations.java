package io.ipfskit.node.ops;

import io.ipfskit.node.Node;
import io.ipfskit.node.content.Content;
import io.ipfskit.operation.Access;
import io.ipfskit.operation.Bound;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.Operation;

import java.util.List;

/// Group `ipfs`: content in, content out.
public final class IpfsOperations {
    private static final String CID = "bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e";
    private static final String EXAMPLE = "{\"path\": \"" + CID + "\"}";

    /// Adds a file, a stream or a folder.
    public static final Operation<AddInput, Added> ADD =
            Operation.named("ipfs", "add", AddInput.class, Added.class)
                    .summary("Adds a file, a folder or what a URL names, and pins it.")
                    .route(Operation.Verb.POST, "/ipfs/add")
                    .access(Access.WRITE)
                    .hints(Operation.Hint.IDEMPOTENT)
                    .takes(Operation.BodyIn.TREE)
                    .givesRows(AddedEntry.class)
                    .example("the CID of content, without storing it", "{\"only_hash\": true}")
                    .errors(
                            ErrorCode.INVALID_ARGUMENT,
                            ErrorCode.NOT_FOUND,
                            ErrorCode.PERMISSION_DENIED,
                            ErrorCode.CONFLICT,
                            ErrorCode.RESOURCE_EXHAUSTED,
                            ErrorCode.UNAVAILABLE,
                            ErrorCode.TIMEOUT)
                    .build();

    /// Adds a JSON value.
    public static final Operation<AddJsonInput, DagPut> ADD_JSON =
            Operation.named("ipfs", "add_json", AddJsonInput.class, DagPut.class)
                    .summary("Adds a JSON value as one node and pins it.")
                    .route(Operation.Verb.POST, "/ipfs/add_json")
                    .access(Access.WRITE)
                    .hints(Operation.Hint.IDEMPOTENT)
                    .takes(Operation.BodyIn.BYTES)
                    .example("as dag-cbor", "{\"codec\": \"dag-cbor\"}")
                    .errors(
                            ErrorCode.INVALID_ARGUMENT,
                            ErrorCode.NOT_FOUND,
                            ErrorCode.RESOURCE_EXHAUSTED)
                    .build();

    /// Gives the bytes of a file, or a range of them.
    public static final Operation<CatInput, Content> CAT =
            Operation.named("ipfs", "cat", CatInput.class, Content.class)
                    .summary("Gives the bytes of a file, or a range of them.")
                    .get("/ipfs/cat/{path...}")
                    .givesBytes()
                    .example("a whole file", EXAMPLE)
                    .errors(ErrorCode.INVALID_ARGUMENT, ErrorCode.NOT_FOUND, ErrorCode.INTEGRITY)
                    .build();

    /// Gives a file or folder as an archive.
    public static final Operation<GetInput, Content> GET =
            Operation.named("ipfs", "get", GetInput.class, Content.class)
                    .summary("Gives a file or folder as a TAR archive, or a file as it is.")
                    .get("/ipfs/get/{path...}")
                    .givesBytes()
                    .example("a file or folder as TAR", EXAMPLE)
                    .errors(ErrorCode.INVALID_ARGUMENT, ErrorCode.NOT_FOUND, ErrorCode.INTEGRITY)
                    .build();

    /// Lists a folder.
    public static final Operation<LsInput, Listed> LS =
            Operation.named("ipfs", "ls", LsInput.class, Listed.class)
                    .summary("Lists the entries of a folder.")
                    .get("/ipfs/ls/{path...}")
                    .givesRows(LsEntry.class)
                    .example("all entries", EXAMPLE)
                    .errors(ErrorCode.INVALID_ARGUMENT, ErrorCode.NOT_FOUND, ErrorCode.INTEGRITY)
                    .build();

    /// Says what a path is.
    public static final Operation<StatInput, Stat> STAT =
            Operation.named("ipfs", "stat", StatInput.class, Stat.class)
                    .summary("Says what a path is and how large.")
                    .get("/ipfs/stat/{path...}")
                    .example("a file", EXAMPLE)
                    .errors(ErrorCode.INVALID_ARGUMENT, ErrorCode.NOT_FOUND, ErrorCode.INTEGRITY)
                    .build();

    /// Says whether a path can be reached here.
    public static final Operation<ExistsInput, Exists> EXISTS =
            Operation.named("ipfs", "exists", ExistsInput.class, Exists.class)
                    .summary("Says whether a path resolves and its block is here.")
                    .get("/ipfs/exists/{path...}")
                    .example("a file", EXAMPLE)
                    .errors(ErrorCode.INVALID_ARGUMENT, ErrorCode.INTEGRITY)
                    .build();

    /// Says who this node is.
    public static final Operation<IdInput, Id> ID =
            Operation.named("ipfs", "id", IdInput.class, Id.class)
                    .summary("Says who this node is: peer id, addresses, protocols.")
                    .get("/ipfs/id")
                    .example("this node", "{}")
                    .build();

    private IpfsOperations() {}

    /// The operations of this group, done by `node`.
    public static List<Bound<?, ?>> bind(Node node) {
        return List.of(
                ADD.to((input, call) -> node.add().add(input, call)),
                ADD_JSON.to((input, call) -> node.dag().addJson(input, call)),
                CAT.to((input, call) -> node.content().cat(input)),
                GET.to((input, call) -> node.content().get(input)),
                LS.to((input, call) -> node.content().ls(input, call::item)),
                STAT.to((input, call) -> node.content().stat(input)),
                EXISTS.to((input, call) -> node.content().exists(input)),
                ID.to((input, call) -> node.id()));
    }
}
