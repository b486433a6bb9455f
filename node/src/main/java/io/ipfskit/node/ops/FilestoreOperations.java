package io.ipfskit.node.ops;

import io.ipfskit.node.Node;
import io.ipfskit.operation.Access;
import io.ipfskit.operation.Bound;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.Operation;

import java.util.List;

/// Group `filestore`: blocks that are kept by reference. What shows where files of the node's
/// machine are needs access admin.
public final class FilestoreOperations {
    /// Lists references.
    public static final Operation<FilestoreInput, ReferencesListed> LS =
            Operation.named("filestore", "ls", FilestoreInput.class, ReferencesListed.class)
                    .summary(
                            "Lists the blocks that are kept by reference, and where their bytes"
                                    + " are.")
                    .get("/filestore/ls")
                    .access(Access.ADMIN)
                    .givesRows(BlockReference.class)
                    .example("all", "{}")
                    .errors(ErrorCode.INVALID_ARGUMENT, ErrorCode.NOT_FOUND)
                    .build();

    /// Reads and hashes what references lead to.
    public static final Operation<FilestoreInput, ReferencesVerified> VERIFY =
            Operation.named("filestore", "verify", FilestoreInput.class, ReferencesVerified.class)
                    .summary("Reads and hashes the bytes that references lead to.")
                    .route(Operation.Verb.POST, "/filestore/verify")
                    .access(Access.ADMIN)
                    .hints(Operation.Hint.READ_ONLY, Operation.Hint.IDEMPOTENT)
                    .givesRows(ReferenceVerdict.class)
                    .example("all", "{}")
                    .errors(ErrorCode.INVALID_ARGUMENT, ErrorCode.NOT_FOUND)
                    .build();

    /// Lists blocks that are here twice.
    public static final Operation<FilestoreDupsInput, DuplicatesListed> DUPS =
            Operation.named("filestore", "dups", FilestoreDupsInput.class, DuplicatesListed.class)
                    .summary(
                            "Lists the blocks whose bytes are stored although there is a"
                                    + " reference.")
                    .get("/filestore/dups")
                    .givesRows(DuplicateBlock.class)
                    .example("all", "{}")
                    .build();

    private FilestoreOperations() {}

    /// The operations of this group, done by `node`.
    public static List<Bound<?, ?>> bind(Node node) {
        return List.of(
                LS.to((input, call) -> node.filestore().list(input, call::item)),
                VERIFY.to((input, call) ->
                        node.filestore().verify(input, call::item, call::progress)),
                DUPS.to((_, call) -> node.filestore().duplicates(call::item)));
    }
}
