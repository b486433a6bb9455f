package io.ipfskit.anyio;

import static io.ipfskit.anyio.Runs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyiotesting.BackendTest;
import io.ipfskit.anyiotesting.TestKit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
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

    @BackendTest(sim = false)
    void aPortalStartsATaskThatTellsWhenItIsReady() throws Exception {
        try (Portal portal = Portal.start(TestKit.backend())) {
            Event end = new Event();
            Portal.StartedFuture<String, Integer> started =
                    portal.start(
                            "server",
                            status -> {
                                status.started("ready");
                                end.await();
                                return 7;
                            });
            assertThat(started.value()).isEqualTo("ready");
            end.set();
            assertThat(started.future().get()).isEqualTo(7);
            assertThatThrownBy(() -> portal.<Integer, Integer>start("mute", status -> 0))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("mute");
            assertThatThrownBy(() ->
                            portal.<Integer, Integer>start(
                                    "bad",
                                    status -> {
                                        throw new IOException("before");
                                    }))
                    .isInstanceOf(IOException.class);
        }
    }

    @BackendTest(sim = false)
    void aFutureCancelledAtOnceIsCancelled() throws Exception {
        try (Portal portal = Portal.start(TestKit.backend())) {
            Future<Integer> future = portal.fork("waits", Runs::forever);
            assertThat(future.cancel(true)).isTrue();
            assertThatThrownBy(future::get).isInstanceOf(CancellationException.class);
        }
    }

    @BackendTest(sim = false)
    void aTaskThatCameThroughAPortalHasItsNameAndFailsIntoItsFuture() throws Exception {
        try (Portal portal = Portal.start(TestKit.backend())) {
            Event end = new Event();
            Future<Integer> future =
                    portal.fork(
                            "named outside",
                            () -> {
                                end.await();
                                throw new IOException("after a while");
                            });
            assertThat(portal.call(() -> AnyIO.current().dump())).contains("named outside");
            end.set();
            assertThatThrownBy(future::get).hasCauseInstanceOf(IOException.class);
        }
    }

    @BackendTest(sim = false)
    void submissionsOfManyThreadsAllRunAndOnALoopEachThreadsInItsOrder() throws Exception {
        int threads = 4;
        int each = 400; // all at once fit on `platform`
        List<List<Integer>> ran = new ArrayList<>();
        try (Portal portal = Portal.start(TestKit.backend())) {
            List<Thread> submitters = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                List<Integer> order = Collections.synchronizedList(new ArrayList<>());
                ran.add(order);
                submitters.add(
                        Thread.ofPlatform()
                                .start(() -> {
                                    for (int i = 0; i < each; i++) {
                                        int number = i;
                                        var _ = portal.fork("outside", () -> order.add(number));
                                    }
                                }));
            }
            for (Thread submitter : submitters) {
                submitter.join();
            }
        } // closing waits for what was submitted
        for (List<Integer> order : ran) {
            assertThat(order).hasSize(each).doesNotHaveDuplicates();
            if (TestKit.backend().name().equals("loop")) {
                assertThat(order).isSorted();
            }
        }
    }

    @BackendTest(sim = false)
    void aFloodFromOutsideDoesNotStarveTasksNorTasksIt() throws Exception {
        AtomicInteger turns = new AtomicInteger();
        AtomicInteger flooded = new AtomicInteger();
        AtomicBoolean stop = new AtomicBoolean();
        try (Portal portal = Portal.start(TestKit.backend())) {
            Future<Integer> busy =
                    portal.fork(
                            "busy",
                            () -> {
                                while (!stop.get()) {
                                    turns.incrementAndGet();
                                    Checkpoint.now();
                                }
                                return 0;
                            });
            Thread flood =
                    Thread.ofPlatform()
                            .start(() -> {
                                while (!stop.get()) {
                                    try {
                                        portal.call(flooded::incrementAndGet);
                                    } catch (Exception failed) {
                                        throw new IllegalStateException(failed);
                                    }
                                }
                            });
            while (turns.get() < 1000 || flooded.get() < 1000) {
                Thread.onSpinWait();
            }
            stop.set(true);
            flood.join();
            busy.get();
        }
    }

    @BackendTest(sim = false)
    void taskLocalsReachWhatABlockingCallSubmits() throws Exception {
        TaskLocal<String> local = new TaskLocal<>("through a portal");
        String seen =
                TestKit.run(run ->
                        Portal.open(portal ->
                                local.where(
                                        "value",
                                        () -> Blocking.callNative(() -> portal.call(local::get)))));
        assertThat(seen).isEqualTo("value");
    }
}
