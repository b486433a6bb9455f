package io.ipfskit.kit.config;

import io.ipfskit.kit.json.Names;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.toml.TomlMapper;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads a configuration file into flat keys with their lines.
final class TomlFile {
    private static final Pattern TABLE = Pattern.compile("\\s*\\[\\s*([^\\[\\]]+?)\\s*]\\s*(#.*)?");
    private static final Pattern ASSIGNMENT = Pattern.compile("\\s*([A-Za-z0-9_.\"' -]+?)\\s*=.*");
    private static final List<String> SECRETS = List.of("api.auth.token", "api.token", "token");

    /// A value in the file.
    ///
    /// @param texts the value as a flag would give it; several for a list
    /// @param line its line, or 0 when it could not be told
    record Value(List<String> texts, int line) {}

    private TomlFile() {}

    /// The keys of the file; null when it is malformed. Problems are told with file and line.
    static @Nullable Map<String, Value> read(String file, String text, List<String> problems) {
        JsonNode root;
        try {
            root = new TomlMapper().readTree(text);
        } catch (JacksonException e) {
            var at = e.getLocation();
            String where = at == null || at.getLineNr() < 1 ? file : file + ":" + at.getLineNr();
            String what = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
            problems.add(where + ": is not TOML: " + what);
            return null;
        }
        Map<String, Integer> lines = lines(text);
        Map<String, Value> values = new LinkedHashMap<>();
        flatten("", root, file, lines, values, problems);
        return values;
    }

    private static void flatten(
            String prefix,
            JsonNode table,
            String file,
            Map<String, Integer> lines,
            Map<String, Value> values,
            List<String> problems) {
        for (Map.Entry<String, JsonNode> property : table.properties()) {
            String name = prefix + property.getKey();
            JsonNode node = property.getValue();
            int line = lines.getOrDefault(name, 0);
            String where = file + (line > 0 ? ":" + line : "");
            Key key = Key.find(name);
            if (key == null) {
                if (node.isObject() && isTable(name)) {
                    flatten(name + ".", node, file, lines, values, problems);
                } else if (SECRETS.contains(name)) {
                    problems.add(
                            where
                                    + ": a token must not stand in the configuration file; put it"
                                    + " into a file of mode 0600 and name that in"
                                    + " api.auth.token_file");
                } else {
                    String nearest = Names.nearest(name, Key.names());
                    problems.add(
                            where
                                    + ": unknown key "
                                    + name
                                    + (nearest == null
                                            ? "; keys are " + String.join(", ", Key.names())
                                            : "; did you mean " + nearest + "?"));
                }
                continue;
            }
            List<String> texts = texts(key, node);
            if (texts == null) {
                problems.add(
                        where
                                + ": "
                                + name
                                + " must be "
                                + key.type().wanted()
                                + ", was "
                                + kind(node));
            } else {
                values.put(name, new Value(texts, line));
            }
        }
    }

    private static boolean isTable(String name) {
        return Key.names().stream().anyMatch(key -> key.startsWith(name + "."));
    }

    private static @Nullable List<String> texts(Key key, JsonNode node) {
        if (key.type().isList()) {
            if (!node.isArray()) {
                return null;
            }
            List<String> texts = new ArrayList<>();
            for (JsonNode element : node) {
                if (!element.isString()) {
                    return null;
                }
                texts.add(element.stringValue());
            }
            return texts;
        }
        boolean fits =
                switch (key.type()) {
                    case BOOLEAN -> node.isBoolean();
                    case DURATION, RATIO -> node.isString() || node.isNumber();
                    default -> node.isString();
                };
        return fits ? List.of(node.asString()) : null;
    }

    private static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING -> "the text \"" + node.stringValue() + '"';
            case NUMBER -> "the number " + node;
            case BOOLEAN -> node.toString();
            case ARRAY -> "a list";
            case OBJECT -> "a table";
            default -> "something else";
        };
    }

    /// The line of each key. The parser does not tell lines; a file that it accepts has one key a
    /// line at the places where keys of ours can stand.
    private static Map<String, Integer> lines(String text) {
        Map<String, Integer> lines = new LinkedHashMap<>();
        String prefix = "";
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            Matcher table = TABLE.matcher(line);
            if (table.matches()) {
                String name = plain(table.group(1));
                lines.putIfAbsent(name, number);
                prefix = name + ".";
                continue;
            }
            Matcher assignment = ASSIGNMENT.matcher(line);
            if (assignment.matches()) {
                String name = prefix + plain(assignment.group(1));
                lines.putIfAbsent(name, number);
                for (int dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.', dot + 1)) {
                    lines.putIfAbsent(name.substring(0, dot), number);
                }
            }
        }
        return lines;
    }

    private static String plain(String key) {
        return key.replace("\"", "").replace("'", "").replace(" ", "");
    }
}
