package io.ipfskit.kit;

import io.ipfskit.kit.ops.AdminOperations;
import io.ipfskit.kit.ops.AdminOperations.CancelInput;
import io.ipfskit.kit.ops.AdminOperations.HealthInput;
import io.ipfskit.kit.ops.AdminOperations.OperationInput;
import io.ipfskit.kit.ops.AdminOperations.OperationList;
import io.ipfskit.kit.ops.AdminOperations.OperationsInput;
import io.ipfskit.kit.ops.Health;
import io.ipfskit.kit.ops.OperationInfo;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/// Group `admin`: runs of operations, and how the node is.
///
/// All methods fail with [io.ipfskit.operation.OperationFailed], and with [InterruptedException]
/// when the caller is cancelled.
public final class AdminFacade {
    private final IpfsKit kit;

    AdminFacade(IpfsKit kit) {
        this.kit = kit;
    }

    /// Running operations and those that ended last.
    ///
    /// @param state `running`, `ended` or `all`
    public OperationList operations(String state) throws InterruptedException {
        return kit.call(AdminOperations.OPERATIONS, new OperationsInput(state));
    }

    /// One run, after waiting for its end.
    ///
    /// @param waitLimit how long to wait at most, or null to answer at once
    public OperationInfo operation(String id, @Nullable Duration waitLimit)
            throws InterruptedException {
        return kit.call(AdminOperations.OPERATION, new OperationInput(id, waitLimit));
    }

    /// Asks a run to end; does not wait.
    ///
    /// @param reason why, or null
    public OperationInfo cancel(String id, @Nullable String reason) throws InterruptedException {
        return kit.call(AdminOperations.CANCEL, new CancelInput(id, reason));
    }

    /// How the node and each of its services is.
    public Health health() throws InterruptedException {
        return kit.call(AdminOperations.HEALTH, new HealthInput());
    }
}
