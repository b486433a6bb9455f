package io.ipfskit.kit.life;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayDeque;

/// The restarts of one service, counted by its rule. For one task.
final class Restarts {
    private final RestartRule rule;
    private final ArrayDeque<Long> times = new ArrayDeque<>();

    Restarts(RestartRule rule) {
        this.rule = rule;
    }

    /// Counts a failure at `now`, in nanoseconds, and returns how long to wait before the restart;
    /// null when there were too many.
    @Nullable Duration next(long now) {
        long oldest = now - rule.within().toNanos();
        while (!times.isEmpty() && times.getFirst() - oldest <= 0) {
            times.removeFirst();
        }
        if (times.size() >= rule.most()) {
            return null;
        }
        Duration wait = rule.first();
        for (int i = 0; i < times.size() && wait.compareTo(rule.longest()) < 0; i++) {
            wait = wait.multipliedBy(2);
        }
        times.addLast(now);
        return wait.compareTo(rule.longest()) < 0 ? wait : rule.longest();
    }
}
