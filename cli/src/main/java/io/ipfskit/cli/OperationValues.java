package io.ipfskit.cli;

import io.ipfskit.kit.json.Json;
import io.ipfskit.kit.json.RecordField;
import io.ipfskit.kit.json.RecordTypes;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/// How fields of operation records are given at the command line: truth values as flags, numbers
/// and texts as they are, lists by repeating the option, anything deeper as JSON text.
final class OperationValues {
    private static final Set<Class<?>> WHOLE =
            Set.of(
                    int.class,
                    Integer.class,
                    long.class,
                    Long.class,
                    OptionalInt.class,
                    OptionalLong.class);

    private OperationValues() {}

    /// Whether an option of every command gives the field its value.
    static boolean isGlobal(RecordField field) {
        return switch (field.name()) {
            case "dry_run", "quiet", "timeout" -> true;
            default -> false;
        };
    }

    /// The value that an option of every command gives the field, or null.
    static @Nullable Object ofGlobals(RecordField field, Globals globals) {
        return switch (field.name()) {
            case "dry_run" -> globals.dryRun ? true : null;
            case "quiet" -> globals.quiet ? true : null;
            case "timeout" -> globals.timeout;
            default -> null;
        };
    }

    static boolean isBoolean(RecordField field) {
        return field.type() == boolean.class || field.type() == Boolean.class;
    }

    static boolean isList(RecordField field) {
        return Collection.class.isAssignableFrom(field.type());
    }

    /// The type that the parser reads.
    static Class<?> type(RecordField field) {
        Class<?> type = field.type();
        if (isBoolean(field)) {
            return Boolean.class;
        }
        if (WHOLE.contains(type)) {
            return Long.class;
        }
        return type == double.class || type == Double.class ? Double.class : String.class;
    }

    /// What the field means, with its values and default.
    static String description(RecordField field) {
        StringBuilder text = new StringBuilder();
        String summary = field.summary();
        if (!summary.isEmpty()) {
            text.append(Character.toUpperCase(summary.charAt(0))).append(summary.substring(1));
        }
        var doc = field.doc();
        if (doc != null && doc.values().length > 0) {
            text.append(": ").append(String.join(", ", doc.values()));
        }
        String fallback = field.defaultJson();
        if (fallback != null) {
            JsonNode value = Json.standard().parse(fallback);
            text.append(" (default: ")
                    .append(value.isString() ? value.stringValue() : value.toString())
                    .append(')');
        }
        // The parser takes a percent sign for the begin of a format.
        return text.append('.').toString().replace("%", "%%");
    }

    /// What the parser read, as JSON.
    static JsonNode toJson(RecordField field, Object given) {
        var nodes = Json.standard().mapper().getNodeFactory();
        return switch (given) {
            case Boolean truth -> nodes.booleanNode(truth);
            case Long number -> nodes.numberNode(number);
            case Double number -> nodes.numberNode(number);
            case List<?> texts -> {
                ArrayNode array = nodes.arrayNode();
                texts.forEach(text -> array.add(element(field, String.valueOf(text))));
                yield array;
            }
            default -> {
                String text = given.toString();
                yield RecordTypes.isText(field.type())
                        ? nodes.stringNode(text)
                        : Json.standard().parse(text);
            }
        };
    }

    private static JsonNode element(RecordField field, String text) {
        boolean plain =
                field.genericType() instanceof java.lang.reflect.ParameterizedType list
                        && list.getActualTypeArguments()[0] instanceof Class<?> element
                        && RecordTypes.isText(element);
        return plain
                ? Json.standard().mapper().getNodeFactory().stringNode(text)
                : Json.standard().parse(text);
    }
}
