package io.ipfskit.cli;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.RunOptions;
import io.ipfskit.kit.BuildInfo;
import io.ipfskit.kit.Kit;
import io.ipfskit.kit.KitOptions;
import io.ipfskit.kit.config.Config;
import io.ipfskit.kit.config.LoadOptions;
import io.ipfskit.kit.life.StopReason;
import io.ipfskit.server.HttpDoors;
import io.ipfskit.telemetry.Telemetry;
import io.ipfskit.telemetry.TelemetryOptions;
import io.ipfskit.telemetry.TraceOptions;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Option;

import java.util.concurrent.atomic.AtomicReference;

/// `ipfs-kit daemon`: the server, in the foreground. The first SIGINT or SIGTERM drains and stops
/// it (exit 130, 143), the second ends it at once; `ipfs-kit shutdown` stops it with exit 0.
@CommandLine.Command(
        name = "daemon",
        description = "Run the server: API, dashboard, gateway.",
        sortOptions = false)
final class DaemonCommand implements Command.Plain {
    @Option(
            names = "--api-listen",
            paramLabel = "HOST:PORT",
            description = "Where the API listens (default: 127.0.0.1:5001); port 0 is any free.")
    @Nullable String apiListen;

    @Option(
            names = "--gateway-listen",
            paramLabel = "HOST:PORT",
            description = "Where the gateway listens (default: 127.0.0.1:8080).")
    @Nullable String gatewayListen;

    @Option(
            names = "--enable-gc",
            description =
                    "Remove blocks that nothing needs when they pass the watermark"
                            + " (see gc.storage_max, gc.watermark, gc.period).")
    boolean enableGc;

    @Override
    public boolean takesDryRun() {
        return false;
    }

    @Override
    public int run(Terminal terminal, Globals globals) throws Exception {
        if (globals.api != null) {
            throw new ExitCodes.UsageException(
                    "--api names a server to call; where this one listens is --api-listen");
        }
        LoadOptions load = Nodes.loadOptions(globals);
        if (apiListen != null) {
            load = load.withFlag("api.listen", apiListen);
        }
        if (gatewayListen != null) {
            load = load.withFlag("gateway.listen", gatewayListen);
        }
        if (enableGc) {
            load = load.withFlag("gc.enabled", "true");
        }
        Config config = Config.load(load);
        try (Logs logs = Logs.start(config, terminal)) {
            return serve(config, terminal, logs);
        }
    }

    /// Runs a server until it is stopped.
    static int serve(Config config, Terminal terminal, Logs logs) throws Exception {
        try (Telemetry telemetry = Telemetry.start(measured(config))) {
            return serve(config, terminal, logs, telemetry);
        }
    }

    private static TelemetryOptions measured(Config config) {
        TelemetryOptions options = TelemetryOptions.of(BuildInfo.CURRENT.version());
        Config.Telemetry wanted = config.telemetry();
        return wanted.traces().equals("none")
                ? options
                : options.withTraces(
                        new TraceOptions.Otlp(wanted.endpoint(), wanted.ratio())
                                .withHeaders(wanted.headers().reveal()));
    }

    private static int serve(Config config, Terminal terminal, Logs logs, Telemetry telemetry)
            throws Exception {
        AtomicReference<@Nullable Kit> running = new AtomicReference<>();
        RunOptions options =
                RunOptions.withSignals(
                                signal -> {
                                    Kit kit = running.get();
                                    if (kit != null) {
                                        kit.stop(
                                                signal.equals("INT")
                                                        ? StopReason.SIGINT
                                                        : StopReason.SIGTERM);
                                        kit.awaitStopped();
                                    }
                                })
                        .named("ipfs-kit daemon");
        return Nodes.inRun(
                config.backend(),
                telemetry.carriedBy(options).carrying(new LogContext()),
                () ->
                        Kit.<Integer, Exception>run(
                                config,
                                KitOptions.EMBEDDED
                                        .withDoors(new HttpDoors())
                                        .withMeters(telemetry)
                                        .withLogFiles(logs.files()),
                                kit -> {
                                    running.set(kit);
                                    banner(kit, terminal);
                                    StopReason reason = kit.awaitStop();
                                    terminal.err().println("stopping: " + reason.text());
                                    return reason.exitCode();
                                }));
    }

    private static void banner(Kit kit, Terminal terminal) {
        var out = terminal.out();
        var backend = AnyIO.current().backend();
        String gateway = null;
        String api = null;
        for (String address : kit.addresses()) {
            if (api == null) {
                api = address;
            } else if (gateway == null) {
                gateway = address;
            }
        }
        out.println(
                "ipfs-kit "
                        + BuildInfo.CURRENT.version()
                        + " on "
                        + backend.engine()
                        + ", Java "
                        + Runtime.version());
        out.println("Data directory: " + kit.dataDirectory().path());
        if (api != null) {
            out.println("API server listening on " + api + "  (dashboard: " + api + "/)");
        }
        if (gateway != null) {
            out.println("Gateway server listening on " + gateway);
        }
        out.println("Daemon is ready");
        out.flush();
    }
}
