package io.ipfskit.kit;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.CancelScope;
import io.ipfskit.kit.life.LifeCycle;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/// What a stop does to the work at hand before the services stop. To be called shielded.
final class Draining {
    private static final Logger LOG = System.getLogger(Draining.class.getName());

    private Draining() {}

    /// Takes no more requests and waits for those at work, for at most [Kit#DRAIN_LIMIT].
    static void requests(Doors doors, Operations operations) throws InterruptedException {
        doors.stopAccepting();
        var drained =
                CancelScope.moveOnAfter(
                        Kit.DRAIN_LIMIT,
                        _ -> {
                            doors.awaitIdle();
                            return true;
                        });
        if (drained.wasCaught()) {
            LOG.log(
                    Level.WARNING,
                    "requests still run {0} after the stop began; cancelling {1} operations",
                    Kit.DRAIN_LIMIT,
                    operations.runningCount());
        }
    }

    /// Refuses further operations, cancels those at work and waits for them, for at most
    /// [LifeCycle#STOP_LIMIT].
    static void operations(Operations operations, String reason) throws InterruptedException {
        operations.refuse(reason);
        operations.cancelAll(reason);
        var ended =
                CancelScope.moveOnAfter(
                        LifeCycle.STOP_LIMIT,
                        _ -> {
                            operations.awaitIdle();
                            return true;
                        });
        if (ended.wasCaught()) {
            LOG.log(
                    Level.WARNING,
                    "{0} cancelled operations have not ended after {1}. Tasks:\n{2}",
                    operations.runningCount(),
                    LifeCycle.STOP_LIMIT,
                    AnyIO.current().dump());
        }
    }
}
