package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/// Meters behind a guard: what they throw is logged once and dropped.
final class SafeMeters implements Meters {
    private static final System.Logger LOGGER = System.getLogger(SafeMeters.class.getName());

    private final Meters meters;
    private final AtomicBoolean logged = new AtomicBoolean();

    SafeMeters(Meters meters) {
        this.meters = meters;
    }

    private <T extends @Nullable Object> T made(Supplier<T> maker, Supplier<T> none) {
        try {
            return maker.get();
        } catch (RuntimeException | Error thrown) {
            dropped(thrown);
            return none.get();
        }
    }

    private void told(Runnable telling) {
        try {
            telling.run();
        } catch (RuntimeException | Error thrown) {
            dropped(thrown);
        }
    }

    private void dropped(Throwable thrown) {
        if (!logged.getAndSet(true)) {
            LOGGER.log(
                    Level.WARNING,
                    "a meter failed, what it should measure is lost; further failures of it are"
                            + " not logged",
                    thrown);
        }
    }

    @Override
    public Counter counter(String name, String... labels) {
        Counter counter =
                made(() -> meters.counter(name, labels), () -> NONE.counter(name, labels));
        return amount -> told(() -> counter.add(amount));
    }

    @Override
    public Gauge gauge(String name, String... labels) {
        Gauge gauge = made(() -> meters.gauge(name, labels), () -> NONE.gauge(name, labels));
        return new Gauge() {
            @Override
            public void set(double value) {
                told(() -> gauge.set(value));
            }

            @Override
            public void add(double amount) {
                told(() -> gauge.add(amount));
            }
        };
    }

    @Override
    public Histogram histogram(String name, String... labels) {
        Histogram histogram =
                made(() -> meters.histogram(name, labels), () -> NONE.histogram(name, labels));
        return value -> told(() -> histogram.record(value));
    }

    @Override
    public Span span(String name, String... labels) {
        return safe(made(() -> meters.span(name, labels), () -> NONE.span(name, labels)));
    }

    @Override
    public Span spanBelow(@Nullable String traceparent, String name, String... labels) {
        return safe(
                made(
                        () -> meters.spanBelow(traceparent, name, labels),
                        () -> NONE.span(name, labels)));
    }

    private Span safe(Span span) {
        return new Span() {
            @Override
            public Span attribute(String name, String value) {
                told(() -> span.attribute(name, value));
                return this;
            }

            @Override
            public Span failed(Throwable failure) {
                told(() -> span.failed(failure));
                return this;
            }

            @Override
            public @Nullable String traceparent() {
                return SafeMeters.this.<@Nullable String>made(span::traceparent, () -> null);
            }

            @Override
            public void close() {
                told(span::close);
            }
        };
    }

    @Override
    public boolean isTracing() {
        return made(meters::isTracing, () -> false);
    }

    @Override
    public RunOptions carriedBy(RunOptions options) {
        return made(() -> meters.carriedBy(options), () -> options);
    }

    @Override
    public Watch watch(Run run) {
        return safe(made(() -> meters.watch(run), () -> NONE.watch(run)));
    }

    @Override
    public Watch watch(String name, DoubleSupplier reading, String... labels) {
        return safe(
                made(
                        () -> meters.watch(name, reading, labels),
                        () -> NONE.watch(name, reading, labels)));
    }

    private Watch safe(Watch watch) {
        return () -> told(watch::close);
    }
}
