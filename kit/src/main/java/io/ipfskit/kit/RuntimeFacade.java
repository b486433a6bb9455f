package io.ipfskit.kit;

import io.ipfskit.kit.ops.RuntimeOperations;
import io.ipfskit.kit.ops.RuntimeOperations.CancelInput;
import io.ipfskit.kit.ops.RuntimeOperations.CancelledTask;
import io.ipfskit.kit.ops.RuntimeOperations.Dump;
import io.ipfskit.kit.ops.RuntimeOperations.DumpInput;
import io.ipfskit.kit.ops.RuntimeOperations.InfoInput;
import io.ipfskit.kit.ops.RuntimeOperations.RuntimeInfo;
import io.ipfskit.kit.ops.RuntimeOperations.Tasks;
import io.ipfskit.kit.ops.RuntimeOperations.TasksInput;

/// Group `runtime`: the run the node lives in, and its live task tree.
///
/// All methods fail with [io.ipfskit.operation.OperationFailed], and with [InterruptedException]
/// when the caller is cancelled.
public final class RuntimeFacade {
    private final IpfsKit kit;

    RuntimeFacade(IpfsKit kit) {
        this.kit = kit;
    }

    /// What the node runs on and how busy it is.
    public RuntimeInfo info() throws InterruptedException {
        return kit.call(RuntimeOperations.INFO, new InfoInput());
    }

    /// The live tasks of the node.
    public Tasks tasks() throws InterruptedException {
        return kit.call(RuntimeOperations.TASKS, new TasksInput(null));
    }

    /// The live tasks of one run of an operation.
    ///
    /// @param operation id of the run
    public Tasks tasks(String operation) throws InterruptedException {
        return kit.call(RuntimeOperations.TASKS, new TasksInput(operation));
    }

    /// Asks a live task to end, and all below it.
    ///
    /// @param id number of the task
    /// @param reason why
    public CancelledTask cancel(long id, String reason) throws InterruptedException {
        return kit.call(RuntimeOperations.CANCEL, new CancelInput(id, reason));
    }

    /// The live task tree as text.
    public Dump dump() throws InterruptedException {
        return kit.call(RuntimeOperations.DUMP, new DumpInput());
    }
}
