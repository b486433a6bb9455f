package io.ipfskit.cli;

import io.ipfskit.kit.CallOptions;
import io.ipfskit.kit.json.Json;
import io.ipfskit.kit.json.Names;
import io.ipfskit.kit.json.RecordField;
import io.ipfskit.kit.ops.TextOutput;
import io.ipfskit.operation.ByteSource;
import io.ipfskit.operation.ByteStream;
import io.ipfskit.operation.Doc;
import io.ipfskit.operation.Operation;
import io.ipfskit.operation.Operation.BodyIn;
import io.ipfskit.operation.Operation.BodyOut;
import io.ipfskit.operation.Operation.Hint;
import io.ipfskit.operation.Tree;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

import tools.jackson.databind.node.ObjectNode;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The command of an operation that has none by hand, made from its declaration: fields of the path
/// template are arguments in order, a body is a file or stdin, the other fields are options.
final class OperationCommand<I, O> implements Command.OnNode {
    private final Operation<I, O> operation;
    private final Map<RecordField, ArgSpec> arguments = new LinkedHashMap<>();
    private @Nullable ArgSpec body;

    private OperationCommand(Operation<I, O> operation) {
        this.operation = operation;
    }

    /// The command of `operation`.
    static CommandSpec spec(Operation<?, ?> operation) {
        OperationCommand<?, ?> command = new OperationCommand<>(operation);
        CommandSpec spec = CommandSpec.wrapWithoutInspection(command);
        spec.usageMessage().description(operation.summary()).sortOptions(false);
        command.declare(spec);
        return spec;
    }

    private void declare(CommandSpec spec) {
        List<String> positional = operation.pathFields();
        int position = 0;
        for (String name : positional) {
            RecordField field = RecordField.find(operation.input(), name);
            if (field != null) {
                var argument =
                        PositionalParamSpec.builder()
                                .index(Integer.toString(position++))
                                .paramLabel(label(name))
                                .type(OperationValues.type(field))
                                .required(field.required())
                                .description(OperationValues.description(field))
                                .build();
                spec.addPositional(argument);
                arguments.put(field, argument);
            }
        }
        if (operation.bodyIn() != BodyIn.NONE) {
            body =
                    PositionalParamSpec.builder()
                            .index(Integer.toString(position))
                            .paramLabel(operation.bodyIn() == BodyIn.TREE ? "PATH" : "FILE")
                            .type(Path.class)
                            .required(false)
                            .description(
                                    operation.bodyIn() == BodyIn.TREE
                                            ? "A file or folder; - is stdin (default)."
                                            : "A file; - is stdin (default).")
                            .build();
            spec.addPositional((PositionalParamSpec) body);
        }
        for (RecordField field : RecordField.of(operation.input())) {
            if (!positional.contains(field.name()) && !OperationValues.isGlobal(field)) {
                OptionSpec option = option(field);
                spec.addOption(option);
                arguments.put(field, option);
            }
        }
    }

    private static OptionSpec option(RecordField field) {
        List<String> names = new ArrayList<>();
        Doc doc = field.doc();
        if (doc != null && !doc.shortName().isEmpty()) {
            names.add("-" + doc.shortName());
        }
        names.add("--" + Names.kebabCase(field.name()));
        var option =
                OptionSpec.builder(names.toArray(String[]::new))
                        .required(field.required())
                        .description(OperationValues.description(field));
        if (OperationValues.isBoolean(field)) {
            return option.type(Boolean.class).arity("0..1").fallbackValue("true").build();
        }
        option.paramLabel(label(field.name())).arity("1");
        if (OperationValues.isList(field)) {
            return option.type(List.class).auxiliaryTypes(String.class).build();
        }
        if (doc != null && doc.values().length > 0) {
            option.completionCandidates(List.of(doc.values()));
        }
        return option.type(OperationValues.type(field)).build();
    }

    private static String label(String field) {
        return field.toUpperCase(Locale.ROOT);
    }

    /// Nothing is changed anyway, or the operation itself can say what would be.
    @Override
    public boolean takesDryRun() {
        return operation.is(Hint.READ_ONLY)
                || RecordField.find(operation.input(), "dry_run") != null;
    }

    @Override
    public int run(Session session) throws Exception {
        I input = input(session.globals());
        if (operation.is(Hint.DESTRUCTIVE) && !session.globals().dryRun) {
            Confirmation.require(
                    session.terminal(),
                    session.globals(),
                    String.join(" ", Commands.path(operation)) + ": " + operation.summary());
        }
        ProgressBar bar = ProgressBar.on(session);
        try {
            CallOptions call = withBody(session, session.call());
            if (operation.bodyOut() == BodyOut.BYTES) {
                try (ByteStream bytes = stream(session, input, call)) {
                    Bytes.copy(bytes, session.terminal(), bar);
                }
                return 0;
            }
            boolean hasRows = operation.bodyOut() == BodyOut.ROWS;
            if (hasRows) {
                call =
                        call.withOnItem(row -> {
                            hide(bar);
                            row(session, row);
                        });
            }
            O output = session.kit().call(operation, input, call.withOnProgress(bar));
            hide(bar);
            if (!hasRows) {
                value(session, output);
            } else if (session.globals().verbose) {
                session.terminal().err().println(Json.standard().write(output));
            }
            return 0;
        } finally {
            hide(bar);
        }
    }

    private I input(Globals globals) {
        ObjectNode json = Json.standard().mapper().createObjectNode();
        arguments.forEach((field, argument) -> {
            Object given = argument.getValue();
            if (given != null) {
                json.set(field.name(), OperationValues.toJson(field, given));
            }
        });
        for (RecordField field : RecordField.of(operation.input())) {
            Object global = OperationValues.ofGlobals(field, globals);
            if (global != null && !arguments.containsKey(field)) {
                json.set(field.name(), OperationValues.toJson(field, global));
            }
        }
        return Json.standard().read(json, operation.input());
    }

    private CallOptions withBody(Session session, CallOptions call) {
        if (operation.bodyIn() == BodyIn.NONE) {
            return call;
        }
        Path path = body == null ? null : body.getValue();
        if (path == null || path.toString().equals("-")) {
            return call.withBytes(ByteSource.of(session.terminal().in()));
        }
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new ExitCodes.UsageException(path + ": no such file");
        }
        Path absolute = path.toAbsolutePath();
        return operation.bodyIn() == BodyIn.TREE
                ? call.withTree(Tree.of(absolute))
                : call.withBytes(ByteSource.of(absolute));
    }

    @SuppressWarnings("unchecked") // an operation that gives bytes has a stream as output
    private ByteStream stream(Session session, I input, CallOptions call)
            throws InterruptedException {
        return session.kit().stream((Operation<I, ByteStream>) operation, input, call);
    }

    private static void row(Session session, Object row) {
        if (session.isJson()) {
            session.json(row);
        } else {
            session.line(RecordText.row(row));
        }
    }

    private static void value(Session session, Object value) {
        if (session.isJson()) {
            session.json(value);
        } else if (value instanceof TextOutput output) {
            session.terminal().out().print(output.text());
        } else {
            RecordText.lines(value).forEach(session::line);
        }
    }

    private static void hide(@Nullable ProgressBar bar) {
        if (bar != null) {
            bar.hide();
        }
    }
}
