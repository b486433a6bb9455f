package io.ipfskit.anyiotesting;

import io.ipfskit.anyio.Backend;
import io.ipfskit.anyio.Blocking;
import io.ipfskit.anyio.OnCancel;
import io.ipfskit.anyio.RunOptions;
import io.ipfskit.anyio.TaskGroup;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.InvocationInterceptor.Invocation;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;

/// The way from JUnit's thread into the run that a class shares: one call after another.
///
/// A task of the run fetches them in a foreign call. So nothing comes into a simulation from
/// outside: it stands still while it waits for the next test.
final class SharedLane {
    /// The body around the tests.
    interface Around {
        void run(SharedTests tests) throws Exception;
    }

    /// One method of a test.
    private static final class Call {
        private final String name;
        private final @Nullable Invocation<@Nullable Void> invocation;
        private final CountDownLatch done = new CountDownLatch(1);
        private volatile @Nullable Throwable failure;

        Call(String name, @Nullable Invocation<@Nullable Void> invocation) {
            this.name = name;
            this.invocation = invocation;
        }

        /// Runs it as the calling task. What it throws is the test's, not the run's.
        int run() {
            try {
                if (invocation != null) {
                    invocation.proceed();
                }
            } catch (Throwable thrown) {
                failure = thrown;
            }
            done.countDown();
            return 0;
        }

        /// It will not run.
        void refuse(String why, @Nullable Throwable cause) {
            if (done.getCount() > 0) {
                failure = new IllegalStateException(name + " did not run: " + why, cause);
                done.countDown();
            }
        }
    }

    private final String name;
    private final Around around;
    private final BlockingQueue<Call> calls = new ArrayBlockingQueue<>(1);
    private final Call end = new Call("end", null);
    private final CountDownLatch ready = new CountDownLatch(1);
    private @Nullable Thread thread;

    // Guarded by this.
    private boolean hasBegun;
    private boolean hasEnded;
    private @Nullable Call outstanding;
    private @Nullable Throwable failure;

    SharedLane(String name, Around around) {
        this.name = name;
        this.around = around;
    }

    /// Starts the run; returns when the body around has come to the tests.
    ///
    /// @throws IllegalStateException when it ended before
    void open(Backend backend) throws InterruptedException {
        Thread runner =
                Thread.ofPlatform().daemon().name("shared-run-" + name).start(() -> live(backend));
        thread = runner;
        ready.await();
        synchronized (this) {
            if (hasEnded) {
                throw ended();
            }
        }
    }

    /// Runs one method in the run and waits for it.
    void call(String what, Invocation<@Nullable Void> invocation) throws Throwable {
        if (thread == null) {
            throw new IllegalStateException("the shared run of " + name + " has not begun");
        }
        Call call = new Call(what, invocation);
        synchronized (this) {
            if (hasEnded) {
                invocation.skip();
                throw ended();
            }
            outstanding = call;
            calls.add(call); // there is one caller, which waits for each
        }
        call.done.await();
        Throwable thrown = call.failure;
        if (thrown != null) {
            throw thrown;
        }
    }

    /// Ends the run and waits for that.
    ///
    /// @throws Exception what the body around threw, or the check of what the run left behind
    void close() throws Exception {
        synchronized (this) {
            if (!hasEnded) {
                calls.add(end);
            }
        }
        Thread runner = thread;
        if (runner != null) {
            runner.join();
        }
        synchronized (this) {
            switch (failure) {
                case null -> {}
                case Exception exception -> throw exception;
                case Error error -> throw error;
                default -> throw new IllegalStateException(failure);
            }
        }
    }

    private void live(Backend backend) {
        Throwable thrown = null;
        try {
            TestKit.run(
                    backend,
                    new RunOptions().named(name),
                    _ -> {
                        around.run(this::serve);
                        return 0;
                    });
        } catch (Throwable t) {
            thrown = t;
        }
        synchronized (this) {
            hasEnded = true;
            if (thrown == null && !hasBegun) {
                thrown = new IllegalStateException("the body around the tests did not run them");
            }
            failure = thrown;
            if (outstanding != null) {
                outstanding.refuse("the shared run has ended", thrown); // unless it has run
            }
        }
        ready.countDown();
    }

    private void serve() throws InterruptedException {
        synchronized (this) {
            if (hasBegun) {
                throw new IllegalStateException("the tests have run already");
            }
            hasBegun = true;
        }
        ready.countDown();
        TaskGroup.open(
                "tests",
                group -> {
                    while (true) {
                        Call next = Blocking.call(calls::take, OnCancel.INTERRUPT);
                        if (next == end) {
                            return 0;
                        }
                        try {
                            group.fork(next.name, next::run).join();
                        } finally {
                            next.refuse("the body around it was cancelled", null);
                        }
                    }
                });
    }

    private IllegalStateException ended() {
        return new IllegalStateException(
                "the shared run of "
                        + name
                        + " has ended"
                        + (failure == null ? "" : ": " + failure),
                failure);
    }
}
