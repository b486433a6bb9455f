package io.ipfskit.kit.json;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.ipfskit.operation.Doc;

import org.jspecify.annotations.Nullable;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// What the doors need to know of one component of an operation record.
///
/// @param name as it travels, snake_case
/// @param component the component
/// @param doc its description, or null
/// @param optional whether it may be absent without a default
public record RecordField(
        String name, RecordComponent component, @Nullable Doc doc, boolean optional) {
    private static final ClassValue<List<RecordField>> CACHE =
            new ClassValue<>() {
                @Override
                protected List<RecordField> computeValue(Class<?> type) {
                    return read(type);
                }
            };

    /// The fields of a record, in order.
    ///
    /// @throws IllegalArgumentException when `type` is no record
    public static List<RecordField> of(Class<?> type) {
        return CACHE.get(type);
    }

    /// The field of that name, or null.
    public static @Nullable RecordField find(Class<?> type, String name) {
        for (RecordField field : of(type)) {
            if (field.name.equals(name)) {
                return field;
            }
        }
        return null;
    }

    /// The names of the fields of a record, in order.
    public static List<String> names(Class<?> type) {
        return of(type).stream().map(RecordField::name).toList();
    }

    /// The declared type.
    public Class<?> type() {
        return component.getType();
    }

    /// The declared type with its arguments.
    public Type genericType() {
        return component.getGenericType();
    }

    /// One sentence that says what it means, or an empty string.
    public String summary() {
        return doc == null ? "" : doc.value();
    }

    /// The JSON text of the value used when it is absent, or null.
    public @Nullable String defaultJson() {
        return doc == null || doc.defaultValue().isEmpty() ? null : doc.defaultValue();
    }

    /// Whether an input must have it.
    public boolean required() {
        return !optional && defaultJson() == null;
    }

    /// The value in `record`.
    @Nullable Object valueIn(Object record) {
        try {
            var accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(record);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("cannot read " + component, e);
        }
    }

    private static List<RecordField> read(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        if (components == null) {
            throw new IllegalArgumentException(type.getName() + " is no record");
        }
        List<RecordField> fields = new ArrayList<>();
        for (RecordComponent component : components) {
            fields.add(
                    new RecordField(
                            nameOf(component),
                            component,
                            component.getAnnotation(Doc.class),
                            isOptional(component)));
        }
        return List.copyOf(fields);
    }

    /// The field of that component, or null.
    static @Nullable RecordField ofComponent(Class<?> type, String component) {
        for (RecordField field : of(type)) {
            if (field.component.getName().equals(component)) {
                return field;
            }
        }
        return null;
    }

    /// A component whose name the language forbids says its name with [JsonProperty].
    private static String nameOf(RecordComponent component) {
        JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
        return named == null ? Names.snakeCase(component.getName()) : named.value();
    }

    private static boolean isOptional(RecordComponent component) {
        Class<?> type = component.getType();
        return isNullable(component.getAnnotatedType())
                || type == Optional.class
                || type == OptionalInt.class
                || type == OptionalLong.class;
    }

    static boolean isNullable(AnnotatedType type) {
        for (Annotation annotation : type.getAnnotations()) {
            if (annotation.annotationType() == Nullable.class) {
                return true;
            }
        }
        return false;
    }
}
