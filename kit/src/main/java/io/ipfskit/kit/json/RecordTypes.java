package io.ipfskit.kit.json;

import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.PeerId;

import tools.jackson.databind.JsonNode;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/// The types that may stand in operation records: those that have one JSON form and a schema. A
/// look at the declarations only, so that it costs little at the start.
public final class RecordTypes {
    private static final Set<Class<?>> TEXTS =
            Set.of(String.class, Cid.class, PeerId.class, Duration.class, Instant.class);
    private static final Set<Class<?>> SCALARS =
            Set.of(
                    boolean.class,
                    Boolean.class,
                    int.class,
                    Integer.class,
                    long.class,
                    Long.class,
                    double.class,
                    Double.class,
                    OptionalInt.class,
                    OptionalLong.class,
                    JsonNode.class);

    private RecordTypes() {}

    /// Whether values of `type` travel as a JSON text.
    public static boolean isText(Class<?> type) {
        return TEXTS.contains(type) || type.isEnum();
    }

    /// What in `record` has no JSON form, each as `field: reason`; empty when all is well.
    public static List<String> problems(Class<?> record) {
        List<String> problems = new ArrayList<>();
        walk(record, record.getSimpleName(), new HashSet<>(), problems);
        return problems;
    }

    private static void walk(Type type, String where, Set<Class<?>> seen, List<String> problems) {
        if (type instanceof ParameterizedType parameterized
                && parameterized.getRawType() instanceof Class<?> raw) {
            Type[] arguments = parameterized.getActualTypeArguments();
            if (raw == List.class || raw == Optional.class) {
                walk(arguments[0], where, seen, problems);
                return;
            }
            if (raw == Map.class && arguments[0] == String.class) {
                walk(arguments[1], where, seen, problems);
                return;
            }
        }
        if (!(type instanceof Class<?> plain)) {
            problems.add(where + ": " + type.getTypeName() + " has no JSON form");
            return;
        }
        if (isText(plain) || SCALARS.contains(plain)) {
            return;
        }
        if (!plain.isRecord()) {
            problems.add(where + ": " + plain.getName() + " has no JSON form");
            return;
        }
        if (seen.add(plain)) {
            for (RecordField field : RecordField.of(plain)) {
                walk(
                        field.genericType(),
                        plain.getSimpleName() + "." + field.name(),
                        seen,
                        problems);
            }
        }
    }
}
