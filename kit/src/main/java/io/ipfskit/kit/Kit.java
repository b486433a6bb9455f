package io.ipfskit.kit;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backend;
import io.ipfskit.anyio.Body;
import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Clock;
import io.ipfskit.anyio.Compute;
import io.ipfskit.anyio.Event;
import io.ipfskit.anyio.Meters;
import io.ipfskit.anyio.Rng;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.kit.config.Config;
import io.ipfskit.kit.config.NodeBackends;
import io.ipfskit.kit.json.Json;
import io.ipfskit.kit.json.Schemas;
import io.ipfskit.kit.life.Component;
import io.ipfskit.kit.life.DataDirectory;
import io.ipfskit.kit.life.LifeCycle;
import io.ipfskit.kit.life.StartRefused;
import io.ipfskit.kit.life.StopReason;
import io.ipfskit.kit.ops.AdminOperations;
import io.ipfskit.kit.ops.CliOperations;
import io.ipfskit.kit.ops.ConfigOperations;
import io.ipfskit.kit.ops.DaemonOperations;
import io.ipfskit.kit.ops.RuntimeOperations;
import io.ipfskit.kit.ops.TelemetryOperations;
import io.ipfskit.kit.ops.VersionOperations;
import io.ipfskit.node.Node;
import io.ipfskit.node.ops.BlockOperations;
import io.ipfskit.node.ops.CidOperations;
import io.ipfskit.node.ops.DagOperations;
import io.ipfskit.node.ops.FilesOperations;
import io.ipfskit.node.ops.FilestoreOperations;
import io.ipfskit.node.ops.IpfsOperations;
import io.ipfskit.node.ops.PinOperations;
import io.ipfskit.node.ops.RepoOperations;
import io.ipfskit.operation.Bound;
import io.ipfskit.operation.Operation;

import org.jspecify.annotations.Nullable;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A running node, as its doors see it: the one place where the parts are put together.
///
/// [#run] starts the services in order, runs its body, and stops them in reverse, whatever happens.
/// Doors and operations get at the parts here. Safe for any task of the run.
///
/// ```java
/// AnyIO.run(backend, options, run -> Kit.run(config, KitOptions.EMBEDDED.withDoors(doors), kit -> {
///     kit.addresses().forEach(System.out::println);
///     return kit.awaitStop();
/// }));
/// ```
public final class Kit {
    /// How long requests may go on after the stop began.
    public static final Duration DRAIN_LIMIT = Duration.ofSeconds(10);

    private static final Logger LOG = System.getLogger(Kit.class.getName());

    private final Config config;
    private final KitOptions options;
    private final LifeCycle life;
    private final TaskGroup services;
    private final TaskGroup calls;
    private final Operations operations;
    private final Instant startedAt = Clock.now();
    private final String instanceId = Rng.uuid().toString();
    private final Event stopRequested = new Event();
    private final Event stopped = new Event();

    private @Nullable DataDirectory dataDirectory;
    private @Nullable Node node;
    private @Nullable Registry registry;
    private volatile @Nullable StopReason stopReason;
    private volatile boolean ready;

    private Kit(Config config, KitOptions options, TaskGroup services, TaskGroup calls) {
        this.config = config;
        this.options = options;
        this.services = services;
        this.calls = calls;
        this.operations = new Operations(options.meters());
        this.life = new LifeCycle(services, this::die);
    }

    /// Starts a node in the caller's run, runs `body`, and stops the node.
    ///
    /// @throws StartRefused when it cannot start; what had started is stopped
    /// @throws X what the body throws
    /// @throws InterruptedException when the caller is cancelled; the node has stopped then
    public static <R extends @Nullable Object, X extends Exception> R run(
            Config config, KitOptions options, Body<Kit, R, X> body)
            throws X, InterruptedException {
        requireBackend(config);
        return TaskGroup.open(
                "ipfs-kit",
                services ->
                        TaskGroup.open(
                                "ipfs-kit calls",
                                calls -> {
                                    Kit kit = new Kit(config, options, services, calls);
                                    try (var _ = options.meters().watch(AnyIO.current())) {
                                        kit.start();
                                        return body.run(kit);
                                    } finally {
                                        kit.stopNow();
                                    }
                                }));
    }

    private static void requireBackend(Config config) {
        Backend running = AnyIO.current().backend();
        if (!running.isSimulated() && !NodeBackends.isMeant(config.backend(), running)) {
            throw new StartRefused(
                    StartRefused.Reason.USAGE,
                    "the configuration names backend "
                            + config.backend()
                            + ", this run is on "
                            + running.engine()
                            + "; use the same");
        }
    }

    // ---- start ----

    private void start() throws InterruptedException {
        Doors doors = options.doors();
        if (doors != null) {
            config.requireServable();
        }
        StartList.Parts parts = StartList.startNode(life, config, options);
        dataDirectory = parts.dataDirectory();
        node = parts.node();
        registry = Registry.of(bind(parts.node()));
        StartList.startExtras(life, options.services(), this);
        if (doors != null) {
            StartList.startDoors(life, doors, parts.dataDirectory(), this);
        }
        ready = true;
        if (doors != null) { // a short command does not pay for it
            Registry checked = registry();
            services.forkService(
                    "check of examples",
                    () -> {
                        checkExamples(checked);
                        return true;
                    });
        }
        LOG.log(
                Level.INFO,
                "ipfs-kit {0} ready on {1} with data in {2}",
                BuildInfo.CURRENT.version(),
                AnyIO.current().backend().engine(),
                parts.dataDirectory().path());
    }

    private @Nullable String gatewayUrl() {
        Doors doors = options.doors();
        return doors == null ? null : doors.gateway();
    }

    /// Reads every example once the node is ready: a broken one stops it, sound ones have loaded
    /// the JSON mapping before the first request needs it.
    private void checkExamples(Registry registry) throws InterruptedException {
        List<String> violations =
                Compute.call(() ->
                        RegistryChecks.examples(
                                registry.all().stream()
                                        .<Operation<?, ?>>map(Bound::operation)
                                        .toList()));
        if (!violations.isEmpty()) {
            stop(
                    StopReason.failed(
                            "registry",
                            new IllegalArgumentException(String.join("\n", violations))));
        }
    }

    /// All operations, in floor order of their modules.
    private List<Bound<?, ?>> bind(Node opened) {
        List<Bound<?, ?>> all = new ArrayList<>();
        all.addAll(IpfsOperations.bind(opened));
        all.addAll(DagOperations.bind(opened));
        all.addAll(BlockOperations.bind(opened));
        all.addAll(FilestoreOperations.bind(opened));
        all.addAll(FilesOperations.bind(opened));
        all.addAll(PinOperations.bind(opened));
        all.addAll(RepoOperations.bind(opened));
        all.addAll(CidOperations.bind());
        all.addAll(VersionOperations.bind());
        all.addAll(RuntimeOperations.bind(operations, startedAt, this::gatewayUrl));
        all.addAll(TelemetryOperations.bind(options.meters(), config.telemetry(), opened.repo()));
        all.addAll(ConfigOperations.bind(config));
        all.addAll(AdminOperations.bind(operations, this::health));
        all.addAll(DaemonOperations.bind(this::stop));
        all.addAll(CliOperations.bind(this::registry));
        all.addAll(options.operations());
        return all;
    }

    // ---- stop ----

    /// Asks the node to stop; the first reason is kept. Does not wait. From any thread.
    public void stop(StopReason reason) {
        synchronized (this) {
            if (stopReason != null) {
                return;
            }
            stopReason = reason;
        }
        stopRequested.set();
    }

    /// Waits until somebody asks the node to stop, and returns why.
    public StopReason awaitStop() throws InterruptedException {
        stopRequested.await();
        StopReason reason = stopReason;
        return reason == null ? StopReason.CLOSED : reason;
    }

    /// Waits until the node has stopped, for a signal hook.
    public void awaitStopped() throws InterruptedException {
        stopped.await();
    }

    /// Why it stops, or null while nobody asked.
    public @Nullable StopReason stopReason() {
        return stopReason;
    }

    /// A needed service died: nothing that runs can end well. One that was cancelled works on until
    /// it is stopped, so what runs may end.
    private void die(String service, Throwable cause) {
        StopReason reason = StopReason.failed(service, cause);
        stop(reason);
        operations.refuse(reason.text());
        if (!(cause instanceof InterruptedException)) {
            operations.cancelAll(reason.text());
        }
    }

    private void stopNow() throws InterruptedException {
        stop(StopReason.CLOSED);
        StopReason reason = stopReason == null ? StopReason.CLOSED : stopReason;
        CancelScope.shield(_ -> {
            try {
                boolean wasReady = ready;
                ready = false;
                if (wasReady && options.doors() != null) {
                    Draining.requests(options.doors(), operations);
                }
                Draining.operations(operations, reason.text());
                calls.cancel(reason.text());
            } finally {
                life.stopAll();
                stopped.set();
            }
            return true;
        });
    }

    // ---- the parts ----

    /// The call path of all doors.
    public Operations operations() {
        return operations;
    }

    /// All operations.
    public Registry registry() {
        return require(registry);
    }

    /// What is told of each call and of the run.
    public Meters meters() {
        return options.meters();
    }

    /// The configuration.
    public Config config() {
        return config;
    }

    /// The JSON mapping.
    public Json json() {
        return Json.standard();
    }

    /// The schemas.
    public Schemas schemas() {
        return Schemas.standard();
    }

    /// The IPFS node, for doors that need more than operations (the gateway).
    public Node node() {
        return require(node);
    }

    /// The data directory.
    public DataDirectory dataDirectory() {
        return require(dataDirectory);
    }

    /// The group in which calls run that outlive their caller.
    public TaskGroup calls() {
        return calls;
    }

    /// Whether all services are up and no stop has begun.
    public boolean isReady() {
        return ready && stopReason == null;
    }

    /// When it started.
    public Instant startedAt() {
        return startedAt;
    }

    /// The id of this process's node, new at each start.
    public String instanceId() {
        return instanceId;
    }

    /// The real addresses of the doors as URLs; empty without doors.
    public List<String> addresses() {
        Doors doors = options.doors();
        return doors == null ? List.of() : doors.addresses();
    }

    /// How the services are, in start order.
    public List<Component> components() {
        return life.components();
    }

    /// What the node can do, and what not and why.
    public Capabilities capabilities() {
        return new Capabilities(
                registry().all().stream().map(bound -> bound.operation().id()).toList(),
                MissingParts.of(config, options, components()));
    }

    /// How the node is.
    public io.ipfskit.kit.ops.Health health() {
        return io.ipfskit.kit.ops.Health.of(this);
    }

    private static <T> T require(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("the node has not started this part yet");
        }
        return part;
    }
}
