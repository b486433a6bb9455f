package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.Executor;

/// Makes virtual threads whose continuations an executor of ours runs. The JDK has a builder for
/// that which is not public; it can be reached only where `java.lang` of `java.base` is open to us:
/// by `--add-opens java.base/java.lang=ALL-UNNAMED`, or by the manifest of the started jar.
final class SchedulerThreads {
    private static final @Nullable Constructor<? extends Thread.Builder.OfVirtual> BUILDER = find();

    private SchedulerThreads() {}

    static boolean isOpen() {
        return BUILDER != null;
    }

    static Thread thread(Executor scheduler, String name, Runnable body) {
        Constructor<? extends Thread.Builder.OfVirtual> builder = BUILDER;
        if (builder == null) {
            throw new IllegalStateException(
                    "the scheduler engine needs --add-opens java.base/java.lang=ALL-UNNAMED");
        }
        try {
            return builder.newInstance(scheduler)
                    .name(name)
                    .inheritInheritableThreadLocals(false)
                    .unstarted(body);
        } catch (InvocationTargetException | InstantiationException | IllegalAccessException e) {
            throw new IllegalStateException("the JDK refused a thread on our scheduler", e);
        }
    }

    /// Finds the builder and proves with one thread that it does what is expected of it.
    private static @Nullable Constructor<? extends Thread.Builder.OfVirtual> find() {
        if (!Object.class.getModule().isOpen("java.lang", SchedulerThreads.class.getModule())) {
            return null;
        }
        try {
            Constructor<? extends Thread.Builder.OfVirtual> builder =
                    Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder")
                            .asSubclass(Thread.Builder.OfVirtual.class)
                            .getDeclaredConstructor(Executor.class);
            builder.setAccessible(true);
            Probe probe = new Probe();
            builder.newInstance(probe).unstarted(probe).start();
            return probe.runsWhatItWasGiven() ? builder : null;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return null;
        } catch (ReflectiveOperationException | RuntimeException otherJdk) {
            return null;
        }
    }

    /// One thread on an executor of ours. A class of its own: another thread runs it while the
    /// outer class is still being initialised.
    private static final class Probe implements Executor, Runnable {
        private volatile @Nullable Runnable scheduled;
        private volatile boolean ran;

        @Override
        public void execute(Runnable continuation) {
            scheduled = continuation;
        }

        @Override
        public void run() {
            ran = true;
        }

        boolean runsWhatItWasGiven() throws InterruptedException {
            Runnable continuation = scheduled;
            if (continuation == null || ran) {
                return false;
            }
            Thread.ofPlatform().daemon().name("anyio-probe").start(continuation).join();
            return ran;
        }
    }
}
