package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

import java.util.function.DoubleSupplier;

/// Metrics and spans, as every service takes them. [#NONE] does nothing; `telemetry` implements
/// them.
///
/// Names are lower case with underscores; labels come as name, value, name, value and have few
/// values each.
public interface Meters {
    /// Measures nothing.
    @SuppressWarnings("ClassInitializationDeadlock") // only this line ever loads NoMeters
    Meters NONE = new NoMeters();

    /// Meters that tell `meters` and never throw: what a meter throws is logged once and dropped,
    /// and the caller goes on. For services whose work must not depend on who watches it.
    static Meters safe(Meters meters) {
        return meters == NONE || meters instanceof SafeMeters ? meters : new SafeMeters(meters);
    }

    /// Returns the counter of that name and those labels.
    Counter counter(String name, String... labels);

    /// Returns the gauge of that name and those labels.
    Gauge gauge(String name, String... labels);

    /// Returns the histogram of that name and those labels.
    Histogram histogram(String name, String... labels);

    /// Begins a span below the caller's current one. Until its end it is the current one of the
    /// calling task, and of what that forks if the run carries it; the same task ends it.
    Span span(String name, String... labels);

    /// As [#span], below the caller in another process that its W3C `traceparent` names; as [#span]
    /// where that is null or malformed.
    default Span spanBelow(@Nullable String traceparent, String name, String... labels) {
        return span(name, labels);
    }

    /// Whether spans go anywhere; where not, who would make them need not.
    default boolean isTracing() {
        return false;
    }

    /// Adds to the options of a run what lets spans stand below those of the task that forked
    /// theirs, and returns the options; without tracing nothing.
    default RunOptions carriedBy(RunOptions options) {
        return options;
    }

    /// Tells the numbers of `run` too, read when somebody looks, until the watch is closed. A run
    /// is watched once in its life: a second watch would count it twice.
    default Watch watch(Run run) {
        return () -> {};
    }

    /// Tells a gauge that is read when somebody looks, until the watch is closed, so that who has
    /// the number does nothing for it. Readings of the same name and labels are added up. A name is
    /// told either so or by [#gauge(String, String...)].
    ///
    /// @param reading called from any thread, must not block; NaN where there is no number now, and
    ///   one that throws counts as that
    default Watch watch(String name, DoubleSupplier reading, String... labels) {
        return () -> {};
    }

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

        /// The span as W3C `traceparent`, for a call to another process; null where nothing is
        /// traced.
        default @Nullable String traceparent() {
            return null;
        }

        /// Ends the span.
        @Override
        void close();
    }

    /// A source of numbers that is told, such as a run.
    interface Watch extends AutoCloseable {
        /// Tells them no longer.
        @Override
        void close();
    }
}
