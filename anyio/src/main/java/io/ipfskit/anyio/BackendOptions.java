package io.ipfskit.anyio;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Reads the options given to a backend; what it does not know is refused.
final class BackendOptions {
    private final String backend;
    private final Map<String, String> options;

    BackendOptions(Backend backend, Map<String, String> options, String... known) {
        this.backend = backend.name();
        this.options = Map.copyOf(options);
        Set<String> unknown = new TreeSet<>(this.options.keySet());
        unknown.removeAll(Set.of(known));
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "backend '"
                            + this.backend
                            + "' has no option "
                            + unknown
                            + "; it has "
                            + new TreeSet<>(Set.of(known)));
        }
    }

    long number(String key, long otherwise, long least, long most) {
        String text = options.get(key);
        if (text == null) {
            return otherwise;
        }
        try {
            long value = Long.parseLong(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException _) {
            // told below, as what is out of range
        }
        throw new IllegalArgumentException(
                "option "
                        + key
                        + " of backend '"
                        + backend
                        + "' must be a number in ["
                        + least
                        + ", "
                        + most
                        + "], was '"
                        + text
                        + "'");
    }
}
