package io.ipfskit.anyio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.ipfskit.anyiotesting.BackendTest;
import io.ipfskit.anyiotesting.TestKit;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/// No wake-up is lost when waiting, waking and cancelling race on real threads. One second on each
/// backend; `-Dipfskit.test.stressSeconds=600` is the long run of `ci/long`.
class StressTest {
    private static final long STANDS_NANOS_MAX = 60_000_000_000L;

    @BackendTest(sim = false)
    void noWakeUpIsLost() throws Exception {
        long seconds = Integer.getInteger("ipfskit.test.stressSeconds", 1);
        AtomicLong rounds = new AtomicLong();
        AtomicBoolean stop = new AtomicBoolean();
        AtomicReference<@Nullable Run> running = new AtomicReference<>();
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        Backend backend = TestKit.backend();
        Thread caller =
                Thread.ofPlatform()
                        .daemon()
                        .start(() -> {
                            try {
                                while (!stop.get()) {
                                    AnyIO.run(backend, run -> play(run, running, rounds));
                                }
                            } catch (Throwable thrown) {
                                failure.set(thrown);
                            }
                        });
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        long seen = -1;
        long since = System.nanoTime();
        while (caller.isAlive()) {
            LockSupport.parkNanos(20_000_000);
            if (System.nanoTime() > end) {
                stop.set(true);
            }
            if (rounds.get() != seen) {
                seen = rounds.get();
                since = System.nanoTime();
            } else if (System.nanoTime() - since > STANDS_NANOS_MAX) {
                Run run = running.get();
                fail("after %d rounds nothing moves:%n%s", seen, run == null ? "" : run.dump());
            }
        }
        assertThat(failure.get()).isNull();
        assertThat(rounds.get()).isPositive();
        System.out.printf("%d rounds on %s%n", rounds.get(), backend.engine());
    }

    private static int play(Run run, AtomicReference<@Nullable Run> running, AtomicLong rounds)
            throws InterruptedException {
        running.set(run);
        StressProgram program = new StressProgram(rounds.get());
        for (int i = 0; i < 50; i++) {
            program.round();
            rounds.incrementAndGet();
        }
        return 0;
    }
}
