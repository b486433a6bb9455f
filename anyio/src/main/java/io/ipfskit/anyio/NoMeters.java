package io.ipfskit.anyio;

/// Meters that measure nothing.
final class NoMeters implements Meters {
    private static final Counter COUNTER = _ -> {};
    private static final Histogram HISTOGRAM = _ -> {};
    private static final Gauge GAUGE =
            new Gauge() {
                @Override
                public void set(double value) {}

                @Override
                public void add(double amount) {}
            };
    private static final Span SPAN =
            new Span() {
                @Override
                public Span attribute(String name, String value) {
                    return this;
                }

                @Override
                public Span failed(Throwable failure) {
                    return this;
                }

                @Override
                public void close() {}
            };

    @Override
    public Counter counter(String name, String... labels) {
        return COUNTER;
    }

    @Override
    public Gauge gauge(String name, String... labels) {
        return GAUGE;
    }

    @Override
    public Histogram histogram(String name, String... labels) {
        return HISTOGRAM;
    }

    @Override
    public Span span(String name, String... labels) {
        return SPAN;
    }
}
