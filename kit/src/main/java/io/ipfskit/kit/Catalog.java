package io.ipfskit.kit;

import io.ipfskit.kit.ops.AdminOperations;
import io.ipfskit.kit.ops.CliOperations;
import io.ipfskit.kit.ops.ConfigOperations;
import io.ipfskit.kit.ops.DaemonOperations;
import io.ipfskit.kit.ops.RuntimeOperations;
import io.ipfskit.kit.ops.TelemetryOperations;
import io.ipfskit.kit.ops.VersionOperations;
import io.ipfskit.node.ops.BlockOperations;
import io.ipfskit.node.ops.CidOperations;
import io.ipfskit.node.ops.DagOperations;
import io.ipfskit.node.ops.FilesOperations;
import io.ipfskit.node.ops.FilestoreOperations;
import io.ipfskit.node.ops.IpfsOperations;
import io.ipfskit.node.ops.PinOperations;
import io.ipfskit.node.ops.RepoOperations;
import io.ipfskit.operation.Operation;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// The declarations of all operations, without a node: for command lines, pages and remote callers.
/// A test holds it equal to the registry of a running node.
public final class Catalog {
    private static final List<Operation<?, ?>> ALL =
            List.of(
                    IpfsOperations.ADD,
                    IpfsOperations.ADD_JSON,
                    IpfsOperations.CAT,
                    IpfsOperations.GET,
                    IpfsOperations.LS,
                    IpfsOperations.STAT,
                    IpfsOperations.EXISTS,
                    IpfsOperations.ID,
                    DagOperations.PUT,
                    DagOperations.GET,
                    DagOperations.RESOLVE,
                    DagOperations.STAT,
                    DagOperations.EXPORT,
                    DagOperations.IMPORT,
                    BlockOperations.PUT,
                    BlockOperations.GET,
                    BlockOperations.STAT,
                    BlockOperations.RM,
                    FilestoreOperations.LS,
                    FilestoreOperations.VERIFY,
                    FilestoreOperations.DUPS,
                    FilesOperations.LS,
                    FilesOperations.STAT,
                    FilesOperations.READ,
                    FilesOperations.WRITE,
                    FilesOperations.MKDIR,
                    FilesOperations.RM,
                    FilesOperations.CP,
                    FilesOperations.MV,
                    FilesOperations.FLUSH,
                    FilesOperations.CHMOD,
                    FilesOperations.TOUCH,
                    FilesOperations.CHCID,
                    PinOperations.ADD,
                    PinOperations.RM,
                    PinOperations.LS,
                    PinOperations.UPDATE,
                    PinOperations.VERIFY,
                    RepoOperations.STAT,
                    RepoOperations.VERIFY,
                    RepoOperations.GC,
                    RepoOperations.IMPORT_KUBO,
                    CidOperations.FORMAT,
                    CidOperations.INSPECT,
                    CidOperations.BASE32,
                    CidOperations.BASES,
                    CidOperations.CODECS,
                    CidOperations.HASHES,
                    VersionOperations.VERSION,
                    RuntimeOperations.INFO,
                    RuntimeOperations.TASKS,
                    RuntimeOperations.DUMP,
                    RuntimeOperations.CANCEL,
                    TelemetryOperations.METRICS,
                    TelemetryOperations.PROMETHEUS,
                    TelemetryOperations.CONFIG,
                    TelemetryOperations.GRAFANA_GENERATE,
                    TelemetryOperations.REPORT,
                    ConfigOperations.SHOW,
                    ConfigOperations.CHECK,
                    AdminOperations.OPERATIONS,
                    AdminOperations.OPERATION,
                    AdminOperations.CANCEL,
                    AdminOperations.HEALTH,
                    DaemonOperations.STOP,
                    CliOperations.COMMANDS);

    private Catalog() {}

    /// All declarations, in the order of the registry.
    public static List<Operation<?, ?>> all() {
        return ALL;
    }

    /// The declaration with the id `group.name`, or null.
    public static @Nullable Operation<?, ?> find(String id) {
        for (Operation<?, ?> operation : ALL) {
            if (operation.id().equals(id)) {
                return operation;
            }
        }
        return null;
    }
}
