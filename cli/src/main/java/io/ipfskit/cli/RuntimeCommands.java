package io.ipfskit.cli;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backend;
import io.ipfskit.anyio.Clock;
import io.ipfskit.anyio.RunOptions;
import io.ipfskit.kit.CallOptions;
import io.ipfskit.kit.IpfsKit;
import io.ipfskit.kit.Operations;
import io.ipfskit.kit.config.Config;
import io.ipfskit.kit.json.Durations;
import io.ipfskit.kit.json.Json;
import io.ipfskit.kit.ops.RuntimeOperations;
import io.ipfskit.kit.ops.RuntimeOperations.Dump;
import io.ipfskit.kit.ops.RuntimeOperations.DumpInput;
import io.ipfskit.kit.ops.RuntimeOperations.InfoInput;
import io.ipfskit.kit.ops.RuntimeOperations.RuntimeInfo;
import io.ipfskit.kit.ops.RuntimeOperations.TaskRow;
import io.ipfskit.kit.ops.RuntimeOperations.Tasks;
import io.ipfskit.kit.ops.RuntimeOperations.TasksInput;
import io.ipfskit.operation.Bound;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.Operation;
import io.ipfskit.operation.OperationFailed;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Option;

import java.net.URI;
import java.util.Locale;

/// `ipfs-kit runtime`: of the running server; with `--backend`, or without a server, of a run of
/// its own that opens no data directory.
@CommandLine.Command(
        name = "runtime",
        description = "Show what it runs on, and the live task tree; compare backends.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RuntimeCommands.Info.class,
            RuntimeCommands.TaskList.class,
            RuntimeCommands.DumpOf.class,
            BenchCommand.class
        })
final class RuntimeCommands {
    /// `ipfs-kit runtime info`.
    @CommandLine.Command(
            name = "info",
            description = "Show backend, engine and figures.",
            sortOptions = false)
    static final class Info implements Command.Plain {
        @Override
        public int run(Terminal terminal, Globals globals) throws Exception {
            return ask(
                    globals,
                    RuntimeOperations.INFO,
                    new InfoInput(),
                    info -> {
                        if (globals.json) {
                            terminal.out().println(Json.standard().write(info));
                        } else {
                            print(terminal, info);
                        }
                    });
        }

        private static void print(Terminal terminal, RuntimeInfo info) {
            var out = terminal.out();
            out.println("Backend: " + info.backend());
            out.println("Engine: " + info.engine());
            out.println("Java: " + info.java());
            out.println("Process: " + info.pid());
            out.println("Uptime: " + Durations.format(info.uptime()));
            out.println("Processors: " + info.processors());
            out.println("Tasks: " + info.liveTasks());
            out.println("Operations: " + info.runningOperations());
            out.println(
                    "Heap: " + Text.bytes(info.heapUsed()) + " of " + Text.bytes(info.heapMax()));
        }
    }

    /// `ipfs-kit runtime tasks`.
    @CommandLine.Command(name = "tasks", description = "List the live tasks.", sortOptions = false)
    static final class TaskList implements Command.Plain {
        @Option(
                names = "--operation",
                paramLabel = "ID",
                description = "Only those of this run of an operation.")
        @Nullable String operation;

        @Override
        public int run(Terminal terminal, Globals globals) throws Exception {
            return ask(
                    globals,
                    RuntimeOperations.TASKS,
                    new TasksInput(operation),
                    tasks -> print(terminal, globals, tasks));
        }

        private static void print(Terminal terminal, Globals globals, Tasks tasks) {
            for (TaskRow task : tasks.items()) {
                if (globals.json) {
                    terminal.out().println(Json.standard().write(task));
                    continue;
                }
                StringBuilder line =
                        new StringBuilder(
                                String.format(
                                        Locale.ROOT,
                                        "%6d %6d %-10s %8.3fs  %s",
                                        task.id(),
                                        task.parent(),
                                        task.state(),
                                        task.ageMs() / 1000.0,
                                        Text.name(task.name())));
                if (task.waitingFor() != null) {
                    line.append("  waits for ").append(Text.name(task.waitingFor()));
                }
                if (task.cancelReason() != null) {
                    line.append("  cancelled: ").append(Text.name(task.cancelReason()));
                }
                if (task.operation() != null) {
                    line.append("  ").append(task.operation());
                }
                terminal.out().println(line);
            }
        }
    }

    /// `ipfs-kit runtime dump`.
    @CommandLine.Command(
            name = "dump",
            description = "Print the task tree as text.",
            sortOptions = false)
    static final class DumpOf implements Command.Plain {
        @Override
        public int run(Terminal terminal, Globals globals) throws Exception {
            return ask(
                    globals,
                    RuntimeOperations.DUMP,
                    new DumpInput(),
                    (Dump dump) -> {
                        if (globals.json) {
                            terminal.out().println(Json.standard().write(dump));
                        } else {
                            terminal.out().println(dump.text().stripTrailing());
                        }
                    });
        }
    }

    private interface Print<O> {
        void print(O output);
    }

    /// Asks the server, or a run of its own.
    private static <I, O> int ask(
            Globals globals, Operation<I, O> operation, I input, Print<O> print) throws Exception {
        RunOptions options = RunOptions.withSignals().named("ipfs-kit runtime");
        if (globals.backend != null && globals.api == null) {
            return own(globals.backend, options, operation, input, print);
        }
        Config config = Nodes.configuration(globals);
        return Nodes.inRun(
                config.backend(),
                options,
                () -> {
                    URI server = Nodes.server(config, globals);
                    if (server == null) {
                        print.print(call(operation, input));
                        return 0;
                    }
                    try (IpfsKit kit = Nodes.connect(server, config, globals)) {
                        print.print(
                                kit.call(
                                        operation,
                                        input,
                                        CallOptions.NONE.withTimeout(Nodes.timeout(globals))));
                        return 0;
                    }
                });
    }

    /// A simulation is accepted by `info` alone: nothing is kept, and nothing outside is touched.
    private static <I, O> int own(
            String name, RunOptions options, Operation<I, O> operation, I input, Print<O> print)
            throws Exception {
        Backend backend =
                operation.equals(RuntimeOperations.INFO)
                        ? BenchCommand.chosen(name)
                        : Nodes.backend(name);
        return AnyIO.<Integer, Exception>run(
                backend,
                options,
                run -> {
                    print.print(call(operation, input));
                    return 0;
                });
    }

    /// Calls the operation about the calling run.
    private static <I, O> O call(Operation<I, O> operation, I input) throws InterruptedException {
        for (Bound<?, ?> bound : RuntimeOperations.bind(new Operations(), Clock.now())) {
            if (bound.operation() == operation) {
                @SuppressWarnings("unchecked") // the same constant has the same types
                Bound<I, O> same = (Bound<I, O>) bound;
                return same.handler().handle(input, NoCall.INSTANCE);
            }
        }
        throw new OperationFailed(ErrorCode.INTERNAL, operation + " is not bound");
    }
}
