package io.ipfskit.server.http;

import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The parameters of a query, in order, decoded.
public final class Query {
    private static final Query EMPTY = new Query(Map.of());
    private static final int PARAMETERS_MAX = 1000;

    private final Map<String, List<String>> values;

    private Query(Map<String, List<String>> values) {
        this.values = values;
    }

    /// Reads `a=1&b=x%20y`; `+` is a space.
    ///
    /// @throws OperationFailed `invalid_argument` when it is malformed or names too many parameters
    public static Query parse(@Nullable String raw) {
        if (raw == null || raw.isEmpty()) {
            return EMPTY;
        }
        Map<String, List<String>> values = new LinkedHashMap<>();
        int count = 0;
        for (String pair : raw.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            if (++count > PARAMETERS_MAX) {
                throw new OperationFailed(
                        ErrorCode.INVALID_ARGUMENT,
                        "the query has more than " + PARAMETERS_MAX + " parameters");
            }
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            values.computeIfAbsent(decode(name), key -> new ArrayList<>(1)).add(decode(value));
        }
        return new Query(values);
    }

    private static String decode(String text) {
        return PercentEncoding.decode(text.replace('+', ' '), "the query");
    }

    /// The first value of this name, or null.
    public @Nullable String first(String name) {
        List<String> all = values.get(name);
        return all == null ? null : all.getFirst();
    }

    /// All values of this name.
    public List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /// The names, in the order they came.
    public Set<String> names() {
        return values.keySet();
    }
}
