package io.ipfskit.anyiotesting;

import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.Event;
import io.ipfskit.anyio.Task;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.Time;
import io.ipfskit.anyio.net.Network;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/// One host of a [World]: its network, its disk, and the tasks that run on it from a start to the
/// next crash.
public final class Host {
    /// What a host runs, from each start on.
    @FunctionalInterface
    public interface Program {
        /// Runs as a task of the host; a crash cancels it. What it throws fails the world, unless
        /// the host has crashed.
        void run(Host host) throws Exception;
    }

    /// From one start to the next crash.
    private static final class Life {
        private final Event begun = new Event("the start of a host");
        private final Event ended = new Event("the end of a host's tasks");
        private volatile @Nullable CancelScope scope;
        private volatile @Nullable TaskGroup tasks;
        private volatile boolean isOver;
    }

    private final String name;
    private final Network network;
    private final @Nullable HostDisk disk;
    private final Program program;
    private volatile @Nullable Life life;
    private final AtomicInteger starts = new AtomicInteger();

    Host(String name, Network network, @Nullable HostDisk disk, Program program) {
        this.name = name;
        this.network = network;
        this.disk = disk;
        this.program = program;
    }

    /// Returns the name.
    public String name() {
        return name;
    }

    /// Returns the host's view of the network; the same over crashes.
    public Network network() {
        return network;
    }

    /// Returns the host's disk; the same over crashes.
    ///
    /// @throws IllegalStateException when the world was opened without disks
    public Disk disk() {
        HostDisk has = disk;
        if (has == null) {
            throw new IllegalStateException("this world has no disks; see WorldOptions.withDisks");
        }
        return has.disk();
    }

    /// Returns how often the host was started, the first time included.
    public int starts() {
        return starts.get();
    }

    /// Returns whether the host runs.
    public boolean isUp() {
        Life now = life;
        return now != null && !now.isOver;
    }

    /// Forks a task on the host, beside its program; the next crash cancels it. What it throws
    /// fails the world, unless the host has crashed.
    ///
    /// @throws IllegalStateException when the host is down
    public <T extends @Nullable Object> Task<T> fork(String task, Callable<T> body) {
        Life now = life;
        TaskGroup tasks = now == null || now.isOver ? null : now.tasks;
        if (tasks == null) {
            throw new IllegalStateException("host " + name + " is down");
        }
        return tasks.fork(task, body);
    }

    // ---- for the world ----

    /// Starts the host as a task of `world`; returns when tasks can be forked on it.
    void start(TaskGroup world) throws InterruptedException {
        Life next = new Life();
        life = next;
        starts.incrementAndGet();
        world.fork("host " + name, () -> live(next));
        next.begun.await();
    }

    private int live(Life mine) throws Exception {
        try {
            CancelScope.run(scope -> {
                mine.scope = scope;
                return TaskGroup.open(
                        "host " + name,
                        tasks -> {
                            mine.tasks = tasks;
                            mine.begun.set();
                            tasks.fork(
                                    "program of " + name,
                                    () -> {
                                        program.run(this);
                                        return 0;
                                    });
                            Time.sleepForever();
                            return 0;
                        });
            });
        } catch (RuntimeException | Error failed) {
            if (!mine.isOver || failed instanceof Error) {
                throw failed;
            } // a crashed host's last words
        } finally {
            mine.isOver = true;
            mine.begun.set();
            mine.ended.set();
        }
        return 0;
    }

    /// From now on what its tasks throw is the crash's work.
    void fall() {
        Life now = life;
        if (now != null) {
            now.isOver = true;
        }
    }

    /// The power is gone: from now on nothing that its tasks write has an effect.
    void cutPower() {
        HostDisk has = disk;
        if (has != null) {
            has.crash().run();
        }
    }

    void givePower() {
        HostDisk has = disk;
        if (has != null) {
            has.restart().run();
        }
    }

    /// Cancels the host's tasks and waits for their end.
    void end(String reason) throws InterruptedException {
        Life now = life;
        CancelScope scope = now == null ? null : now.scope;
        if (now != null && scope != null) {
            scope.cancel(reason);
            now.ended.await();
        }
    }
}
