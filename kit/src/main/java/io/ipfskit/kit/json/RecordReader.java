package io.ipfskit.kit.json;

import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.FieldError;
import io.ipfskit.operation.OperationFailed;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Reads records field by field, so that all wrong fields are told at once.
final class RecordReader {
    private final JsonMapper mapper;

    RecordReader(JsonMapper mapper) {
        this.mapper = mapper;
    }

    <T> T read(JsonNode json, Class<T> record) {
        List<FieldError> errors = new ArrayList<>();
        ObjectNode complete = complete("", json, record, errors);
        if (!errors.isEmpty()) {
            throw Validator.invalid(errors);
        }
        T value = convert(complete, record);
        Validator.check(value);
        return value;
    }

    <T> T readOutput(JsonNode json, Class<T> record) {
        try {
            return mapper.readerFor(record)
                    .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .without(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .readValue(json);
        } catch (JacksonException e) {
            throw new OperationFailed(
                    ErrorCode.INTERNAL,
                    "the answer is no " + record.getSimpleName() + ": " + e.getOriginalMessage(),
                    e);
        }
    }

    <T> T readTexts(Map<String, List<String>> texts, Class<T> record) {
        ObjectNode json = mapper.createObjectNode();
        List<FieldError> errors = new ArrayList<>();
        texts.forEach((name, values) -> {
            RecordField field = RecordField.find(record, name);
            if (field == null) {
                errors.add(unknown("", name, record));
            } else {
                JsonNode value = fromTexts(field, values, errors);
                if (value != null) {
                    json.set(name, value);
                }
            }
        });
        if (!errors.isEmpty()) {
            throw Validator.invalid(errors);
        }
        return read(json, record);
    }

    private <T> T convert(ObjectNode json, Class<T> record) {
        try {
            return mapper.treeToValue(json, record);
        } catch (JacksonException e) {
            throw Validator.invalid(List.of(new FieldError(pathOf(e), messageOf(e))));
        }
    }

    /// A copy of `json` with defaults in; what is unknown, missing or of a wrong type goes to
    /// `errors`.
    private ObjectNode complete(
            String prefix, JsonNode json, Class<?> record, List<FieldError> errors) {
        ObjectNode complete = mapper.createObjectNode();
        if (!(json instanceof ObjectNode object)) {
            String name = prefix.isEmpty() ? "" : prefix.substring(0, prefix.length() - 1);
            errors.add(new FieldError(name, "must be an object, was " + kind(json)));
            return complete;
        }
        for (String name : object.propertyNames()) {
            if (RecordField.find(record, name) == null) {
                errors.add(unknown(prefix, name, record));
            }
        }
        for (RecordField field : RecordField.of(record)) {
            JsonNode value = object.get(field.name());
            String name = prefix + field.name();
            if (value == null || value.isNull()) {
                String defaultJson = field.defaultJson();
                if (defaultJson != null) {
                    complete.set(field.name(), mapper.readTree(defaultJson));
                } else if (field.required()) {
                    errors.add(new FieldError(name, "is required"));
                }
                continue;
            }
            complete.set(field.name(), nested(name, value, field, errors));
        }
        return complete;
    }

    private JsonNode nested(
            String name, JsonNode value, RecordField field, List<FieldError> errors) {
        if (field.type().isRecord()) {
            return complete(name + ".", value, field.type(), errors);
        }
        Class<?> element = elementOf(field.genericType());
        if (element != null && element.isRecord() && value instanceof ArrayNode rows) {
            ArrayNode complete = mapper.createArrayNode();
            for (int i = 0; i < rows.size(); i++) {
                complete.add(complete(name + "[" + i + "].", rows.get(i), element, errors));
            }
            return complete;
        }
        try {
            mapper.readerFor(mapper.constructType(field.genericType())).readValue(value);
        } catch (JacksonException e) {
            String inner = pathOf(e);
            String full =
                    inner.isEmpty() || inner.startsWith("[") ? name + inner : name + "." + inner;
            errors.add(new FieldError(full, expected(field, value, e)));
        }
        return value;
    }

    private static String expected(RecordField field, JsonNode value, JacksonException e) {
        String wanted = wanted(field.type());
        return wanted == null || fits(field.type(), value)
                ? messageOf(e)
                : "must be " + wanted + ", was " + kind(value);
    }

    private static boolean fits(Class<?> type, JsonNode value) {
        return (type == Duration.class && value.isString())
                || (Collection.class.isAssignableFrom(type) && value.isArray())
                || (isWhole(type) && value.isIntegralNumber());
    }

    private static @Nullable String wanted(Class<?> type) {
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (isWhole(type)) {
            return "a whole number";
        }
        if (type == double.class || type == Double.class) {
            return "a number";
        }
        if (type == String.class) {
            return "a text";
        }
        if (type == Duration.class) {
            return "a duration";
        }
        return Collection.class.isAssignableFrom(type) ? "a list" : null;
    }

    private static boolean isWhole(Class<?> type) {
        return type == long.class
                || type == Long.class
                || type == int.class
                || type == Integer.class
                || type == OptionalLong.class
                || type == OptionalInt.class;
    }

    private static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "the text " + Validator.quoted(value.stringValue());
            case NUMBER -> "the number " + Validator.quoted(value.toString()).replace("\"", "");
            case BOOLEAN -> value.toString();
            case ARRAY -> "a list";
            case OBJECT -> "an object";
            case NULL -> "null";
            default -> "nothing";
        };
    }

    private @Nullable JsonNode fromTexts(
            RecordField field, List<String> texts, List<FieldError> errors) {
        Class<?> element = elementOf(field.genericType());
        if (element != null && Collection.class.isAssignableFrom(field.type())) {
            ArrayNode rows = mapper.createArrayNode();
            for (String text : texts) {
                JsonNode row = fromText(field.name(), element, text, errors);
                if (row != null) {
                    rows.add(row);
                }
            }
            return rows;
        }
        if (texts.size() != 1) {
            errors.add(
                    new FieldError(
                            field.name(), "must be given once, came " + texts.size() + " times"));
            return null;
        }
        Class<?> type = element != null ? element : field.type();
        return fromText(field.name(), type, texts.getFirst(), errors);
    }

    private @Nullable JsonNode fromText(
            String name, Class<?> type, String text, List<FieldError> errors) {
        if (type == boolean.class || type == Boolean.class) {
            return switch (text) {
                case "", "true", "1" -> mapper.getNodeFactory().booleanNode(true);
                case "false", "0" -> mapper.getNodeFactory().booleanNode(false);
                default -> {
                    errors.add(
                            new FieldError(
                                    name, "must be true or false, was " + Validator.quoted(text)));
                    yield null;
                }
            };
        }
        if (isWhole(type)) {
            try {
                return mapper.getNodeFactory().numberNode(Long.parseLong(text));
            } catch (NumberFormatException _) {
                errors.add(
                        new FieldError(
                                name, "must be a whole number, was " + Validator.quoted(text)));
                return null;
            }
        }
        if (type == double.class || type == Double.class) {
            try {
                return mapper.getNodeFactory().numberNode(Double.parseDouble(text));
            } catch (NumberFormatException _) {
                errors.add(new FieldError(name, "must be a number, was " + Validator.quoted(text)));
                return null;
            }
        }
        return mapper.getNodeFactory().stringNode(text);
    }

    /// The type of the elements of a list or an optional, or null for other types.
    static @Nullable Class<?> elementOf(Type type) {
        if (type == OptionalLong.class) {
            return long.class;
        }
        if (type == OptionalInt.class) {
            return int.class;
        }
        if (type instanceof ParameterizedType parameterized
                && parameterized.getRawType() instanceof Class<?> raw
                && (Collection.class.isAssignableFrom(raw) || raw == Optional.class)
                && parameterized.getActualTypeArguments()[0] instanceof Class<?> element) {
            return element;
        }
        return null;
    }

    private static FieldError unknown(String prefix, String name, Class<?> record) {
        List<String> valid = RecordField.names(record);
        String nearest = Names.nearest(name, valid);
        String shown = name.length() > 80 ? name.substring(0, 80) + "…" : name;
        String hint =
                nearest != null
                        ? "did you mean " + nearest + "?"
                        : valid.isEmpty()
                                ? "there are none"
                                : "known are " + String.join(", ", valid);
        return new FieldError(prefix + shown, "is no field here; " + hint);
    }

    private static String pathOf(JacksonException e) {
        StringBuilder path = new StringBuilder();
        if (e instanceof DatabindException databind) {
            for (JacksonException.Reference reference : databind.getPath()) {
                if (reference.getPropertyName() == null) {
                    path.append('[').append(reference.getIndex()).append(']');
                } else {
                    path.append(path.isEmpty() ? "" : ".").append(reference.getPropertyName());
                }
            }
        }
        return path.toString();
    }

    private static String messageOf(JacksonException e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message =
                root instanceof JacksonException jackson
                        ? jackson.getOriginalMessage()
                        : root.getMessage();
        String first = String.valueOf(message).lines().findFirst().orElse("does not fit");
        return first.length() > 300 ? first.substring(0, 300) : first;
    }
}
