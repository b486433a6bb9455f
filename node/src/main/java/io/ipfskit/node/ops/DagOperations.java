package io.ipfskit.node.ops;

import io.ipfskit.node.Node;
import io.ipfskit.operation.Access;
import io.ipfskit.operation.Bound;
import io.ipfskit.operation.ByteStream;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.Operation;

import java.util.List;

/// Group `dag`: nodes of any codec, and archives of DAGs.
public final class DagOperations {
    private static final String EXAMPLE =
            "{\"path\": \"bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e\"}";

    /// Stores a node.
    public static final Operation<DagPutInput, DagPut> PUT =
            Operation.named("dag", "put", DagPutInput.class, DagPut.class)
                    .summary("Stores a node, from one codec to another.")
                    .route(Operation.Verb.POST, "/dag/put")
                    .access(Access.WRITE)
                    .hints(Operation.Hint.IDEMPOTENT)
                    .takes(Operation.BodyIn.BYTES)
                    .example("JSON as a dag-json block", "{\"store_codec\": \"dag-json\"}")
                    .errors(
                            ErrorCode.INVALID_ARGUMENT,
                            ErrorCode.NOT_FOUND,
                            ErrorCode.RESOURCE_EXHAUSTED)
                    .build();

    /// Gives a node.
    public static final Operation<DagGetInput, ByteStream> GET =
            Operation.named("dag", "get", DagGetInput.class, ByteStream.class)
                    .summary("Gives a node, or a part of one, in a codec of choice.")
                    .get("/dag/get/{path...}")
                    .givesBytes()
                    .example("a node in dag-json", EXAMPLE)
                    .errors(
                            ErrorCode.INVALID_ARGUMENT,
                            ErrorCode.NOT_FOUND,
                            ErrorCode.INTEGRITY,
                            ErrorCode.UNSUPPORTED)
                    .build();

    /// Says where a path leads.
    public static final Operation<DagPathInput, DagResolvedPath> RESOLVE =
            Operation.named("dag", "resolve", DagPathInput.class, DagResolvedPath.class)
                    .summary("Says to which block a path leads, and what remains of it.")
                    .get("/dag/resolve/{path...}")
                    .example("a root", EXAMPLE)
                    .errors(
                            ErrorCode.INVALID_ARGUMENT,
                            ErrorCode.NOT_FOUND,
                            ErrorCode.INTEGRITY,
                            ErrorCode.UNSUPPORTED)
                    .build();

    /// Says how large a DAG is.
    public static final Operation<DagPathInput, DagStat> STAT =
            Operation.named("dag", "stat", DagPathInput.class, DagStat.class)
                    .summary("Counts the blocks below a root and their bytes, each once.")
                    .get("/dag/stat/{path...}")
                    .example("a root", EXAMPLE)
                    .errors(
                            ErrorCode.INVALID_ARGUMENT,
                            ErrorCode.NOT_FOUND,
                            ErrorCode.INTEGRITY,
                            ErrorCode.UNSUPPORTED)
                    .build();

    /// Gives a DAG as an archive.
    public static final Operation<DagPathInput, ByteStream> EXPORT =
            Operation.named("dag", "export", DagPathInput.class, ByteStream.class)
                    .summary(
                            "Gives everything below a root as a CARv1, depth first, each block"
                                    + " once.")
                    .get("/dag/export/{path...}")
                    .givesBytes()
                    .example("a root", EXAMPLE)
                    .errors(
                            ErrorCode.INVALID_ARGUMENT,
                            ErrorCode.NOT_FOUND,
                            ErrorCode.INTEGRITY,
                            ErrorCode.UNSUPPORTED)
                    .build();

    /// Takes in an archive.
    public static final Operation<DagImportInput, DagImported> IMPORT =
            Operation.named("dag", "import", DagImportInput.class, DagImported.class)
                    .summary("Stores all blocks of a CARv1 or CARv2, and pins its roots.")
                    .route(Operation.Verb.POST, "/dag/import")
                    .access(Access.WRITE)
                    .hints(Operation.Hint.IDEMPOTENT)
                    .takes(Operation.BodyIn.BYTES)
                    .exempt(Operation.Door.JAVA, "import is a word of Java: it is dag().importCar")
                    .example("blocks without pins", "{\"pin_roots\": false}")
                    .errors(ErrorCode.INVALID_ARGUMENT, ErrorCode.RESOURCE_EXHAUSTED)
                    .build();

    private DagOperations() {}

    /// The operations of this group, done by `node`.
    public static List<Bound<?, ?>> bind(Node node) {
        return List.of(
                PUT.to((input, call) -> node.dag().put(input, call)),
                GET.to((input, call) -> node.dag().get(input)),
                RESOLVE.to((input, call) -> node.dag().resolve(input)),
                STAT.to((input, call) -> node.dag().stat(input, call::progress)),
                EXPORT.to((input, call) -> node.dag().export(input)),
                IMPORT.to((input, call) -> node.dag().importCar(input, call)));
    }
}
