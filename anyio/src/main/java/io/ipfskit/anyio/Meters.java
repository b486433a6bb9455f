package io.ipfskit.anyio;

/// Metrics and spans, as every service takes them. [#NONE] does nothing; `telemetry` implements
/// them.
///
/// Names are lower case with underscores; labels come as name, value, name, value and have few
/// values each.
public interface Meters {
    /// Measures nothing.
    Meters NONE = new NoMeters();

    /// Returns the counter of that name and those labels.
    Counter counter(String name, String... labels);

    /// Returns the gauge of that name and those labels.
    Gauge gauge(String name, String... labels);

    /// Returns the histogram of that name and those labels.
    Histogram histogram(String name, String... labels);

    /// Begins a span below the caller's current one.
    Span span(String name, String... labels);

    /// A number that only grows.
    interface Counter {
        /// Adds one.
        default void increment() {
            add(1);
        }

        /// Adds `amount`, which is not negative.
        void add(long amount);
    }

    /// A number that goes up and down.
    interface Gauge {
        /// Sets the number.
        void set(double value);

        /// Adds `amount`, which may be negative.
        void add(double amount);
    }

    /// A distribution of numbers.
    interface Histogram {
        /// Records one number, such as seconds or bytes.
        void record(double value);
    }

    /// A stretch of work, ended by `close`.
    interface Span extends AutoCloseable {
        /// Adds an attribute.
        Span attribute(String name, String value);

        /// Marks the span as failed.
        Span failed(Throwable failure);

        /// Ends the span.
        @Override
        void close();
    }
}
