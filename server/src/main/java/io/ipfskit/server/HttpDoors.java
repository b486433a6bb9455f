package io.ipfskit.server;

import io.ipfskit.anyio.Blocking;
import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Compute;
import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.Event;
import io.ipfskit.anyio.OnCancel;
import io.ipfskit.anyio.Portal;
import io.ipfskit.anyio.Promise;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.Time;
import io.ipfskit.kit.BuildInfo;
import io.ipfskit.kit.Doors;
import io.ipfskit.kit.Kit;
import io.ipfskit.kit.config.Config;
import io.ipfskit.kit.config.Listen;
import io.ipfskit.kit.life.StartRefused;
import io.ipfskit.kit.local.LocalFiles;
import io.ipfskit.mcp.McpServer;
import io.ipfskit.server.gateway.GatewayDoor;
import io.ipfskit.server.http.BearerToken;
import io.ipfskit.server.http.HostPolicy;
import io.ipfskit.server.http.HttpExchange;
import io.ipfskit.server.http.HttpListener;
import io.ipfskit.server.http.HttpService;
import io.ipfskit.server.http.TracedService;
import io.ipfskit.server.mcp.LocalCaller;
import io.ipfskit.server.mcp.McpDoor;
import io.ipfskit.server.mcp.OperationTools;
import io.ipfskit.server.mcp.PathPolicy;
import io.ipfskit.server.openapi.OpenApi;
import io.ipfskit.server.rest.RestDoor;
import io.ipfskit.server.rest.RouteTable;
import io.ipfskit.server.web.StaticFiles;
import io.ipfskit.telemetry.Telemetry;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// The API and gateway listeners of a node.
public final class HttpDoors implements Doors {
    private static final Duration CANCELLED_LIMIT = Duration.ofSeconds(2);
    private static final Duration POLL = Duration.ofMillis(10);

    private final Event closing = new Event();
    private @Nullable HttpListener api;
    private @Nullable HttpListener gateway;
    private @Nullable Portal portal;

    @Override
    public void start(Kit kit, TaskGroup services) throws InterruptedException {
        Config config = kit.config();
        config.requireServable();
        Promise<Portal> opened = new Promise<>();
        var _ =
                services.forkService(
                        "http",
                        () ->
                                Portal.open(entry -> {
                                    opened.complete(entry);
                                    closing.await();
                                    return null;
                                }));
        Portal entry = opened.await();
        portal = entry;
        boolean started = false;
        try {
            Listen gatewayListen = config.gateway().listen();
            GatewayDoor gatewayDoor =
                    new GatewayDoor(
                            kit.node().blocks(),
                            new HostPolicy(!gatewayListen.isLoopback(), Set.of()),
                            config.timeouts().gateway());
            gateway =
                    listen(
                            "gateway",
                            gatewayListen,
                            entry,
                            traced(kit, _ -> "/ipfs/{path}", gatewayDoor));
            ApiDoor apiDoor = apiDoor(kit);
            api = listen("api", config.api().listen(), entry, traced(kit, apiDoor::route, apiDoor));
            started = true;
        } finally {
            if (!started) {
                close();
            }
        }
    }

    private static HttpService traced(
            Kit kit, Function<HttpExchange, String> route, HttpService service) {
        return kit.meters().isTracing() ? new TracedService(kit.meters(), route, service) : service;
    }

    private static LocalFiles localFiles(Kit kit) throws InterruptedException {
        Path dataDir = kit.config().dataDir();
        try {
            return LocalFiles.open(Disk.real(), dataDir);
        } catch (IOException notWritten) {
            throw new StartRefused(
                    StartRefused.Reason.NOT_WRITABLE,
                    "cannot write to data directory " + dataDir + ": " + notWritten.getMessage(),
                    notWritten);
        }
    }

    private ApiDoor apiDoor(Kit kit) throws InterruptedException {
        Config.Api config = kit.config().api();
        RouteTable routes = new RouteTable(kit.registry().all());
        OpenApi openApi = // writing all schemas takes a while, which no loop should wait for
                Compute.call(() ->
                        new OpenApi(
                                routes.operations(),
                                kit.schemas(),
                                kit.json(),
                                BuildInfo.CURRENT.version(),
                                config.token() != null));
        return new ApiDoor(
                new HostPolicy(!config.listen().isLoopback(), Set.copyOf(config.corsOrigins())),
                new BearerToken(config.token() == null ? null : config.token().reveal()),
                new RestDoor(
                        routes,
                        kit.operations(),
                        kit.json(),
                        kit.config().timeouts().api(),
                        localFiles(kit)),
                openApi,
                new McpDoor(mcpServer(kit)),
                new MetricsDoor(
                        kit.config().telemetry().hasMetrics()
                                        && kit.meters() instanceof Telemetry telemetry
                                ? telemetry
                                : null,
                        kit.node().repo()),
                new StaticFiles(gateway()),
                kit::isReady);
    }

    private McpServer mcpServer(Kit kit) {
        return new McpServer(
                OperationTools.options(BuildInfo.CURRENT.version()),
                new OperationTools(
                        new LocalCaller(kit.registry(), kit.operations()),
                        PathPolicy.overHttp(Disk.real(), kit.config().mcp().roots()),
                        () -> url(api)));
    }

    private static HttpListener listen(
            String name, Listen listen, Portal portal, HttpService service)
            throws InterruptedException {
        try {
            return Blocking.call(
                    () -> HttpListener.start(name, listen, portal, service), OnCancel.WAIT);
        } catch (IOException notStarted) {
            throw new StartRefused(
                    notStarted instanceof BindException
                            ? StartRefused.Reason.PORT_IN_USE
                            : StartRefused.Reason.OTHER,
                    String.valueOf(notStarted.getMessage()),
                    notStarted);
        }
    }

    // ---- where they are ----

    @Override
    public @Nullable String api() {
        HttpListener listener = api;
        if (listener == null) {
            return null;
        }
        InetAddress address = reachable(listener.address());
        return (address instanceof Inet6Address ? "/ip6/" : "/ip4/")
                + address.getHostAddress()
                + "/tcp/"
                + listener.address().getPort();
    }

    @Override
    public @Nullable String gateway() {
        return url(gateway);
    }

    @Override
    public List<String> addresses() {
        List<String> urls = new ArrayList<>();
        for (HttpListener listener : new @Nullable HttpListener[] {api, gateway}) {
            String url = url(listener);
            if (url != null) {
                urls.add(url);
            }
        }
        return urls;
    }

    private static @Nullable String url(@Nullable HttpListener listener) {
        if (listener == null) {
            return null;
        }
        InetAddress address = reachable(listener.address());
        String host = address.getHostAddress();
        return "http://"
                + (address instanceof Inet6Address ? "[" + host + "]" : host)
                + ":"
                + listener.address().getPort();
    }

    /// The address by which this machine reaches a listener: loopback where it listens everywhere.
    private static InetAddress reachable(InetSocketAddress bound) {
        InetAddress address = bound.getAddress();
        if (address == null || address.isAnyLocalAddress()) {
            return loopback(address instanceof Inet6Address);
        }
        return address;
    }

    private static InetAddress loopback(boolean isVersion6) {
        byte[] bytes = new byte[isVersion6 ? 16 : 4];
        bytes[0] = isVersion6 ? (byte) 0 : 127;
        bytes[bytes.length - 1] = 1;
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    // ---- the end ----

    @Override
    public void stopAccepting() throws InterruptedException {
        forEachListener(HttpListener::stopAccepting);
    }

    @Override
    public void awaitIdle() throws InterruptedException {
        while (activeRequests() > 0) {
            Time.sleep(POLL);
        }
    }

    private int activeRequests() {
        HttpListener first = api;
        HttpListener second = gateway;
        return (first == null ? 0 : first.activeRequests())
                + (second == null ? 0 : second.activeRequests());
    }

    @Override
    public void close() throws InterruptedException {
        forEachListener(listener -> listener.cancelAll("the server stops"));
        CancelScope.moveOnAfter(
                CANCELLED_LIMIT,
                scope -> {
                    awaitIdle();
                    return null;
                });
        forEachListener(HttpListener::close);
        Portal entry = portal;
        if (entry != null) {
            entry.stop(true);
        }
        closing.set();
    }

    private interface Step {
        void on(HttpListener listener);
    }

    private void forEachListener(Step step) throws InterruptedException {
        for (HttpListener listener : new @Nullable HttpListener[] {api, gateway}) {
            if (listener != null) {
                Blocking.call(
                        () -> {
                            step.on(listener);
                            return true;
                        },
                        OnCancel.WAIT);
            }
        }
    }
}
