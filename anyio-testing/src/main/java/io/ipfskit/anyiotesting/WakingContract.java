package io.ipfskit.anyiotesting;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ipfskit.anyio.Channel;
import io.ipfskit.anyio.Checkpoint;
import io.ipfskit.anyio.Event;
import io.ipfskit.anyio.Lock;
import io.ipfskit.anyio.Semaphore;
import io.ipfskit.anyio.Task;
import io.ipfskit.anyio.TaskGroup;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// What every backend keeps of those who wait for each other: nobody is forgotten, none is woken
/// for nothing.
abstract class WakingContract extends BackendRuns {
    @Test
    void noWakeUpIsLostBetweenManyPairs() throws Exception {
        int sum =
                run(_ ->
                        TaskGroup.open(group -> {
                            List<Task<Integer>> receivers = new ArrayList<>();
                            for (int p = 0; p < 8; p++) {
                                Channel<Integer> channel = Channel.open(0);
                                group.fork(() -> {
                                    for (int i = 0; i < 500; i++) {
                                        channel.sender().send(i);
                                    }
                                    return 0;
                                });
                                receivers.add(
                                        group.fork(() -> {
                                            int received = 0;
                                            for (int i = 0; i < 500; i++) {
                                                assertEquals(i, channel.receiver().receive());
                                                received++;
                                            }
                                            return received;
                                        }));
                            }
                            int all = 0;
                            for (Task<Integer> receiver : receivers) {
                                all += receiver.join();
                            }
                            return all;
                        }));
        assertEquals(8 * 500, sum);
    }

    @Test
    void anEventWakesEveryWaiter() throws Exception {
        run(_ ->
                TaskGroup.open(group -> {
                    Event event = new Event();
                    AtomicInteger woken = new AtomicInteger();
                    for (int i = 0; i < 100; i++) {
                        group.fork(() -> {
                            event.await();
                            return woken.incrementAndGet();
                        });
                    }
                    TestKit.awaitAllBlocked();
                    assertEquals(0, woken.get());
                    event.set();
                    return 0;
                }));
    }

    @Test
    void aLockIsHandedOverInTheOrderOfArrival() throws Exception {
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        run(_ ->
                TaskGroup.open(group -> {
                    Lock lock = new Lock();
                    lock.lock();
                    for (int i = 0; i < 20; i++) {
                        int number = i;
                        Task<Boolean> task =
                                group.fork(() -> lock.withLock(() -> order.add(number)));
                        TestKit.awaitWaiting(task);
                    }
                    lock.unlock();
                    return 0;
                }));
        for (int i = 0; i < 20; i++) {
            assertEquals(i, order.get(i));
        }
    }

    @Test
    void noPermitIsLostToCancellation() throws Exception {
        run(_ -> {
            Semaphore semaphore = new Semaphore(2);
            TaskGroup.open(group -> {
                for (int i = 0; i < 200; i++) {
                    Task<Integer> task =
                            group.fork(() ->
                                    semaphore.withPermit(() -> {
                                        Checkpoint.now();
                                        return 0;
                                    }));
                    if (i % 3 == 0) {
                        task.cancel("not this one");
                    }
                }
                return 0;
            });
            assertEquals(2, semaphore.available());
            return 0;
        });
    }
}
