package io.ipfskit.anyio;

import static io.ipfskit.anyio.Runs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyiotesting.BackendTest;
import io.ipfskit.anyiotesting.TestKit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

class PortalTest {
    @BackendTest(sim = false)
    void aForeignThreadCallsIntoARunOfItsOwn() throws Exception {
        try (Portal portal = Portal.start(TestKit.backend())) {
            assertThat(portal.<String>call(() -> AnyIO.current().backend().name()))
                    .isEqualTo(TestKit.backend().name());
            assertThatThrownBy(() ->
                            portal.call(() -> {
                                throw new IOException("inside");
                            }))
                    .isInstanceOf(IOException.class)
                    .hasMessage("inside");
            assertThat(portal.call(() -> 2)).isEqualTo(2);
        }
    }

    @BackendTest(sim = false)
    void aForkedTaskIsAFutureThatCanBeCancelled() throws Exception {
        try (Portal portal = Portal.start(TestKit.backend())) {
            Event started = new Event();
            Promise<String> reason = new Promise<>();
            Future<Integer> future =
                    portal.fork(
                            "waits",
                            () -> {
                                started.set();
                                try {
                                    return Runs.forever();
                                } catch (Cancelled cancelled) {
                                    reason.complete(cancelled.reason());
                                    throw cancelled;
                                }
                            });
            portal.call(() -> {
                started.await();
                return 0;
            });
            assertThat(future.cancel(true)).isTrue();
            assertThat(portal.<String>call(reason::await)).isEqualTo("the future was cancelled");
            assertThatThrownBy(future::get).isInstanceOf(CancellationException.class);
        }
    }

    @BackendTest(sim = false)
    void aFailureGoesToWhoeverSubmittedItAndLeavesTheOthersAlone() throws Exception {
        try (Portal portal = Portal.start(TestKit.backend())) {
            Future<Integer> bad =
                    portal.fork(
                            "bad",
                            () -> {
                                throw new IOException("boom");
                            });
            assertThatThrownBy(bad::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(IOException.class);
            assertThat(portal.fork("good", () -> 1).get()).isEqualTo(1);
        }
    }

    @BackendTest(sim = false)
    void submissionsAreRefusedAfterStopAndFromATaskOfTheSameRun() throws Exception {
        AtomicReference<Portal> kept = new AtomicReference<>();
        run(run ->
                Portal.open(portal -> {
                    kept.set(portal);
                    assertThatThrownBy(() -> portal.call(() -> 0))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("the run itself");
                    return 0;
                }));
        assertThatThrownBy(() -> kept.get().fork("late", () -> 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("stopped");
    }

    @BackendTest(sim = false)
    void nothingSubmittedBeforeStopIsLost() throws Exception {
        for (int round = 0; round < 20; round++) {
            AtomicInteger ran = new AtomicInteger();
            AtomicInteger accepted = new AtomicInteger();
            Portal portal = Portal.start(TestKit.backend());
            List<Thread> foreign = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                foreign.add(
                        Thread.ofPlatform()
                                .start(() -> {
                                    try {
                                        for (int i = 0; i < 200; i++) {
                                            Future<Integer> _ =
                                                    portal.fork("job", ran::incrementAndGet);
                                            accepted.incrementAndGet();
                                        }
                                    } catch (IllegalStateException stopped) {
                                        // the portal closed meanwhile
                                    }
                                }));
            }
            while (accepted.get() < 50) {
                Thread.onSpinWait();
            }
            portal.close();
            for (Thread thread : foreign) {
                thread.join();
            }
            assertThat(ran.get()).isEqualTo(accepted.get());
        }
    }

    @BackendTest(sim = false)
    void interruptingACallCancelsItsTaskAndWaitsForIt() throws Exception {
        try (Portal portal = Portal.start(TestKit.backend())) {
            Event started = new Event();
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            Thread foreign =
                    Thread.ofPlatform()
                            .start(() -> {
                                try {
                                    portal.call(() -> {
                                        started.set();
                                        return Runs.forever();
                                    });
                                } catch (Throwable t) {
                                    thrown.set(t);
                                }
                            });
            portal.call(() -> {
                started.await();
                return 0;
            });
            foreign.interrupt();
            foreign.join();
            assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
            assertThat(portal.run().tasks()).noneMatch(t -> t.name().equals("portal-call"));
        }
    }

    @BackendTest(sim = false)
    void stopCanCancelWhatRemains() throws Exception {
        Portal portal = Portal.start(TestKit.backend());
        Future<Integer> waiting = portal.fork("waits", Runs::forever);
        portal.stop(true);
        portal.close();
        assertThatThrownBy(waiting::get).isInstanceOf(CancellationException.class);
    }
}
