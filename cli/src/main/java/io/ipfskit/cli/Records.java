package io.ipfskit.cli;

import io.ipfskit.kit.json.Json;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Prints any output record: as JSON with `--json`, else as `name: value` lines, lists indented
/// below their name. Rows are one line each, their values apart by tabs.
final class Records {
    private final Session session;

    Records(Session session) {
        this.session = session;
    }

    /// Prints a result.
    void value(Object record) {
        if (session.isJson()) {
            session.json(record);
        } else {
            fields(Json.standard().tree(record), "");
        }
    }

    /// Prints one of several rows.
    void row(Object record) {
        if (session.isJson()) {
            session.json(record);
        } else {
            session.line(cells(Json.standard().tree(record)));
        }
    }

    /// Says where rows go on, when they do.
    void afterRows(Object result) {
        JsonNode next = Json.standard().tree(result).get("next_cursor");
        if (next != null && next.isString()) {
            session.terminal().say("there is more: --cursor " + Text.name(next.stringValue()));
        }
    }

    private void fields(JsonNode object, String indent) {
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            JsonNode value = field.getValue();
            if (value.isNull()) {
                continue;
            }
            String start = indent + field.getKey() + ":";
            if (value.isArray()) {
                session.line(start);
                for (JsonNode item : value) {
                    session.line(indent + "  " + (item.isObject() ? cells(item) : text(item)));
                }
            } else if (value.isObject()) {
                session.line(start);
                fields(value, indent + "  ");
            } else {
                session.line(start + " " + text(value));
            }
        }
    }

    private static String cells(JsonNode object) {
        List<String> cells = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            cells.add(field.getValue().isNull() ? "-" : text(field.getValue()));
        }
        return String.join("\t", cells);
    }

    private static String text(JsonNode value) {
        return Text.name(value.isString() ? value.stringValue() : value.toString());
    }
}
