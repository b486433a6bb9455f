package io.ipfskit.cli;

import io.ipfskit.kit.CallOptions;
import io.ipfskit.kit.json.Json;
import io.ipfskit.kit.json.Names;
import io.ipfskit.kit.json.RecordField;
import io.ipfskit.operation.ByteSource;
import io.ipfskit.operation.ByteStream;
import io.ipfskit.operation.Operation;
import io.ipfskit.operation.Operation.BodyIn;
import io.ipfskit.operation.Tree;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The command of an operation that has no hand-written one, made from its declaration: fields of
/// the path template are positional in order, the others `--kebab-case`; bytes or a folder come
/// from a file, a folder or stdin.
final class OperationCommand implements Command.OnNode {
    private final Operation<?, ?> operation;
    private final Map<RecordField, ArgSpec> arguments = new LinkedHashMap<>();
    private @Nullable ArgSpec body;

    private OperationCommand(Operation<?, ?> operation) {
        this.operation = operation;
    }

    /// The name that is typed for `operation`, below its group.
    static String nameOf(Operation<?, ?> operation) {
        return operation.name().replace('_', '-');
    }

    /// The command of `operation`.
    static CommandSpec of(Operation<?, ?> operation) {
        OperationCommand command = new OperationCommand(operation);
        CommandSpec spec = CommandSpec.wrapWithoutInspection(command).name(nameOf(operation));
        spec.usageMessage().description(escaped(operation.summary()));
        spec.usageMessage().sortOptions(false);
        command.declare(spec);
        return spec;
    }

    private void declare(CommandSpec spec) {
        List<String> template =
                Arrays.stream(operation.path().split("/", -1))
                        .filter(segment -> segment.startsWith("{"))
                        .map(segment -> segment.replaceAll("[{}.]", ""))
                        .toList();
        for (String name : template) {
            RecordField field = RecordField.find(operation.input(), name);
            if (field != null) {
                add(spec, field, positional(arguments.size(), field));
            }
        }
        for (RecordField field : RecordField.of(operation.input())) {
            if (!template.contains(field.name())) {
                add(spec, field, option(field));
            }
        }
        if (operation.bodyIn() != BodyIn.NONE) {
            body =
                    PositionalParamSpec.builder()
                            .index(Integer.toString(template.size()))
                            .arity("0..1")
                            .type(Path.class)
                            .paramLabel(operation.bodyIn() == BodyIn.TREE ? "PATH" : "FILE")
                            .description("What goes in (default, and -: stdin).")
                            .build();
            spec.add(body);
        }
    }

    private void add(CommandSpec spec, RecordField field, ArgSpec argument) {
        arguments.put(field, argument);
        spec.add(argument);
    }

    private static ArgSpec positional(int index, RecordField field) {
        return PositionalParamSpec.builder()
                .index(Integer.toString(index))
                .arity("1")
                .required(true)
                .type(String.class)
                .paramLabel(field.name().toUpperCase(Locale.ROOT))
                .description(description(field))
                .build();
    }

    private static ArgSpec option(RecordField field) {
        var option = OptionSpec.builder("--" + Names.kebabCase(field.name()));
        option.description(description(field)).required(field.required());
        Class<?> type = field.type();
        if (type == boolean.class || type == Boolean.class) {
            return option.type(String.class)
                    .arity("0..1")
                    .fallbackValue("true")
                    .paramLabel("true|false")
                    .build();
        }
        option.paramLabel("VALUE").arity("1");
        if (List.class.isAssignableFrom(type)) {
            return option.type(List.class).auxiliaryTypes(String.class).build();
        }
        return option.type(String.class).build();
    }

    private static String description(RecordField field) {
        String summary = field.summary();
        String initial = field.defaultJson();
        String sentence =
                summary.isEmpty()
                        ? field.name()
                        : summary.substring(0, 1).toUpperCase(Locale.ROOT) + summary.substring(1);
        return escaped(sentence + (initial == null ? "." : " (default: " + initial + ")."));
    }

    /// Text that picocli prints as it is.
    private static String escaped(String text) {
        return text.replace("%", "%%").replace("@|", "@ |");
    }

    @Override
    public int run(Session session) throws Exception {
        return run(session, operation);
    }

    private <I, O> int run(Session session, Operation<I, O> operation) throws Exception {
        I input = Json.standard().readTexts(texts(), operation.input());
        ProgressBar bar = ProgressBar.on(session);
        try {
            CallOptions options = withBody(session, session.call().withOnProgress(bar));
            Records records = new Records(session);
            switch (operation.bodyOut()) {
                case BYTES -> {
                    @SuppressWarnings("unchecked") // the builder of operations holds it
                    Operation<I, ? extends ByteStream> bytes =
                            (Operation<I, ? extends ByteStream>) operation;
                    try (ByteStream content = session.kit().stream(bytes, input, options)) {
                        Bytes.copy(content, session.terminal(), bar);
                    }
                }
                case ROWS -> {
                    O result =
                            session.kit()
                                    .call(
                                            operation,
                                            input,
                                            options.withOnItem(row -> {
                                                hide(bar);
                                                records.row(row);
                                            }));
                    hide(bar);
                    records.afterRows(result);
                }
                case VALUE -> {
                    O result = session.kit().call(operation, input, options);
                    hide(bar);
                    records.value(result);
                }
            }
            return 0;
        } finally {
            if (bar != null) {
                bar.close();
            }
        }
    }

    private static void hide(@Nullable ProgressBar bar) {
        if (bar != null) {
            bar.hide();
        }
    }

    private Map<String, List<String>> texts() {
        Map<String, List<String>> texts = new LinkedHashMap<>();
        arguments.forEach((field, argument) -> {
            Object value = argument.getValue();
            if (value instanceof List<?> several) {
                List<String> all = new ArrayList<>();
                several.forEach(one -> all.add(String.valueOf(one)));
                texts.put(field.name(), all);
            } else if (value != null) {
                texts.put(field.name(), List.of(value.toString()));
            }
        });
        return texts;
    }

    private CallOptions withBody(Session session, CallOptions options) {
        if (body == null) {
            return options;
        }
        Path path = body.getValue();
        if (path == null || path.toString().equals("-")) {
            return options.withBytes(ByteSource.of(session.terminal().in()));
        }
        return operation.bodyIn() == BodyIn.TREE
                ? options.withTree(Tree.of(path))
                : options.withBytes(ByteSource.of(path));
    }
}
