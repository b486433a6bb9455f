package io.ipfskit.node.ops;

import io.ipfskit.node.Node;
import io.ipfskit.operation.Access;
import io.ipfskit.operation.Bound;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.Operation;

import java.util.List;

/// Group `repo`: the repository as a whole.
public final class RepoOperations {
    /// Says how much the repository holds.
    public static final Operation<RepoStatInput, RepoStat> STAT =
            Operation.named("repo", "stat", RepoStatInput.class, RepoStat.class)
                    .summary("Says how much the repository holds.")
                    .get("/repo/stat")
                    .example("this repository", "{}")
                    .build();

    /// Hashes every block again.
    public static final Operation<RepoVerifyInput, Verified> VERIFY =
            Operation.named("repo", "verify", RepoVerifyInput.class, Verified.class)
                    .summary("Reads and hashes every block again and names the bad ones.")
                    .route(Operation.Verb.POST, "/repo/verify")
                    .hints(Operation.Hint.READ_ONLY, Operation.Hint.IDEMPOTENT)
                    .givesRows(BadBlock.class)
                    .example("this repository", "{}")
                    .build();

    /// Removes what nothing needs.
    public static final Operation<RepoGcInput, Collected> GC =
            Operation.named("repo", "gc", RepoGcInput.class, Collected.class)
                    .summary("Removes the blocks that no pin needs and frees their space.")
                    .route(Operation.Verb.POST, "/repo/gc")
                    .access(Access.WRITE)
                    .hints(Operation.Hint.DESTRUCTIVE)
                    .givesRows(RemovedBlock.class)
                    .example("what would be removed", "{\"dry_run\": true}")
                    .errors(ErrorCode.CONFLICT, ErrorCode.INTEGRITY)
                    .build();

    /// Takes over a repository of Kubo.
    public static final Operation<RepoImportKuboInput, KuboImported> IMPORT_KUBO =
            Operation.named("repo", "import_kubo", RepoImportKuboInput.class, KuboImported.class)
                    .summary(
                            "Imports blocks, pins, files and keys of a Kubo repository, which is"
                                    + " only read.")
                    .route(Operation.Verb.POST, "/repo/import-kubo")
                    .access(Access.ADMIN)
                    .hints(Operation.Hint.IDEMPOTENT)
                    .takes(Operation.BodyIn.TREE)
                    .givesRows(KuboProblem.class)
                    .exempt(
                            Operation.Door.MCP,
                            "it reads private keys from a folder: a person does that, at the"
                                    + " command line of the node's machine")
                    .example("what would be imported", "{\"dry_run\": true}")
                    .errors(
                            ErrorCode.INVALID_ARGUMENT,
                            ErrorCode.NOT_FOUND,
                            ErrorCode.PERMISSION_DENIED,
                            ErrorCode.CONFLICT,
                            ErrorCode.UNSUPPORTED,
                            ErrorCode.INTEGRITY,
                            ErrorCode.RESOURCE_EXHAUSTED)
                    .build();

    private RepoOperations() {}

    /// The operations of this group, done by `node`.
    public static List<Bound<?, ?>> bind(Node node) {
        return List.of(
                STAT.to((input, call) -> node.repo().stat()),
                VERIFY.to((input, call) -> node.repo().verify(call::item, call::progress)),
                GC.to((input, call) -> node.gc().collect(input, call::item, call::progress)),
                IMPORT_KUBO.to((input, call) -> node.kubo().run(input, call)));
    }
}
