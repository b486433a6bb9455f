package io.ipfskit.kit;

import io.ipfskit.anyio.Meters;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/// Meters that keep all they are told, by name and labels: `name{label=value,label=value}`.
final class RecordingMeters implements Meters {
    private final Map<String, AtomicLong> counters = new ConcurrentHashMap<>();
    private final Map<String, List<Double>> histograms = new ConcurrentHashMap<>();

    long counted(String key) {
        AtomicLong counter = counters.get(key);
        return counter == null ? 0 : counter.get();
    }

    List<Double> recorded(String key) {
        return histograms.getOrDefault(key, List.of());
    }

    private static String key(String name, String... labels) {
        StringBuilder key = new StringBuilder(name).append('{');
        for (int i = 0; i < labels.length; i += 2) {
            key.append(i == 0 ? "" : ",").append(labels[i]).append('=').append(labels[i + 1]);
        }
        return key.append('}').toString();
    }

    @Override
    public Counter counter(String name, String... labels) {
        return counters.computeIfAbsent(key(name, labels), _ -> new AtomicLong())::addAndGet;
    }

    @Override
    public Histogram histogram(String name, String... labels) {
        return histograms.computeIfAbsent(key(name, labels), _ -> new CopyOnWriteArrayList<>())
                ::add;
    }

    @Override
    public Gauge gauge(String name, String... labels) {
        return NONE.gauge(name, labels);
    }

    @Override
    public Span span(String name, String... labels) {
        return NONE.span(name, labels);
    }
}
