package io.ipfskit.anyio;

import static io.ipfskit.anyio.Runs.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipfskit.anyiotesting.BackendTest;
import io.ipfskit.anyiotesting.TestKit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// What holds where one task runs at a time.
class CooperativeTest {
    @BackendTest(backends = {"loop", "sim"})
    void onlyOneTaskRunsBetweenCheckpoints() throws Exception {
        List<String> log = new ArrayList<>();
        run(run ->
                TaskGroup.open(group -> {
                    for (int t = 0; t < 2; t++) {
                        String name = "task" + t;
                        group.fork(
                                name,
                                () -> {
                                    for (int i = 0; i < 3; i++) {
                                        log.add(name);
                                        log.add(name);
                                        Checkpoint.now();
                                    }
                                    return 0;
                                });
                    }
                    return 0;
                }));
        for (int i = 0; i < log.size(); i += 2) {
            assertThat(log.get(i)).isEqualTo(log.get(i + 1));
        }
    }

    @BackendTest(backends = "loop")
    void tasksOfALoopStartAndGoOnInOrder() throws Exception {
        List<Integer> log = new ArrayList<>();
        run(run ->
                TaskGroup.open(group -> {
                    for (int t = 0; t < 4; t++) {
                        int number = t;
                        group.fork(() -> {
                            for (int i = 0; i < 3; i++) {
                                log.add(number);
                                Checkpoint.now();
                            }
                            return 0;
                        });
                    }
                    return 0;
                }));
        assertThat(log).containsExactly(0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3);
    }

    @BackendTest(backends = "loop")
    void noReceiverOfALoopIsStarved() throws Exception {
        int[] served = new int[3];
        run(run ->
                Channel.<Integer, Integer, RuntimeException>produce(
                        0,
                        sender -> {
                            for (int i = 0; i < 30; i++) {
                                sender.send(i);
                            }
                        },
                        receiver ->
                                TaskGroup.open(group -> {
                                    for (int r = 0; r < 3; r++) {
                                        int number = r;
                                        group.fork(() -> {
                                            receiver.forEach(i -> served[number]++);
                                            return 0;
                                        });
                                    }
                                    return 0;
                                })));
        assertThat(served[0] + served[1] + served[2]).isEqualTo(30);
        for (int share : served) {
            assertThat(share).isGreaterThan(4);
        }
    }

    @BackendTest(backends = "loop")
    void whatComesFromOutsideKeepsItsOrderAndDoesNotStarveTasks() throws Exception {
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger turns = new AtomicInteger();
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
            List<Future<Integer>> futures = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                int number = i;
                futures.add(
                        portal.fork(
                                "outside",
                                () -> {
                                    order.add(number);
                                    return turns.get();
                                }));
            }
            for (Future<Integer> future : futures) {
                future.get();
            }
            int before = turns.get();
            while (turns.get() == before) {
                Thread.onSpinWait();
            }
            stop.set(true);
            busy.get();
        }
        assertThat(order).hasSize(500).isSorted();
    }

    @BackendTest(backends = {"loop", "sim"})
    void leavingAnEmptyGroupLetsOthersRun() throws Exception {
        List<String> log = new ArrayList<>();
        run(run ->
                TaskGroup.open(group -> {
                    group.fork(() -> log.add("other"));
                    for (int i = 0; i < 200; i++) {
                        TaskGroup.open(_ -> 0);
                    }
                    log.add("host");
                    return 0;
                }));
        assertThat(log).containsExactly("other", "host");
    }

    @BackendTest(backends = "loop")
    void oneEmptyGroupIsEnoughOnALoop() throws Exception {
        run(run ->
                TaskGroup.open(group -> {
                    for (int i = 0; i < 2; i++) {
                        TaskGroup.open(_ -> 0);
                    }
                    AtomicBoolean ran = new AtomicBoolean();
                    group.fork(() -> ran.compareAndSet(false, true));
                    assertThat(ran).isFalse();
                    TaskGroup.open(_ -> 0);
                    assertThat(ran).isTrue();
                    return 0;
                }));
    }
}
