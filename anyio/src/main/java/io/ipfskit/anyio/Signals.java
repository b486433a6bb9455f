package io.ipfskit.anyio;

import java.lang.System.Logger.Level;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

/// Brings SIGINT and SIGTERM to a run. The only class that touches `sun.misc.Signal`, by
/// reflection: it is part of `jdk.unsupported` and may be missing, then a shutdown hook cancels the
/// run and a log line says so.
final class Signals implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Signals.class.getName());

    private final RunOptions options;
    private final Run run;
    private final Event arrived = new Event();
    private final List<Runnable> restores = new ArrayList<>();

    // Guarded by this.
    private boolean first = true;

    private Signals(RunOptions options, Run run) {
        this.options = options;
        this.run = run;
    }

    static Signals install(RunOptions options, Run run) {
        Signals signals = new Signals(options, run);
        if (options.hasSignals()) {
            try {
                signals.handle("INT", 130);
                signals.handle("TERM", 143);
            } catch (ReflectiveOperationException | IllegalArgumentException missing) {
                LOG.log(
                        Level.WARNING,
                        "signals cannot be handled here, a shutdown hook cancels the run: {0}",
                        missing);
                signals.hookShutdown();
            }
        }
        return signals;
    }

    /// The service of the run that acts on the first signal.
    int serve() throws Exception {
        arrived.await();
        RunOptions.SignalHook hook = options.hook();
        String signal = options.signal();
        try {
            if (hook != null && signal != null) {
                hook.onSignal(signal);
            }
        } finally {
            run.scope().cancel("signal SIG" + signal, CancelReasonClass.SIGNAL);
        }
        return 0;
    }

    @Override
    public void close() {
        for (Runnable restore : restores) {
            restore.run();
        }
    }

    private void received(String signal, int exitCode) {
        synchronized (this) {
            if (!first) {
                Runtime.getRuntime().halt(exitCode);
            }
            first = false;
        }
        options.received(signal);
        arrived.set();
    }

    @SuppressWarnings("ReferenceEquality") // a proxy is itself
    private void handle(String name, int exitCode) throws ReflectiveOperationException {
        Class<?> signalClass = Class.forName("sun.misc.Signal");
        Class<?> handlerClass = Class.forName("sun.misc.SignalHandler");
        Object signal = signalClass.getConstructor(String.class).newInstance(name);
        Object handler =
                Proxy.newProxyInstance(
                        handlerClass.getClassLoader(),
                        new Class<?>[] {handlerClass},
                        (proxy, method, args) -> {
                            switch (method.getName()) {
                                case "handle" -> received(name, exitCode);
                                case "equals" -> {
                                    return proxy == args[0];
                                }
                                case "hashCode" -> {
                                    return System.identityHashCode(proxy);
                                }
                                default -> {
                                    return "anyio handler of SIG" + name;
                                }
                            }
                            return 0;
                        });
        var handle = signalClass.getMethod("handle", signalClass, handlerClass);
        Object before;
        try {
            before = handle.invoke(null, signal, handler);
        } catch (InvocationTargetException refused) {
            throw new IllegalArgumentException("SIG" + name + ": " + refused.getCause(), refused);
        }
        restores.add(() -> {
            try {
                handle.invoke(null, signal, before);
            } catch (ReflectiveOperationException failed) {
                LOG.log(Level.DEBUG, "could not restore the handler of SIG" + name, failed);
            }
        });
    }

    private void hookShutdown() {
        Thread hook =
                Thread.ofPlatform()
                        .name("anyio-shutdown")
                        .unstarted(() -> {
                            received("TERM", 143);
                            try {
                                run.awaitEnd();
                            } catch (InterruptedException _) {
                                Thread.currentThread().interrupt();
                            }
                        });
        Runtime.getRuntime().addShutdownHook(hook);
        restores.add(() -> {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException shuttingDown) {
                LOG.log(Level.DEBUG, "the process is ending", shuttingDown);
            }
        });
    }
}
