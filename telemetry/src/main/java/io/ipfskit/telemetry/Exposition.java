package io.ipfskit.telemetry;

import io.prometheus.metrics.config.PrometheusProperties;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/// Writes the numbers out. The readers of runs and JVM are loaded by the first scrape, so that a
/// start does not pay for them.
final class Exposition {
    private static final int FIRST_SIZE = 32 * 1024;

    private final PrometheusRegistry registry;
    private final RunSeries runs;
    private final Readings readings;
    private final boolean jvm;

    // Guarded by this. Null before the first scrape.
    private @Nullable ExpositionFormats formats;

    Exposition(PrometheusRegistry registry, RunSeries runs, Readings readings, boolean jvm) {
        this.registry = registry;
        this.runs = runs;
        this.readings = readings;
        this.jvm = jvm;
    }

    Scrape scrape(@Nullable String accept) {
        ExpositionFormatWriter writer = formats().findWriter(accept);
        ByteArrayOutputStream out = new ByteArrayOutputStream(FIRST_SIZE);
        try {
            writer.write(out, registry.scrape());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return new Scrape(writer.getContentType(), out.toByteArray());
    }

    List<MetricReading> read(String prefix) {
        var _ = formats(); // brings the readers of runs and JVM in
        return Reader.read(registry.scrape(), prefix);
    }

    private synchronized ExpositionFormats formats() {
        ExpositionFormats known = formats;
        if (known == null) {
            registry.register(runs);
            registry.register(readings);
            registry.register(new CarrierSeries(() -> runs.watches("threads")));
            if (jvm) {
                JvmMetrics.builder().register(registry);
            }
            known =
                    ExpositionFormats.init(
                            PrometheusProperties.builder()
                                    .enableOpenMetrics2(two ->
                                            two.contentNegotiation(true).nativeHistograms(true))
                                    .build());
            formats = known;
        }
        return known;
    }
}
