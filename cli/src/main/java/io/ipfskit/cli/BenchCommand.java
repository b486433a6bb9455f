package io.ipfskit.cli;

import io.ipfskit.anyio.Backend;
import io.ipfskit.anyio.Backends;
import io.ipfskit.kit.config.Config;
import io.ipfskit.kit.config.LoadOptions;
import io.ipfskit.kit.json.Json;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Option;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// `ipfs-kit runtime bench`: one workload on each backend and engine that runs here, one after
/// another in this process, and one table. Beside any server; a temporary folder holds what the
/// workload writes.
@CommandLine.Command(
        name = "bench",
        description = "Run one workload on each backend and print one table.",
        sortOptions = false)
final class BenchCommand implements Command.Plain {
    private static final double SECONDS_MAX = 10;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "0.4",
            description = "Time measured for each part of the workload (default: 0.4, at most 10).")
    double seconds;

    @Override
    public boolean takesDryRun() {
        return false;
    }

    @Override
    public int run(Terminal terminal, Globals globals) throws Exception {
        if (!(seconds > 0 && seconds <= SECONDS_MAX)) {
            throw new ExitCodes.UsageException(
                    "--seconds must be above 0 and at most 10, was " + seconds);
        }
        if (globals.api != null) {
            throw new ExitCodes.UsageException(
                    "runtime bench runs in this process: --api has no meaning for it");
        }
        Duration time = Duration.ofNanos((long) (seconds * 1e9));
        List<Backend> backends =
                globals.backend == null ? Backends.engines() : List.of(chosen(globals.backend));
        Path folder = Files.createTempDirectory("ipfs-kit-bench");
        try (Logs _ = Logs.start(Config.load(quiet(folder)), terminal)) {
            List<BenchRow> rows = new ArrayList<>();
            for (Backend backend : backends) {
                BenchRow row = measure(backend, time, folder);
                rows.add(row);
                if (globals.json) {
                    terminal.out().println(Json.standard().write(row));
                    terminal.out().flush();
                }
            }
            if (!globals.json) {
                print(terminal, rows);
            }
        } finally {
            Folders.delete(folder);
        }
        return 0;
    }

    /// Nothing is told but defects: a long step on backend `loop` is no news in a benchmark.
    private static LoadOptions quiet(Path folder) {
        return LoadOptions.isolated(folder)
                .withFlag("log.level", "ERROR")
                .withFlag("log.format", "text");
    }

    /// The backend asked for; also a simulation, for nothing is kept here.
    static Backend chosen(String name) {
        try {
            return Backends.named(name);
        } catch (IllegalArgumentException unknown) {
            throw new ExitCodes.UsageException(String.valueOf(unknown.getMessage()));
        }
    }

    private static BenchRow measure(Backend backend, Duration time, Path folder) throws Exception {
        double tree = BenchTasks.forkTree(backend, time);
        double channel = BenchTasks.channel(backend, time);
        double cancel = BenchTasks.cancelStorm(backend, time);
        if (backend.isSimulated()) {
            return new BenchRow(
                    backend.name(),
                    backend.engine(),
                    tree,
                    channel,
                    cancel,
                    null,
                    null,
                    null,
                    null,
                    List.of(BenchRow.NO_REAL_IO));
        }
        Path own = Files.createTempDirectory(folder, "run");
        double file = BenchTasks.fileIo(backend, time, own.resolve("file"));
        double echoes = BenchTasks.echoes(backend, time);
        BenchNode.Figures node = BenchNode.measure(backend, time, own.resolve("data"));
        return new BenchRow(
                backend.name(),
                backend.engine(),
                tree,
                channel,
                cancel,
                file,
                echoes,
                node.addMibPerSecond(),
                node.requestsPerSecond(),
                List.of());
    }

    private static void print(Terminal terminal, List<BenchRow> rows) {
        var out = terminal.out();
        String line = "%-18s %10s %10s %12s %10s %10s %10s %12s%n";
        out.printf(
                line,
                "backend",
                "fork tree",
                "channel",
                "cancel storm",
                "file I/O",
                "TCP echo",
                "add",
                "gateway");
        out.printf(
                line,
                "",
                "us/task",
                "ns/item",
                "us/task",
                "MiB/s",
                "trips/s",
                "MiB/s",
                "requests/s");
        for (BenchRow row : rows) {
            out.printf(
                    line,
                    row.engine(),
                    text(row.forkTreeUs()),
                    text(row.channelNs()),
                    text(row.cancelStormUs()),
                    text(row.fileMibPerSecond()),
                    text(row.echoesPerSecond()),
                    text(row.addMibPerSecond()),
                    text(row.gatewayRequestsPerSecond()));
        }
        if (rows.stream().allMatch(row -> row.leftOut().isEmpty())) {
            return;
        }
        out.println("left out:");
        rows.stream()
                .flatMap(row -> row.leftOut().stream())
                .distinct()
                .forEach(part -> out.println("  " + part));
    }

    private static String text(@Nullable Double figure) {
        if (figure == null) {
            return "-";
        }
        return String.format(Locale.ROOT, figure < 100 ? "%.2f" : "%.0f", figure);
    }
}
