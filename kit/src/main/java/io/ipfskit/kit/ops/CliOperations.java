package io.ipfskit.kit.ops;

import io.ipfskit.kit.Registry;
import io.ipfskit.kit.json.Names;
import io.ipfskit.kit.json.RecordField;
import io.ipfskit.operation.Bound;
import io.ipfskit.operation.Doc;
import io.ipfskit.operation.Operation;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/// Group `cli`: the command line as data, made from the registry.
public final class CliOperations {
    /// No options.
    public record CommandsInput() {}

    /// All commands.
    public record Commands(@Doc("one per operation that has a command") List<Command> items) {
        public Commands {
            items = List.copyOf(items);
        }
    }

    /// One command.
    public record Command(
            @Doc("the command as typed") String command,
            @Doc("group.name of the operation") String operation,
            @Doc("what it does") String summary,
            @Doc("read, write or admin") String access,
            @Doc("its arguments and options") List<Parameter> parameters) {
        public Command {
            parameters = List.copyOf(parameters);
        }
    }

    /// An argument or option.
    public record Parameter(
            @Doc("field of the input record") String field,
            @Doc("option as typed; absent for a positional argument") @Nullable String option,
            @Doc("position, from 0; absent for an option") @Nullable Integer position,
            @Doc("whether it must be given") boolean required,
            @Doc("JSON text of the default; absent for none") @Nullable String defaultValue,
            @Doc("what it means") String summary) {}

    /// Describes every command.
    public static final Operation<CommandsInput, Commands> COMMANDS =
            Operation.named("cli", "commands", CommandsInput.class, Commands.class)
                    .summary("Describes every command of the command line that is an operation.")
                    .get("/cli/commands")
                    .exempt(
                            Operation.Door.MCP,
                            "describes another door; tools/list describes this one")
                    .example("all commands", "{}")
                    .build();

    /// Commands that have more words than group and name.
    private static final Map<String, List<String>> LONGER =
            Map.of("telemetry.grafana_generate", List.of("telemetry", "grafana", "generate"));

    private CliOperations() {}

    /// The operations of this group.
    ///
    /// @param registry gives the registry, which is complete when the first call comes
    public static List<Bound<?, ?>> bind(Supplier<Registry> registry) {
        return List.of(COMMANDS.to((_, _) -> commands(registry.get())));
    }

    private static Commands commands(Registry registry) {
        List<Command> commands = new ArrayList<>();
        for (Bound<?, ?> bound : registry.all()) {
            Operation<?, ?> operation = bound.operation();
            if (!operation.exemptions().containsKey(Operation.Door.CLI)) {
                commands.add(command(operation));
            }
        }
        return new Commands(commands);
    }

    /// The words of an operation's command.
    public static List<String> words(Operation<?, ?> operation) {
        List<String> longer = LONGER.get(operation.id());
        if (longer != null) {
            return longer;
        }
        String name = Names.kebabCase(operation.name());
        return operation.group().equals("ipfs") ? List.of(name) : List.of(operation.group(), name);
    }

    private static Command command(Operation<?, ?> operation) {
        List<String> positional = operation.pathFields();
        List<Parameter> parameters = new ArrayList<>();
        for (RecordField field : RecordField.of(operation.input())) {
            int position = positional.indexOf(field.name());
            parameters.add(
                    new Parameter(
                            field.name(),
                            position < 0 ? "--" + Names.kebabCase(field.name()) : null,
                            position < 0 ? null : position,
                            field.required(),
                            field.defaultJson(),
                            field.summary()));
        }
        return new Command(
                "ipfs-kit " + String.join(" ", words(operation)),
                operation.id(),
                operation.summary(),
                operation.access().name().toLowerCase(Locale.ROOT),
                parameters);
    }
}
