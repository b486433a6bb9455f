package io.ipfskit.anyiotesting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipfskit.anyio.Backend;
import io.ipfskit.anyio.Kernel;

import org.junit.jupiter.api.Test;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/// What every [Kernel] promises whose strands run on threads of the real world: the SPI itself,
/// below tasks and scopes. Read it first when [BackendContract] fails.
///
/// Not for simulations and other kernels that refuse what comes from foreign threads.
public abstract class KernelContract {
    /// For test classes.
    protected KernelContract() {}

    /// Returns the backend whose kernels are tested.
    protected abstract Backend backend();

    private interface Use {
        void on(Kernel kernel) throws InterruptedException;
    }

    private void with(Use use) throws InterruptedException {
        try (Kernel kernel = backend().open()) {
            use.on(kernel);
        }
    }

    @Test
    void aStrandRunsItsBodyOnceOnAThreadOfItsName() throws Exception {
        with(kernel -> {
            AtomicInteger runs = new AtomicInteger();
            AtomicReference<String> name = new AtomicReference<>("");
            CountDownLatch ended = new CountDownLatch(1);
            Kernel.Strand strand =
                    kernel.strand(
                            "of that name",
                            () -> {
                                runs.incrementAndGet();
                                name.set(Thread.currentThread().getName());
                                ended.countDown();
                            });
            assertEquals(0, runs.get());
            strand.start();
            ended.await();
            assertEquals(1, runs.get());
            assertEquals("of that name", name.get());
        });
    }

    @Test
    void aWakeUpBeforeTheParkIsNotLost() throws Exception {
        with(kernel -> {
            CountDownLatch ended = new CountDownLatch(1);
            AtomicReference<Kernel.Strand> self = new AtomicReference<>();
            Kernel.Strand strand =
                    kernel.strand(
                            "early",
                            () -> {
                                self.get().unpark();
                                kernel.park();
                                ended.countDown();
                            });
            self.set(strand);
            strand.start();
            ended.await();
        });
    }

    @Test
    void aParkedStrandIsWokenFromAnyThread() throws Exception {
        with(kernel -> {
            AtomicBoolean go = new AtomicBoolean();
            CountDownLatch parks = new CountDownLatch(1);
            CountDownLatch ended = new CountDownLatch(1);
            Kernel.Strand strand =
                    kernel.strand(
                            "parked",
                            () -> {
                                parks.countDown();
                                while (!go.get()) {
                                    kernel.park();
                                }
                                ended.countDown();
                            });
            strand.start();
            parks.await();
            go.set(true);
            strand.unpark();
            ended.await();
        });
    }

    @Test
    void aWatchThatWaitsHoldsNoStrandUpAndEndsOnce() throws Exception {
        with(kernel -> {
            CountDownLatch waits = new CountDownLatch(1);
            CountDownLatch isOver = new CountDownLatch(1);
            CountDownLatch ended = new CountDownLatch(1);
            AtomicInteger endings = new AtomicInteger();
            kernel.watch(
                    "watch",
                    new Kernel.Watch() {
                        @Override
                        public boolean givesWay() {
                            return true;
                        }

                        @Override
                        public boolean isOver() {
                            return isOver.getCount() == 0;
                        }

                        @Override
                        public boolean look() {
                            return false;
                        }

                        @Override
                        public void await() {
                            waits.countDown();
                            try {
                                isOver.await();
                            } catch (InterruptedException unexpected) {
                                throw new AssertionError(unexpected);
                            }
                        }

                        @Override
                        public void ended() {
                            endings.incrementAndGet();
                            ended.countDown();
                        }
                    });
            waits.await();
            for (int i = 0; i < 3; i++) {
                CountDownLatch ran = new CountDownLatch(1);
                kernel.strand(
                                "beside",
                                () -> {
                                    kernel.relax();
                                    ran.countDown();
                                })
                        .start();
                ran.await();
            }
            assertEquals(0, endings.get());
            isOver.countDown();
            ended.await();
            assertEquals(1, endings.get());
        });
    }

    @Test
    void strandsRunBetweenTheLooksOfAWatchThatAlwaysFindsSomething() throws Exception {
        with(kernel -> {
            AtomicInteger looks = new AtomicInteger();
            AtomicBoolean isOver = new AtomicBoolean();
            CountDownLatch ended = new CountDownLatch(1);
            kernel.watch(
                    "watch",
                    new Kernel.Watch() {
                        @Override
                        public boolean givesWay() {
                            return true;
                        }

                        @Override
                        public boolean isOver() {
                            return isOver.get();
                        }

                        @Override
                        public boolean look() {
                            looks.incrementAndGet();
                            return true;
                        }

                        @Override
                        public void await() {
                            looks.incrementAndGet();
                        }

                        @Override
                        public void ended() {
                            ended.countDown();
                        }
                    });
            CountDownLatch ran = new CountDownLatch(1);
            kernel.strand(
                            "beside",
                            () -> {
                                int before = looks.get();
                                while (looks.get() < before + 3) {
                                    kernel.relax();
                                }
                                ran.countDown();
                            })
                    .start();
            ran.await();
            isOver.set(true);
            ended.await();
        });
    }

    @Test
    void aParkEndsAtItsTime() throws Exception {
        with(kernel -> {
            CountDownLatch ended = new CountDownLatch(1);
            AtomicReference<Long> late = new AtomicReference<>(-1L);
            kernel.strand(
                            "until",
                            () -> {
                                long until = kernel.now() + 3_000_000;
                                while (kernel.now() < until) {
                                    kernel.parkUntil(until);
                                }
                                late.set(kernel.now() - until);
                                ended.countDown();
                            })
                    .start();
            ended.await();
            assertTrue(late.get() >= 0);
        });
    }

    @Test
    void strandsThatGiveWayAllComeToTheirEnd() throws Exception {
        with(kernel -> {
            CountDownLatch ended = new CountDownLatch(10);
            for (int i = 0; i < 10; i++) {
                kernel.strand(
                                "giving way " + i,
                                () -> {
                                    for (int turn = 0; turn < 100; turn++) {
                                        kernel.relax();
                                    }
                                    ended.countDown();
                                })
                        .start();
            }
            ended.await();
        });
    }

    @Test
    void aTimerFiresOnceItsTimeHasComeUnlessItIsCancelled() throws Exception {
        with(kernel -> {
            AtomicReference<Long> neverFiredAt = new AtomicReference<>(-1L);
            AtomicReference<Long> firedAt = new AtomicReference<>(-1L);
            CountDownLatch fired = new CountDownLatch(1);
            Kernel.Timer never =
                    kernel.timer(kernel.now() + 20_000_000, () -> neverFiredAt.set(kernel.now()));
            never.cancel();
            long cancelledAt = kernel.now();
            Kernel.Timer far = kernel.timer(kernel.now() + 3_600_000_000_000L, () -> {});
            assertEquals(1, kernel.timers());
            far.cancel();
            assertEquals(0, kernel.timers());
            long due = kernel.now() + 30_000_000;
            kernel.timer(
                    due,
                    () -> {
                        firedAt.set(kernel.now());
                        fired.countDown();
                    });
            fired.await();
            assertTrue(firedAt.get() >= due);
            // a machine that stood still may have let it fire before it was cancelled, never after
            assertTrue(neverFiredAt.get() <= cancelledAt);
        });
    }

    @Test
    void helperThreadsOfEveryKindRunJobs() throws Exception {
        with(kernel -> {
            CountDownLatch ran = new CountDownLatch(3);
            kernel.io(ran::countDown);
            kernel.helper(ran::countDown);
            kernel.compute(ran::countDown);
            ran.await();
            assertTrue(kernel.parallelism() > 0);
        });
    }

    @Test
    void aHelperThatIsBusyHoldsNoOtherUp() throws Exception {
        with(kernel -> {
            CountDownLatch release = new CountDownLatch(1);
            CountDownLatch ran = new CountDownLatch(20);
            for (int i = 0; i < 20; i++) {
                kernel.helper(() -> {
                    ran.countDown();
                    try {
                        release.await();
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    }
                });
            }
            ran.await();
            release.countDown();
        });
    }

    @Test
    void theClockStandsAtNoNegativeTimeAndGoesOn() throws Exception {
        with(kernel -> {
            long began = kernel.now();
            assertTrue(began >= 0);
            while (kernel.now() == began) {
                Thread.onSpinWait();
            }
            assertTrue(kernel.now() > began);
        });
    }
}
