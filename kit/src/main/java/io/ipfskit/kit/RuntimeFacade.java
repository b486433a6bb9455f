package io.ipfskit.kit;

import io.ipfskit.kit.ops.RuntimeOperations;
import io.ipfskit.kit.ops.RuntimeOperations.Dump;
import io.ipfskit.kit.ops.RuntimeOperations.DumpInput;
import io.ipfskit.kit.ops.RuntimeOperations.InfoInput;
import io.ipfskit.kit.ops.RuntimeOperations.RuntimeInfo;
import io.ipfskit.kit.ops.RuntimeOperations.Tasks;
import io.ipfskit.kit.ops.RuntimeOperations.TasksInput;

import org.jspecify.annotations.Nullable;

/// Group `runtime`: what the node runs on, and its live task tree.
///
/// All methods fail with [io.ipfskit.operation.OperationFailed], and with [InterruptedException]
/// when the caller is cancelled.
public final class RuntimeFacade {
    private final IpfsKit kit;

    RuntimeFacade(IpfsKit kit) {
        this.kit = kit;
    }

    /// Backend, engine and figures.
    public RuntimeInfo info() throws InterruptedException {
        return kit.call(RuntimeOperations.INFO, new InfoInput());
    }

    /// The live tasks.
    public Tasks tasks() throws InterruptedException {
        return tasks(null);
    }

    /// The live tasks of one run of an operation.
    ///
    /// @param operationId its id, or null for all tasks
    public Tasks tasks(@Nullable String operationId) throws InterruptedException {
        return kit.call(RuntimeOperations.TASKS, new TasksInput(operationId));
    }

    /// The task tree as text.
    public Dump dump() throws InterruptedException {
        return kit.call(RuntimeOperations.DUMP, new DumpInput());
    }
}
