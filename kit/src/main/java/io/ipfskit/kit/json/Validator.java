package io.ipfskit.kit.json;

import io.ipfskit.operation.Doc;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.Failure;
import io.ipfskit.operation.FieldError;
import io.ipfskit.operation.OperationFailed;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// Checks an input record against what its components declare with [Doc].
public final class Validator {
    private static final int ERRORS_MAX = 32;

    private Validator() {}

    /// Checks `input`.
    ///
    /// @throws OperationFailed with code `invalid_argument` and one [FieldError] per wrong field
    public static void check(Object input) {
        List<FieldError> errors = new ArrayList<>();
        collect("", input, errors);
        if (!errors.isEmpty()) {
            throw invalid(errors);
        }
    }

    /// The failure for wrong fields.
    static OperationFailed invalid(List<FieldError> errors) {
        List<FieldError> told = errors.subList(0, Math.min(errors.size(), ERRORS_MAX));
        String message =
                told.stream()
                        .map(error ->
                                error.field().isEmpty()
                                        ? error.message()
                                        : error.field() + " " + error.message())
                        .collect(Collectors.joining("; "));
        return new Failure(ErrorCode.INVALID_ARGUMENT, message, null, null, false, null, told)
                .toException();
    }

    private static void collect(String prefix, Object input, List<FieldError> errors) {
        if (!input.getClass().isRecord()) {
            return;
        }
        for (RecordField field : RecordField.of(input.getClass())) {
            Object value = unwrap(field.valueIn(input));
            String name = prefix + field.name();
            if (value == null) {
                if (!field.optional() && !field.type().isPrimitive()) {
                    errors.add(new FieldError(name, "is required"));
                }
                continue;
            }
            if (field.doc() != null) {
                check(name, field.doc(), value, errors);
            }
            if (value instanceof Collection<?> rows) {
                int index = 0;
                for (Object row : rows) {
                    if (row != null) {
                        collect(name + "[" + index + "].", row, errors);
                    }
                    index++;
                }
            } else {
                collect(name + ".", value, errors);
            }
        }
    }

    private static @Nullable Object unwrap(@Nullable Object value) {
        return switch (value) {
            case Optional<?> optional -> optional.orElse(null);
            case OptionalLong optional -> optional.isPresent() ? optional.getAsLong() : null;
            case OptionalInt optional -> optional.isPresent() ? optional.getAsInt() : null;
            case null, default -> value;
        };
    }

    private static void check(String name, Doc doc, Object value, List<FieldError> errors) {
        if (value instanceof Number number) {
            if (number.doubleValue() < doc.minimum() || number.longValue() < doc.minimum()) {
                errors.add(
                        new FieldError(
                                name, "must be at least " + doc.minimum() + ", was " + number));
            } else if (number.longValue() > doc.maximum()) {
                errors.add(
                        new FieldError(
                                name, "must be at most " + doc.maximum() + ", was " + number));
            }
        }
        if (doc.values().length > 0 && value instanceof CharSequence text) {
            List<String> allowed = List.of(doc.values());
            if (!allowed.contains(text.toString())) {
                errors.add(
                        new FieldError(
                                name,
                                "must be one of "
                                        + String.join(", ", allowed)
                                        + ", was "
                                        + quoted(text)));
            }
        }
    }

    static String quoted(CharSequence text) {
        String shown = text.length() > 80 ? text.subSequence(0, 80) + "…" : text.toString();
        return '"' + shown.replace("\n", "\\n") + '"';
    }
}
