package io.ipfskit.kit;

import io.ipfskit.kit.ops.DaemonOperations;
import io.ipfskit.kit.ops.DaemonOperations.StopInput;
import io.ipfskit.kit.ops.DaemonOperations.Stopping;

/// Group `daemon`: the process of the node.
///
/// All methods fail with [io.ipfskit.operation.OperationFailed], and with [InterruptedException]
/// when the caller is cancelled.
public final class DaemonFacade {
    private final IpfsKit kit;

    DaemonFacade(IpfsKit kit) {
        this.kit = kit;
    }

    /// Begins the stop of the node and does not wait for its end: requests that run may still end,
    /// then everything is closed.
    public Stopping stop() throws InterruptedException {
        return kit.call(DaemonOperations.STOP, new StopInput());
    }
}
