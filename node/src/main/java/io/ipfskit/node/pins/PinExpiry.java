package io.ipfskit.node.pins;

import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Clock;
import io.ipfskit.anyio.Event;
import io.ipfskit.anyio.TaskFailed;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.node.repository.PinEntry;
import io.ipfskit.node.repository.RepositoryLog;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;

/// Removes pins whose time has passed: a service task's work.
final class PinExpiry {
    private static final System.Logger LOGGER = System.getLogger(PinExpiry.class.getName());

    /// The longest sleep: the wall clock may be set meanwhile.
    private static final Duration SLEEP_MAX = Duration.ofMinutes(1);

    private static final int BATCH = 1024;
    private static final int AT_ONCE = 64;

    private final RepositoryLog repository;

    PinExpiry(RepositoryLog repository) {
        this.repository = repository;
    }

    /// Runs until cancelled. When the log refuses a removal, it tries again a minute later.
    void run() throws IOException, InterruptedException {
        while (true) {
            Event earlier = repository.earlierExpiry();
            Duration wait = SLEEP_MAX;
            try {
                removeExpired();
                wait = untilNext();
            } catch (TaskFailed | IOException e) {
                if (e instanceof TaskFailed && !(e.getCause() instanceof IOException)) {
                    throw e;
                }
                LOGGER.log(Level.WARNING, "expired pins are still in the log", e);
            }
            CancelScope.moveOnAfter(
                    wait,
                    _ -> {
                        earlier.await();
                        return true;
                    });
        }
    }

    private Duration untilNext() {
        long next =
                repository
                        .pins()
                        .firstToExpire()
                        .map(PinEntry::expiresMillis)
                        .orElse(PinEntry.NEVER);
        long now = Clock.now().toEpochMilli();
        return next <= now
                ? Duration.ZERO
                : next - now > SLEEP_MAX.toMillis() ? SLEEP_MAX : Duration.ofMillis(next - now);
    }

    /// Removes all that expired by now. Durable when it returns.
    ///
    /// @return how many
    long removeExpired() throws IOException, InterruptedException {
        long removed = 0;
        while (true) {
            List<Cid> expired = repository.pins().expired(Clock.now().toEpochMilli(), BATCH);
            if (expired.isEmpty()) {
                return removed;
            }
            // Together, so that they share group commits.
            List<Boolean> gone = TaskGroup.map(expired, AT_ONCE, this::remove);
            removed += gone.stream().filter(yes -> yes).count();
        }
    }

    /// Unless it was given more time, or removed, meanwhile.
    private boolean remove(Cid cid) throws IOException, InterruptedException {
        return repository.remove(cid, (now, millis) -> now != null && now.isExpired(millis));
    }
}
