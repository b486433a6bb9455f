package io.ipfskit.anyiomigration.after;

import io.ipfskit.anyio.Deadline;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.Time;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/// Something that happens again and again beside the work.
@SuppressWarnings("FutureReturnValueIgnored") // as people write it
public final class Beat {
    private Beat() {}

    /// With a pause between.
    public static long paused(CountDownLatch beats) throws InterruptedException {
        TaskGroup.open(group -> {
            group.forkService(
                    "repeated",
                    () -> {
                        Time.sleep(Duration.ofMillis(0));
                        while (true) {
                            beats.countDown();
                            Time.sleep(Duration.ofMillis(2));
                        }
                    });
            beats.await();
            return null;
        });
        return beats.getCount();
    }

    /// At a rate.
    public static long steady(CountDownLatch beats) throws InterruptedException {
        return TaskGroup.open(group -> {
            group.forkService(
                    "repeated",
                    () -> {
                        Deadline next = Deadline.after(Duration.ofMillis(1));
                        while (true) {
                            Time.sleepUntil(next);
                            beats.countDown();
                            next = new Deadline(next.nanos() + Duration.ofMillis(2).toNanos());
                        }
                    });
            beats.await();
            return beats.getCount();
        });
    }
}
