package io.ipfskit.kit.life;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;

/// When a failed service is started again; the times are numbers, nothing waits.
class RestartsTest {
    private final Restarts restarts = new Restarts(RestartRule.DEFAULT);

    private static long at(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    @Test
    void theWaitDoublesAndTheSixthFailureInTenMinutesIsTheLast() {
        assertThat(restarts.next(at(0))).isEqualTo(Duration.ofSeconds(1));
        assertThat(restarts.next(at(10))).isEqualTo(Duration.ofSeconds(2));
        assertThat(restarts.next(at(20))).isEqualTo(Duration.ofSeconds(4));
        assertThat(restarts.next(at(30))).isEqualTo(Duration.ofSeconds(8));
        assertThat(restarts.next(at(40))).isEqualTo(Duration.ofSeconds(16));
        assertThat(restarts.next(at(599))).isNull();
    }

    @Test
    void whatIsLongAgoNoLongerCounts() {
        for (int i = 0; i < 5; i++) {
            assertThat(restarts.next(at(i))).isNotNull();
        }
        assertThat(restarts.next(at(604))).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void theWaitHasALimit() {
        Restarts many =
                new Restarts(
                        new RestartRule(
                                100,
                                Duration.ofHours(1),
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(60)));
        Duration last = Duration.ZERO;
        for (int i = 0; i < 100; i++) {
            last = many.next(at(i));
        }
        assertThat(last).isEqualTo(Duration.ofSeconds(60));
    }
}
