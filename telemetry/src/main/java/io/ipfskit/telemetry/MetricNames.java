package io.ipfskit.telemetry;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// The rules of names: lower case with underscores, counters end in `_total`, and units are those
/// of the SI: seconds, bytes, ratios, never milliseconds or percent.
final class MetricNames {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(?:_[a-z0-9]+)*");
    private static final int LENGTH_MAX = 100;

    /// Words that name a unit outside the SI, or one of its multiples.
    private static final Set<String> FOREIGN_UNITS =
            Set.of(
                    "ms",
                    "millis",
                    "milliseconds",
                    "us",
                    "micros",
                    "microseconds",
                    "ns",
                    "nanos",
                    "nanoseconds",
                    "minutes",
                    "hours",
                    "days",
                    "kb",
                    "kib",
                    "kilobytes",
                    "mb",
                    "mib",
                    "megabytes",
                    "gb",
                    "gib",
                    "bits",
                    "percent");

    /// Endings that the text formats give a meaning of their own.
    private static final List<String> RESERVED = List.of("_bucket", "_count", "_sum", "_created");

    private MetricNames() {}

    /// @throws IllegalArgumentException when the name breaks a rule; the message says which
    static void check(MetricKind kind, String name) {
        require(
                NAME.matcher(name).matches() && name.length() <= LENGTH_MAX,
                name,
                "must be lower case words with underscores, of at most " + LENGTH_MAX + " letters");
        require(
                (kind == MetricKind.COUNTER) == name.endsWith("_total"),
                name,
                "must end in _total if it is a counter, and only then");
        require(
                RESERVED.stream().noneMatch(name::endsWith),
                name,
                "must not end in one of " + RESERVED);
        for (String word : name.split("_", -1)) {
            require(
                    !FOREIGN_UNITS.contains(word),
                    name,
                    "must be in seconds, bytes or a ratio, not in " + word);
        }
    }

    /// @throws IllegalArgumentException when the labels are not pairs with proper names
    static void checkLabels(String metric, List<String> labels) {
        require(labels.size() % 2 == 0, metric, "must have labels in pairs of name and value");
        for (int i = 0; i < labels.size(); i += 2) {
            String label = labels.get(i);
            require(
                    NAME.matcher(label).matches() && !label.equals("le") && !label.equals("other"),
                    metric,
                    "has a label whose name is not lower case words: " + label);
            require(
                    labels.subList(0, i).indexOf(label) < 0 || !isName(labels, label, i),
                    metric,
                    "has label " + label + " twice");
        }
    }

    private static boolean isName(List<String> labels, String label, int before) {
        for (int i = 0; i < before; i += 2) {
            if (labels.get(i).equals(label)) {
                return true;
            }
        }
        return false;
    }

    private static void require(boolean holds, String name, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "metric \"%s\" %s", name, rule));
        }
    }
}
