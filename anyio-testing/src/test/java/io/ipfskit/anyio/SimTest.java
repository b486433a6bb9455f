package io.ipfskit.anyio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ipfskit.anyiotesting.BackendTest;
import io.ipfskit.anyiotesting.TestKit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/// What only a simulation does: seeds, traces, virtual time, deadlocks, refusals.
class SimTest {
    private static SimBackend sim() {
        return (SimBackend) TestKit.backend();
    }

    @BackendTest(backends = "sim")
    void oneSeedGivesOneTrace() throws Exception {
        Set<SimTrace> traces = new LinkedHashSet<>();
        Set<String> outcomes = new LinkedHashSet<>();
        for (int i = 0; i < 5; i++) {
            outcomes.add(AnyIO.run(sim(), SimProgram::run));
            traces.add(sim().trace());
        }
        assertThat(traces).hasSize(1);
        assertThat(outcomes).hasSize(1);
    }

    @BackendTest(backends = "sim", seeds = 1)
    void twentySeedsGiveMoreThanOneTrace() throws Exception {
        Set<Long> hashes = new LinkedHashSet<>();
        for (int seed = 0; seed < 20; seed++) {
            SimBackend backend = sim().withSeed(seed);
            AnyIO.run(backend, SimProgram::run);
            hashes.add(backend.trace().hash());
        }
        assertThat(hashes).hasSizeGreaterThan(15);
    }

    @BackendTest(backends = "sim", seeds = 20)
    void bothEnginesGiveTheSameTrace() throws Exception {
        AnyIO.run(sim(), SimProgram::run);
        SimBackend baton = ((SimBackend) Backends.named("sim/baton")).withOptions(sim().options());
        AnyIO.run(baton, SimProgram::run);
        assertThat(sim().trace()).isEqualTo(baton.trace());
    }

    @BackendTest(backends = "sim", seeds = 1)
    void oneSeedGivesOneTraceInTwoProcesses() throws Exception {
        String first = inAnotherProcess();
        assertThat(first.lines()).hasSize(20).allMatch(line -> line.startsWith("seed "));
        assertThat(inAnotherProcess()).isEqualTo(first);
    }

    private static String inAnotherProcess() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (TestKit.backend().engine().endsWith("scheduler")) {
            command.add("--add-opens=java.base/java.lang=ALL-UNNAMED");
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(SimProgram.class.getName(), "20", TestKit.backend().engine()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        return out;
    }

    @BackendTest(backends = "sim")
    void aReplayOfARecordedRunGoesThroughAndADifferentOneFailsAtItsStep() throws Exception {
        AnyIO.run(sim(), SimProgram::run);
        SimTrace recorded = sim().trace();
        AnyIO.run(sim().replaying(recorded), SimProgram::run);
        SimulationFailed diverged =
                catchThrowableOfType(
                        SimulationFailed.class,
                        () ->
                                AnyIO.run(
                                        sim().replaying(recorded),
                                        run -> {
                                            Checkpoint.now();
                                            return SimProgram.run(run);
                                        }));
        assertThat(diverged.kind()).isEqualTo(SimulationFailed.Kind.DIVERGED);
        assertThat(diverged).hasMessageContaining("step 1").hasMessageContaining("replay");
    }

    @BackendTest(backends = "sim")
    void timeJumpsToTheNextTimerWhenNothingIsReady() throws Exception {
        long nanos =
                AnyIO.run(
                        sim(),
                        run -> {
                            long before = Time.now();
                            TaskGroup.open(group -> {
                                for (int i = 1; i <= 10; i++) {
                                    int days = i;
                                    group.fork(() -> {
                                        Time.sleep(Duration.ofDays(days));
                                        return 0;
                                    });
                                }
                                return 0;
                            });
                            return Time.now() - before;
                        });
        assertThat(Duration.ofNanos(nanos)).isEqualTo(Duration.ofDays(10));
    }

    @BackendTest(backends = "sim")
    void aDeadlockIsReportedWithTheTaskTreeAndEveryTaskEnds() {
        AtomicInteger ended = new AtomicInteger();
        SimulationFailed deadlock =
                catchThrowableOfType(
                        SimulationFailed.class,
                        () ->
                                TestKit.run(run ->
                                        TaskGroup.open(group -> {
                                            Lock left = new Lock();
                                            Lock right = new Lock();
                                            group.fork("one", () -> lockBoth(left, right, ended));
                                            group.fork("other", () -> lockBoth(right, left, ended));
                                            return 0;
                                        })));
        assertThat(deadlock.kind()).isEqualTo(SimulationFailed.Kind.DEADLOCK);
        assertThat(deadlock)
                .hasMessageContaining("seed ")
                .hasMessageContaining("#2 one  waits for lock")
                .hasMessageContaining("#3 other  waits for lock");
        assertThat(ended).hasValue(2);
    }

    private static int lockBoth(Lock first, Lock second, AtomicInteger ended)
            throws InterruptedException {
        try {
            return first.withLock(() -> {
                Time.sleep(Duration.ofMillis(1));
                return second.withLock(() -> 0);
            });
        } finally {
            ended.incrementAndGet();
        }
    }

    @BackendTest(backends = "sim")
    void aShieldedDeadlockIsUnwoundByForce() {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        SimulationFailed deadlock =
                catchThrowableOfType(
                        SimulationFailed.class,
                        () ->
                                TestKit.run(run ->
                                        CancelScope.shield(scope -> {
                                            try {
                                                return Runs.forever();
                                            } catch (Throwable t) {
                                                thrown.set(t);
                                                throw t;
                                            }
                                        })));
        assertThat(deadlock.kind()).isEqualTo(SimulationFailed.Kind.DEADLOCK);
        assertThat(thrown.get()).isInstanceOf(RunAborted.class);
    }

    @BackendTest(backends = "sim")
    void aWakeUpByAForeignThreadFailsTheRunAndNamesBothStacks() {
        SimulationFailed foreign =
                catchThrowableOfType(
                        SimulationFailed.class,
                        () ->
                                TestKit.run(run ->
                                        TaskGroup.open(group -> {
                                            Event event = new Event();
                                            group.fork("victim", () -> waitFor(event));
                                            Time.sleep(Duration.ofMillis(1));
                                            Blocking.call(() -> {
                                                Thread other =
                                                        Thread.ofPlatform()
                                                                .name("intruder")
                                                                .start(event::set);
                                                other.join();
                                                return 0;
                                            });
                                            return 0;
                                        })));
        assertThat(foreign.kind()).isEqualTo(SimulationFailed.Kind.FOREIGN_WAKE_UP);
        assertThat(foreign).hasMessageContaining("intruder").hasMessageContaining("victim");
        assertThat(foreign.getStackTrace()).anyMatch(f -> f.getClassName().contains("Event"));
        assertThat(foreign.getSuppressed()).hasSize(1);
        assertThat(foreign.getSuppressed()[0].getStackTrace())
                .anyMatch(f -> f.getMethodName().equals("waitFor"));
    }

    private static int waitFor(Event event) throws InterruptedException {
        event.await();
        return 0;
    }

    @BackendTest(backends = "sim")
    void whatAForeignThreadSubmitsIsRefused() {
        AtomicReference<Throwable> refused = new AtomicReference<>();
        assertThatThrownBy(() ->
                        TestKit.run(run ->
                                Portal.open(portal ->
                                        Blocking.call(() -> {
                                            Thread foreign =
                                                    Thread.ofPlatform()
                                                            .start(() -> {
                                                                try {
                                                                    portal.call(() -> 0);
                                                                } catch (Throwable t) {
                                                                    refused.set(t);
                                                                }
                                                            });
                                            foreign.join();
                                            return 0;
                                        }))))
                .isInstanceOf(SimulationFailed.class);
        assertThat(refused.get()).isInstanceOf(SimulationFailed.class);
        assertThatThrownBy(() -> Portal.start(sim()))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @BackendTest(backends = "sim")
    void realFilesAreRefused() throws Exception {
        TestKit.run(run -> {
            assertThatThrownBy(() -> Disk.real().stat(Path.of("pom.xml")))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("sim");
            return 0;
        });
    }

    @BackendTest(backends = "sim")
    void foreignCallsAndComputationsRunWhereTheyAreCalledAndTakeVirtualTime() throws Exception {
        TestKit.run(run -> {
            Thread here = Thread.currentThread();
            long before = Time.now();
            for (OnCancel onCancel : OnCancel.values()) {
                assertThat(Blocking.<Thread, RuntimeException>call(Thread::currentThread, onCancel))
                        .isSameAs(here);
            }
            assertThat(Blocking.<Thread, RuntimeException>callNative(Thread::currentThread))
                    .isSameAs(here);
            assertThat(Compute.<Thread, RuntimeException>call(Thread::currentThread))
                    .isSameAs(here);
            assertThat(Time.now()).isGreaterThan(before);
            return 0;
        });
    }

    @BackendTest(backends = "sim")
    void aLoopOfComputationsIsEndedByItsDeadline() throws Exception {
        TestKit.run(run -> {
            Outcome<Integer> outcome =
                    CancelScope.moveOnAfter(
                            Duration.ofSeconds(1),
                            scope -> {
                                while (true) {
                                    Compute.call(() -> 0);
                                }
                            });
            assertThat(outcome.wasCaught()).isTrue();
            return 0;
        });
    }

    @BackendTest(backends = "sim")
    void aRunThatNeverEndsIsGivenUpByStepsOrByTime() {
        assertThatThrownBy(() ->
                        AnyIO.run(
                                sim().withOptions(sim().options().withMaxSteps(1_000)),
                                run -> {
                                    while (true) {
                                        Checkpoint.now();
                                    }
                                }))
                .isInstanceOfSatisfying(
                        SimulationFailed.class,
                        e -> assertThat(e.kind()).isEqualTo(SimulationFailed.Kind.OUT_OF_STEPS));
        assertThatThrownBy(() ->
                        AnyIO.run(
                                sim().withOptions(
                                                sim().options()
                                                        .withMaxVirtual(Duration.ofHours(1))),
                                run -> {
                                    while (true) {
                                        Time.sleep(Duration.ofMinutes(7));
                                    }
                                }))
                .isInstanceOfSatisfying(
                        SimulationFailed.class,
                        e -> assertThat(e.kind()).isEqualTo(SimulationFailed.Kind.OUT_OF_TIME));
    }

    @BackendTest(backends = "sim")
    void aRunKilledAtAnyStepLeavesNoTaskTimerOrPermit() throws Exception {
        AnyIO.run(sim(), SimProgram::run);
        long steps = sim().trace().steps();
        for (long step = 1; step < steps; step += 7) {
            Semaphore permits = new Semaphore(2, 2);
            AtomicReference<Run> killed = new AtomicReference<>();
            SimBackend backend = sim().withOptions(sim().options().withKillAtStep(step));
            assertThatThrownBy(() ->
                            AnyIO.run(
                                    backend,
                                    run -> {
                                        killed.set(run);
                                        return TaskGroup.open(group -> {
                                            for (int i = 0; i < 4; i++) {
                                                group.fork(() -> usePermit(permits));
                                            }
                                            return SimProgram.run(run);
                                        });
                                    }))
                    .isInstanceOfSatisfying(
                            SimulationFailed.class,
                            e -> assertThat(e.kind()).isEqualTo(SimulationFailed.Kind.KILLED));
            if (killed.get() != null) {
                assertThat(killed.get().statistics().tasksLive()).isZero();
                assertThat(killed.get().statistics().timers()).isZero();
            }
            assertThat(permits.available()).isEqualTo(2);
            assertThat(permits.waiting()).isZero();
        }
    }

    private static int usePermit(Semaphore permits) throws InterruptedException {
        while (true) {
            permits.withPermit(() -> {
                Time.sleep(Duration.ofMillis(3));
                return 0;
            });
        }
    }

    @BackendTest(backends = "sim", seeds = 1)
    void optionsAreReadByNameAndWhatIsUnknownIsRefused() {
        Backend backend = Backends.named("sim").options(Map.of("seed", "7", "max-steps", "100"));
        assertThat(((SimBackend) backend).options().seed()).isEqualTo(7);
        assertThat(((SimBackend) backend).options().maxSteps()).isEqualTo(100);
        assertThatThrownBy(() -> Backends.named("sim").options(Map.of("sead", "7")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sead")
                .hasMessageContaining("max-virtual-seconds");
        assertThatThrownBy(() -> Backends.named("platform").options(Map.of("max-tasks", "0")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Backends.named("threads").options(Map.of("x", "y")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
