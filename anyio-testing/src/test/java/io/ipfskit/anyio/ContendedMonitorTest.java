package io.ipfskit.anyio;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipfskit.anyiotesting.BackendTest;
import io.ipfskit.anyiotesting.TestKit;

import org.junit.jupiter.api.Timeout;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// Monitors that tasks, actions of timers and foreign threads all want, each for a moment.
class ContendedMonitorTest {
    private static final int ROUNDS = 100;
    private static final int TURN = 20;

    private final Object monitor = new Object();

    // Guarded by monitor.
    private long turns;

    @BackendTest(sim = false)
    @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aTimerATaskAndAForeignThreadThatWantOneMonitorAllGetIt() throws Exception {
        AtomicBoolean isOver = new AtomicBoolean();
        Thread foreign =
                Thread.ofPlatform()
                        .daemon()
                        .start(() -> {
                            while (!isOver.get()) {
                                longTurn();
                            }
                        });
        AtomicInteger fired = new AtomicInteger();
        try {
            TestKit.run(run -> {
                for (int round = 0; round < ROUNDS; round++) {
                    run.kernel()
                            .timer(
                                    run.kernel().now() + 1_000L * (round % 50),
                                    () -> {
                                        turn();
                                        fired.incrementAndGet();
                                    });
                    turn();
                    Checkpoint.now();
                }
                while (fired.get() < ROUNDS) {
                    Checkpoint.now();
                }
                return 0;
            });
        } finally {
            isOver.set(true);
            foreign.join();
        }
        assertThat(fired).hasValue(ROUNDS);
        synchronized (monitor) {
            assertThat(turns).isGreaterThanOrEqualTo(2L * ROUNDS * TURN);
        }
    }

    /// Long enough for a task to come, for the loop to look for another, and for a timer to be due.
    private void longTurn() {
        synchronized (monitor) {
            for (int i = 0; i < 3_000; i++) {
                Thread.onSpinWait();
            }
        }
        for (int i = 0; i < 300; i++) {
            Thread.onSpinWait();
        }
    }

    private void turn() {
        synchronized (monitor) {
            for (int i = 0; i < TURN; i++) {
                turns++;
            }
        }
    }
}
