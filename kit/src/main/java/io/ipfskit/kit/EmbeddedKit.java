package io.ipfskit.kit;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.ClosedResource;
import io.ipfskit.anyio.Portal;
import io.ipfskit.anyio.Promise;
import io.ipfskit.anyio.RunOptions;
import io.ipfskit.anyio.Task;
import io.ipfskit.anyio.TaskFailed;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.kit.config.Config;
import io.ipfskit.kit.config.NodeBackends;
import io.ipfskit.kit.life.StartRefused;
import io.ipfskit.kit.life.StopReason;
import io.ipfskit.operation.Bound;
import io.ipfskit.operation.ByteStream;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.Operation;
import io.ipfskit.operation.Operation.BodyOut;
import io.ipfskit.operation.OperationFailed;
import io.ipfskit.operation.Principal;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicBoolean;

/// A node in this process.
final class EmbeddedKit implements IpfsKit {
    private static final String DOOR = "java";

    private final Kit kit;
    private final Entrance entrance;
    private final Ending ending;
    private final AtomicBoolean closed = new AtomicBoolean();

    /// Waits for the end of a node whose stop was asked for.
    @FunctionalInterface
    private interface Ending {
        void await() throws InterruptedException;
    }

    private EmbeddedKit(Kit kit, Entrance entrance, Ending ending) {
        this.kit = kit;
        this.entrance = entrance;
        this.ending = ending;
    }

    static EmbeddedKit open(Config config, KitOptions options) throws InterruptedException {
        Portal portal;
        try {
            portal =
                    Portal.start(
                            NodeBackends.named(config.backend()),
                            options.meters().carriedBy(new RunOptions().named("portal")));
        } catch (IllegalArgumentException e) {
            throw new StartRefused(StartRefused.Reason.USAGE, String.valueOf(e.getMessage()), e);
        }
        Promise<Kit> ready = new Promise<>();
        Entrance entrance = new Entrance(portal);
        boolean done = false;
        try {
            var main = portal.fork("ipfs-kit", () -> live(config, options, ready, _ -> {}));
            Kit kit = entrance.enter(() -> readyOf(ready));
            done = true;
            return new EmbeddedKit(
                    kit,
                    entrance,
                    () -> {
                        try {
                            main.get();
                        } catch (java.util.concurrent.ExecutionException
                                | java.util.concurrent.CancellationException e) {
                            log("the node ended by a failure", e);
                        }
                        portal.close();
                    });
        } finally {
            if (!done) {
                portal.stop(true);
                portal.close();
            }
        }
    }

    static EmbeddedKit within(TaskGroup group, Config config, KitOptions options)
            throws InterruptedException {
        Promise<Kit> ready = new Promise<>();
        Promise<Portal> door = new Promise<>();
        Task<?> main =
                group.forkService("ipfs-kit", () -> live(config, options, ready, door::complete));
        boolean done = false;
        try {
            Kit kit = readyOf(ready);
            Entrance entrance = new Entrance(door.await());
            done = true;
            return new EmbeddedKit(kit, entrance, main::join);
        } finally {
            if (!done) {
                main.cancel("the start was cancelled");
            }
        }
    }

    private static Kit readyOf(Promise<Kit> ready) throws InterruptedException {
        try {
            return ready.await();
        } catch (TaskFailed e) {
            if (e.getCause() instanceof StartRefused refused) {
                throw refused;
            }
            throw new StartRefused(
                    StartRefused.Reason.OTHER, "the node did not start: " + e.getCause(), e);
        }
    }

    /// The node's life: from start to stop, in the kit's run. Its failures are told by `ready`.
    private static boolean live(
            Config config,
            KitOptions options,
            Promise<Kit> ready,
            java.util.function.Consumer<Portal> door)
            throws InterruptedException {
        try {
            Kit.run(
                    config,
                    options,
                    kit ->
                            Portal.open(portal -> {
                                door.accept(portal);
                                ready.complete(kit);
                                StopReason reason = kit.awaitStop();
                                portal.stop(true);
                                return reason;
                            }));
            return true;
        } catch (Exception e) {
            if (!ready.tryFail(e) && e instanceof RuntimeException unexpected) {
                throw unexpected;
            }
            if (e instanceof InterruptedException interrupted) {
                throw interrupted;
            }
            return false;
        }
    }

    private static void log(String what, Exception e) {
        System.getLogger(EmbeddedKit.class.getName()).log(System.Logger.Level.WARNING, what, e);
    }

    // ---- calls ----

    @Override
    public <I, O> O call(Operation<I, O> operation, I input, CallOptions options)
            throws InterruptedException {
        if (operation.bodyOut() == BodyOut.BYTES) {
            throw new IllegalArgumentException(operation + " gives bytes: use stream");
        }
        Bound<I, O> bound = bound(operation);
        Invocation invocation = invocation(options);
        return entrance.enter(() -> kit.operations().invoke(bound, input, invocation));
    }

    @Override
    public <I, O> Running<O> start(Operation<I, O> operation, I input, CallOptions options)
            throws InterruptedException {
        if (operation.bodyOut() == BodyOut.BYTES) {
            throw new IllegalArgumentException(operation + " gives bytes: use stream");
        }
        Bound<I, O> bound = bound(operation);
        Invocation invocation = invocation(options);
        return entrance.enter(() ->
                LiveCall.start(
                        entrance, kit, bound, input, invocation, result -> result, () -> {}));
    }

    @Override
    public <I, O extends ByteStream> ByteStream stream(
            Operation<I, O> operation, I input, CallOptions options) throws InterruptedException {
        if (operation.bodyOut() != BodyOut.BYTES) {
            throw new IllegalArgumentException(operation + " gives no bytes");
        }
        Bound<I, O> bound = bound(operation);
        Invocation invocation = invocation(options);
        return entrance.enter(() -> LiveStream.open(entrance, kit, bound, input, invocation));
    }

    @Override
    public <I, T, O> Items<T, O> items(
            Operation<I, O> operation, Class<T> item, I input, CallOptions options)
            throws InterruptedException {
        if (operation.item() != item) {
            throw new IllegalArgumentException(
                    operation + " gives rows of " + operation.item() + ", not of " + item);
        }
        Bound<I, O> bound = bound(operation);
        Invocation invocation = invocation(options);
        return entrance.enter(() -> LiveItems.open(entrance, kit, bound, item, input, invocation));
    }

    private <I, O> Bound<I, O> bound(Operation<I, O> operation) {
        if (closed.get()) {
            throw new ClosedResource("the kit is closed");
        }
        Bound<I, O> bound = kit.registry().find(operation);
        if (bound == null) {
            throw new OperationFailed(
                    ErrorCode.UNSUPPORTED, "this node has no operation " + operation.id());
        }
        return bound;
    }

    private Invocation invocation(CallOptions options) {
        return new Invocation(
                Principal.LOCAL,
                DOOR,
                null,
                entrance.limit(options.timeout()),
                options.bytes(),
                options.tree(),
                options.onItem(),
                options.onProgress());
    }

    @Override
    public Capabilities capabilities() {
        return kit.capabilities();
    }

    @Override
    public KitInfo info() throws InterruptedException {
        return entrance.enter(() -> {
            var backend = AnyIO.current().backend();
            return new KitInfo(
                    BuildInfo.CURRENT.version(),
                    backend.name(),
                    backend.engine(),
                    Runtime.version().toString(),
                    kit.dataDirectory().path().toString(),
                    "embedded");
        });
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        entrance.close();
        kit.stop(StopReason.CLOSED);
        boolean interrupted = false;
        while (true) {
            try {
                if (AnyIO.isInside()) {
                    awaitInside();
                } else {
                    ending.await();
                }
                break;
            } catch (InterruptedException _) {
                interrupted = true;
            } catch (TaskFailed e) {
                log("the node ended by a failure", e);
                break;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitInside() throws InterruptedException {
        CancelScope.shield(_ -> {
            if (entrance.isInside()) {
                ending.await();
            } else {
                io.ipfskit.anyio.Blocking.call(() -> {
                    ending.await();
                    return true;
                });
            }
            return true;
        });
    }

    @Nullable Kit kit() {
        return closed.get() ? null : kit;
    }
}
