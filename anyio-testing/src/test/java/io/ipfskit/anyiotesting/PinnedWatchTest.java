package io.ipfskit.anyiotesting;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// A virtual thread that keeps its carrier is seen.
class PinnedWatchTest {
    /// Parks for long in the initialiser of the class, which no virtual thread can leave.
    private static final class Pins {
        private static final long UNTIL = System.nanoTime() + Duration.ofMillis(60).toNanos();

        static {
            while (System.nanoTime() < UNTIL) {
                LockSupport.parkNanos(UNTIL - System.nanoTime());
            }
        }

        private Pins() {}

        static void touch() {}
    }

    @Test
    void aThreadThatPinnedItsCarrierIsReportedWithTestAndStack() throws Exception {
        List<String> reports;
        try (PinnedWatch watch = new PinnedWatch()) {
            watch.begins("the culprit");
            Thread.ofVirtual().start(Pins::touch).join();
            watch.ended("the culprit");
            watch.begins("the next");
            watch.ended("the next");
            reports = watch.stop();
        }
        assertThat(reports)
                .anySatisfy(report ->
                        assertThat(report)
                                .startsWith("a virtual thread pinned its carrier for ")
                                .contains(" ms during the culprit")
                                .contains("PinnedWatchTest$Pins"));
    }
}
