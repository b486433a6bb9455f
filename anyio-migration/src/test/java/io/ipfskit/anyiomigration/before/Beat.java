package io.ipfskit.anyiomigration.before;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Something that happens again and again beside the work.
@SuppressWarnings("FutureReturnValueIgnored") // as people write it
public final class Beat {
    private Beat() {}

    /// With a pause between.
    public static long paused(CountDownLatch beats) throws InterruptedException {
        try (ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor()) {
            timer.scheduleWithFixedDelay(() -> beats.countDown(), 0, 2, TimeUnit.MILLISECONDS);
            beats.await();
        }
        return beats.getCount();
    }

    /// At a rate.
    public static long steady(CountDownLatch beats) throws InterruptedException {
        ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
        try {
            timer.scheduleAtFixedRate(beats::countDown, 1, 2, TimeUnit.MILLISECONDS);
            beats.await();
            return beats.getCount();
        } finally {
            timer.shutdownNow();
        }
    }
}
