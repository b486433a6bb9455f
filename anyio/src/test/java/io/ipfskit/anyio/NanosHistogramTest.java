package io.ipfskit.anyio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.List;

/// Durations in buckets that double.
class NanosHistogramTest {
    @Test
    void eachDurationIsInTheFirstBucketWhoseBoundIsAboveIt() {
        for (long nanos : new long[] {0, 1, 2, 3, 4, 1_000, 1L << 41, (1L << 42) - 1}) {
            NanosRecorder recorder = new NanosRecorder();
            recorder.record(nanos);
            List<Long> buckets = recorder.snapshot().buckets();
            int bucket = buckets.indexOf(1L);
            assertThat(nanos).isLessThan(NanosHistogram.upperNanos(bucket));
            if (bucket > 0) {
                assertThat(nanos).isGreaterThanOrEqualTo(NanosHistogram.upperNanos(bucket - 1));
            }
        }
    }

    @Test
    void whatIsLongerThanTheLastBoundIsInTheLastBucket() {
        NanosRecorder recorder = new NanosRecorder();
        recorder.record(1L << 42);
        recorder.record(Long.MAX_VALUE / 4);
        NanosHistogram histogram = recorder.snapshot();
        assertThat(histogram.buckets().getLast()).isEqualTo(2);
        assertThat(histogram.count()).isEqualTo(2);
        assertThat(NanosHistogram.upperNanos(NanosHistogram.BUCKETS - 1)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void sumCountAndLongestAreKept() {
        NanosRecorder recorder = new NanosRecorder();
        recorder.record(5);
        recorder.record(7);
        recorder.record(-1); // a clock that stood still is read as 0
        NanosHistogram histogram = recorder.snapshot();
        assertThat(histogram.count()).isEqualTo(3);
        assertThat(histogram.sumNanos()).isEqualTo(12);
        assertThat(histogram.maxNanos()).isEqualTo(7);
    }

    @Test
    void aHistogramOfAnotherSizeIsRefused() {
        assertThatThrownBy(() -> new NanosHistogram(0, 0, 0, List.of(0L)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a histogram has 44 buckets, was given 1");
        assertThatThrownBy(() -> NanosHistogram.upperNanos(44))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void theLongestRecentStepIsForgottenAfterTwoMinutes() {
        StepTimes times = new StepTimes();
        long second = 1_000_000_000;
        times.took(500, 10 * second);
        assertThat(times.statistics(1, 0, 20 * second).recentLongestNanos()).hasValue(500);
        times.took(40, 70 * second);
        assertThat(times.statistics(1, 0, 80 * second).recentLongestNanos()).hasValue(500);
        assertThat(times.statistics(1, 0, 130 * second).recentLongestNanos()).hasValue(40);
        assertThat(times.statistics(1, 0, 600 * second).recentLongestNanos()).hasValue(0);
        assertThat(times.statistics(1, 0, 600 * second).longestNanos()).hasValue(500);
    }

    @Test
    void aStepIsTimedOnlyBetweenTwoReadingsOfTheClockThatFollowEachOther() {
        StepTimes times = new StepTimes();
        times.read(100, 1);
        times.read(150, 2);
        times.read(1_000, 4); // step 3 ended unread
        times.idle();
        times.read(9_000, 5); // and step 5 began some time after
        assertThat(times.statistics(5, 0, 9_000).longestNanos()).hasValue(50);
    }
}
