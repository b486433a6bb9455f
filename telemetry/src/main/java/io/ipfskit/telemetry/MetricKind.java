package io.ipfskit.telemetry;

import java.util.Locale;

/// The kinds of metrics.
public enum MetricKind {
    COUNTER,
    GAUGE,
    HISTOGRAM;

    /// The word for it: `counter`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
