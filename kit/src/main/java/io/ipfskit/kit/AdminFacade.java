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
import java.util.Locale;

/// Group `admin`: what runs on the node, and how it is.
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
    /// @param which which of them
    public OperationList operations(Operations.Which which) throws InterruptedException {
        return kit.call(
                AdminOperations.OPERATIONS,
                new OperationsInput(which.name().toLowerCase(Locale.ROOT)));
    }

    /// One run of an operation.
    ///
    /// @param id of the run
    public OperationInfo operation(String id) throws InterruptedException {
        return kit.call(AdminOperations.OPERATION, new OperationInput(id, null));
    }

    /// One run of an operation, after waiting for its end.
    ///
    /// @param id of the run
    /// @param limit how long to wait at most
    public OperationInfo operation(String id, Duration limit) throws InterruptedException {
        return kit.call(AdminOperations.OPERATION, new OperationInput(id, limit));
    }

    /// Asks a running operation to end; all work below it stops.
    ///
    /// @param id of the run
    /// @param reason for logs and for who waits for it, or null
    public OperationInfo cancel(String id, @Nullable String reason) throws InterruptedException {
        return kit.call(AdminOperations.CANCEL, new CancelInput(id, reason));
    }

    /// How the node and each of its services is.
    public Health health() throws InterruptedException {
        return kit.call(AdminOperations.HEALTH, new HealthInput());
    }
}
