package io.ipfskit.anyiotesting;

import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingStream;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Watches, for a whole JVM of tests, for virtual threads that pin their carrier: a parked thread
/// that holds a native frame or a class initialiser on its stack takes a processor away from all
/// tasks. Each time over 20 ms is reported when the JVM ends, with the tests that ran then and the
/// stack; it fails no test, since a busy machine makes short ones long.
///
/// `-Dipfskit.test.pinned=false` switches it off; a JDK without the flight recorder has none.
final class PinnedWatch implements AutoCloseable {
    private static final Duration THRESHOLD = Duration.ofMillis(20);
    private static final int REPORTS_MAX = 100;
    private static final int FRAMES_MAX = 20;

    private record Ran(String test, Instant began, Instant ended) {}

    private record Pinned(Instant began, Instant ended, Duration took, List<String> frames) {}

    private final RecordingStream stream = new RecordingStream();

    // Guarded by this. The map is asked, never iterated.
    private final List<Ran> tests = new ArrayList<>();
    private final Map<String, Instant> running = new HashMap<>();
    private final List<Pinned> seen = new ArrayList<>();
    private boolean hasStopped;

    PinnedWatch() {
        stream.enable("jdk.VirtualThreadPinned").withThreshold(THRESHOLD).withStackTrace();
        stream.setReuse(false);
        stream.onEvent("jdk.VirtualThreadPinned", this::pinned);
        stream.startAsync();
    }

    static boolean isWanted() {
        return ModuleLayer.boot().findModule("jdk.jfr").isPresent()
                && !System.getProperty("ipfskit.test.pinned", "true").equals("false");
    }

    synchronized void begins(String test) {
        running.put(test, Instant.now());
    }

    synchronized void ended(String test) {
        Instant began = running.remove(test);
        if (began != null) {
            tests.add(new Ran(test, began, Instant.now()));
        }
    }

    /// Stops watching and returns what was seen; nothing when it was stopped before.
    List<String> stop() {
        synchronized (this) {
            if (hasStopped) {
                return List.of();
            }
            hasStopped = true;
        }
        stream.stop(); // hands over first what the recorder has not handed over yet
        List<String> reports = new ArrayList<>();
        synchronized (this) {
            for (Pinned pinned : seen) {
                reports.add(describe(pinned));
            }
        }
        return reports;
    }

    @Override
    public void close() {
        for (String report : stop()) {
            System.err.println(report);
        }
        stream.close();
    }

    private String describe(Pinned pinned) {
        List<String> during = new ArrayList<>();
        for (Ran test : tests) {
            if (test.began.isBefore(pinned.ended) && test.ended.isAfter(pinned.began)) {
                during.add(test.test);
            }
        }
        StringBuilder text = new StringBuilder("a virtual thread pinned its carrier for ");
        text.append(pinned.took.toMillis()).append(" ms during ");
        text.append(during.isEmpty() ? "no test" : String.join(", ", during));
        for (String frame : pinned.frames) {
            text.append("\n    at ").append(frame);
        }
        return text.toString();
    }

    private synchronized void pinned(RecordedEvent event) {
        if (seen.size() >= REPORTS_MAX) {
            return;
        }
        List<String> frames = new ArrayList<>();
        if (event.getStackTrace() != null) {
            for (RecordedFrame frame : event.getStackTrace().getFrames()) {
                if (frames.size() < FRAMES_MAX) {
                    frames.add(
                            frame.getMethod().getType().getName()
                                    + "."
                                    + frame.getMethod().getName()
                                    + ":"
                                    + frame.getLineNumber());
                }
            }
        }
        seen.add(new Pinned(event.getStartTime(), event.getEndTime(), event.getDuration(), frames));
    }
}
