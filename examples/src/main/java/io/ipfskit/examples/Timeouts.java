package io.ipfskit.examples;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Cancelled;
import io.ipfskit.anyio.Outcome;
import io.ipfskit.anyio.Time;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

/// `anyio` alone: time limits are scopes. One fails, one moves on, and clean-up that must wait is
/// shielded.
public final class Timeouts {
    private Timeouts() {}

    /// Prints how each ends.
    public static void main(String[] arguments) throws InterruptedException {
        AnyIO.run(
                ChosenBackend.of(arguments).backend(),
                run -> {
                    try {
                        CancelScope.failAfter(Duration.ofMillis(5), scope -> forever());
                    } catch (TimeoutException late) {
                        System.out.println("too late");
                    }
                    Outcome<String> outcome =
                            CancelScope.moveOnAfter(Duration.ofMillis(5), scope -> forever());
                    System.out.println(outcome.orElse("moved on"));
                    CancelScope.moveOnAfter(Duration.ofMillis(5), scope -> cleansUp());
                    return true;
                });
    }

    private static String forever() throws InterruptedException {
        Time.sleepForever();
        return "never";
    }

    private static String cleansUp() throws InterruptedException {
        try {
            return forever();
        } catch (Cancelled cancelled) {
            CancelScope.shield(scope -> {
                Time.sleep(Duration.ofMillis(1)); // would throw at once outside the shield
                System.out.println("cleaned up: " + cancelled.reason());
                return true;
            });
            throw cancelled;
        }
    }
}
