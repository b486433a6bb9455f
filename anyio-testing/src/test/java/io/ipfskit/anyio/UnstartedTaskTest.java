package io.ipfskit.anyio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;

/// A backend may have no room for a task. Nobody may wait for one that was never started.
class UnstartedTaskTest {
    private final CountDownLatch refusing = new CountDownLatch(1);
    private final CountDownLatch refuse = new CountDownLatch(1);

    @Test
    void aTaskThatIsRefusedWhileItsGroupWaitsForItDoesNotHoldUpTheGroup() throws Exception {
        boolean refused =
                AnyIO.run(
                        backend(),
                        _ ->
                                TaskGroup.open(outer -> {
                                    TaskGroup[] inner = new TaskGroup[1];
                                    Event open = new Event();
                                    Task<Boolean> forker =
                                            outer.fork(() -> {
                                                open.await();
                                                return isRefused(inner[0]);
                                            });
                                    TaskGroup.open(group -> {
                                        inner[0] = group;
                                        Task<Integer> ends =
                                                group.fork(() -> {
                                                    Runs.await(refusing);
                                                    return 0;
                                                });
                                        open.set();
                                        outer.fork(() -> {
                                            ends.join();
                                            refuse.countDown();
                                            return 0;
                                        });
                                        return 0;
                                    });
                                    return forker.join();
                                }));
        assertThat(refused).isTrue();
    }

    private static boolean isRefused(TaskGroup group) {
        try {
            group.fork("refused", () -> 0);
            return false;
        } catch (RejectedExecutionException noRoom) {
            return true;
        }
    }

    /// `threads`, but for tasks named `refused`: they are refused once the latch opens.
    private Backend backend() {
        Backend threads = Backends.named("threads");
        return new Backend() {
            @Override
            public String name() {
                return "threads";
            }

            @Override
            public String engine() {
                return "threads/refusing";
            }

            @Override
            public Kernel open() {
                Kernel real = threads.open();
                return (Kernel)
                        Proxy.newProxyInstance(
                                Kernel.class.getClassLoader(),
                                new Class<?>[] {Kernel.class},
                                (_, method, args) -> {
                                    if (method.getName().equals("strand")
                                            && args[0].equals("refused")) {
                                        return refusing();
                                    }
                                    try {
                                        return method.invoke(real, args);
                                    } catch (InvocationTargetException thrown) {
                                        throw thrown.getCause();
                                    }
                                });
            }
        };
    }

    private Kernel.Strand refusing() {
        return new Kernel.Strand() {
            @Override
            public void start() {
                refusing.countDown();
                try {
                    refuse.await();
                } catch (InterruptedException impossible) {
                    throw new IllegalStateException(impossible);
                }
                throw new RejectedExecutionException("no room");
            }

            @Override
            public void unpark() {}

            @Override
            public Thread thread() {
                return Thread.currentThread();
            }
        };
    }
}
