package io.ipfskit.cli;

import io.ipfskit.kit.json.Json;
import io.ipfskit.kit.json.RecordField;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.lang.reflect.ParameterizedType;
import java.util.ArrayList;
import java.util.List;

/// Records as lines of text, for the commands that have no layout of their own.
///
/// A result is one line `field: value` per field that it has; a list is one line per element below
/// its name, and where there is a list `items`, the result is its elements alone. An element, like
/// a row, is all its fields as they are declared, separated by tabs, `-` for one that it has not.
final class RecordText {
    private static final String ITEMS = "items";

    private RecordText() {}

    /// The lines of a result.
    static List<String> lines(Object result) {
        List<String> lines = new ArrayList<>();
        JsonNode json = Json.standard().tree(result);
        RecordField items = RecordField.find(result.getClass(), ITEMS);
        if (items != null && json.path(ITEMS).isArray()) {
            json.path(ITEMS).forEach(item -> lines.add(row(item, elementOf(items))));
        } else {
            lines("", json, result.getClass(), lines);
        }
        return lines;
    }

    private static void lines(String prefix, JsonNode json, Class<?> type, List<String> lines) {
        for (RecordField field : RecordField.of(type)) {
            JsonNode value = json.path(field.name());
            String name = prefix + field.name();
            if (value.isMissingNode() || value.isNull()) {
                continue;
            }
            if (value.isArray()) {
                lines.add(name + ":" + (value.isEmpty() ? " none" : ""));
                value.forEach(element -> lines.add("  " + row(element, elementOf(field))));
            } else if (field.type().isRecord()) {
                lines(name + ".", value, field.type(), lines);
            } else {
                lines.add(name + ": " + text(value));
            }
        }
    }

    /// The line of a row.
    static String row(Object row) {
        return row(Json.standard().tree(row), row.getClass());
    }

    private static String row(JsonNode element, @Nullable Class<?> type) {
        if (type == null || !type.isRecord()) {
            return text(element);
        }
        List<String> cells = new ArrayList<>();
        for (RecordField field : RecordField.of(type)) {
            JsonNode value = element.path(field.name());
            cells.add(value.isMissingNode() || value.isNull() ? "-" : text(value));
        }
        return String.join("\t", cells);
    }

    private static @Nullable Class<?> elementOf(RecordField list) {
        return list.genericType() instanceof ParameterizedType type
                        && type.getActualTypeArguments()[0] instanceof Class<?> element
                ? element
                : null;
    }

    private static String text(JsonNode value) {
        return Text.name(value.isString() ? value.stringValue() : value.toString());
    }
}
