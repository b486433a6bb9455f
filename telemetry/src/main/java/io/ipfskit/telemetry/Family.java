package io.ipfskit.telemetry;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/// One metric and its series, one for each set of label values: at most [#SERIES_MAX]. What comes
/// beyond goes into the one whose values are all `other`, and is counted.
///
/// @param <H> what the user of a series gets
final class Family<H> {
    /// How many series a metric may have.
    static final int SERIES_MAX = 500;

    /// The value of every label of the series that takes what has no room.
    static final String OTHER = "other";

    /// Letters of a label value; a longer one is cut.
    static final int VALUE_MAX = 120;

    private final String name;
    private final MetricKind kind;
    private final List<String> labelNames;
    private final Function<String[], H> maker;
    private final Runnable folded;

    // Keyed by the labels as they come: name, value, name, value.
    private final ConcurrentMap<List<String>, H> series = new ConcurrentHashMap<>();

    /// @param maker makes the series of these label values
    /// @param folded told each time that something went to `other`
    Family(
            String name,
            MetricKind kind,
            List<String> labelNames,
            Function<String[], H> maker,
            Runnable folded) {
        this.name = name;
        this.kind = kind;
        this.labelNames = labelNames;
        this.maker = maker;
        this.folded = folded;
    }

    /// The names in a list of names and values.
    static List<String> names(String... labels) {
        String[] names = new String[labels.length / 2];
        for (int i = 0; i < names.length; i++) {
            names[i] = labels[2 * i];
        }
        return List.of(names);
    }

    /// The series of these labels.
    ///
    /// @throws IllegalArgumentException when the metric is of another kind or has other labels
    H of(MetricKind wanted, String... labels) {
        if (wanted != kind) {
            throw new IllegalArgumentException(
                    "metric \"" + name + "\" is a " + kind.word() + ", not a " + wanted.word());
        }
        H known = series.get(Arrays.asList(labels));
        return known == null ? make(labels) : known;
    }

    private synchronized H make(String... labels) {
        if (labels.length % 2 != 0 || !names(labels).equals(labelNames)) {
            throw new IllegalArgumentException(
                    "metric \""
                            + name
                            + "\" has the labels "
                            + labelNames
                            + " in this order, not "
                            + Arrays.toString(labels));
        }
        String[] values = new String[labelNames.size()];
        for (int i = 0; i < values.length; i++) {
            String value = labels[2 * i + 1];
            values[i] = value.length() <= VALUE_MAX ? value : value.substring(0, VALUE_MAX);
        }
        if (series.size() < SERIES_MAX) {
            return series.computeIfAbsent(List.of(labels), _ -> maker.apply(values));
        }
        Arrays.fill(values, OTHER);
        folded.run();
        return maker.apply(values);
    }
}
