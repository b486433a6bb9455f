package io.ipfskit.anyiotesting;

import io.ipfskit.anyio.Run;
import io.ipfskit.anyio.RunStatistics;

import org.jspecify.annotations.Nullable;

import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// What a run must not leave behind: tasks, timers, tokens, permits, open files, open sockets,
/// threads, processes.
final class LeakCheck {
    private static final long THREADS_END_NANOS_MAX = TimeUnit.SECONDS.toNanos(20);

    private final Set<Long> threadsBefore = runThreads();

    /// Throws when the run, or any run begun since this check was made, left something.
    void requireNothingLeft(@Nullable Run run) {
        if (run == null) {
            return;
        }
        RunStatistics left = run.statistics();
        if (left.tasksLive() != 0
                || left.timers() != 0
                || left.processes() != 0
                || left.openFiles() != 0
                || left.sockets() != 0
                || left.tokens() != 0
                || left.permits() != 0) {
            throw new AssertionError("the run left something behind: " + describe(left));
        }
        requireNoThreads();
    }

    private static String describe(RunStatistics left) {
        StringBuilder text = new StringBuilder();
        append(text, left.tasksLive(), "live task(s)");
        append(text, left.timers(), "timer(s)");
        append(text, left.processes(), "process(es)");
        append(text, left.openFiles(), "open file(s)");
        append(text, left.sockets(), "open socket(s)");
        append(text, left.tokens(), "token(s) of limiters");
        append(text, left.permits(), "permit(s) of semaphores");
        return text.toString();
    }

    private static void append(StringBuilder text, long count, String what) {
        if (count != 0) {
            text.append(text.isEmpty() ? "" : ", ").append(count).append(' ').append(what);
        }
    }

    /// The threads of a run are told to end when it ends; they need a moment.
    private void requireNoThreads() {
        long until = System.nanoTime() + THREADS_END_NANOS_MAX;
        Set<Long> left = leftThreads();
        while (!left.isEmpty() && System.nanoTime() < until) {
            LockSupport.parkNanos(100_000);
            left = leftThreads();
        }
        if (!left.isEmpty()) {
            StringBuilder names = new StringBuilder();
            for (Thread thread : threads()) {
                if (left.contains(thread.threadId())) {
                    names.append(' ').append(thread);
                }
            }
            throw new AssertionError("the run left threads behind:" + names);
        }
    }

    private Set<Long> leftThreads() {
        Set<Long> now = runThreads();
        now.removeAll(threadsBefore);
        return now;
    }

    private static Set<Long> runThreads() {
        Set<Long> found = new TreeSet<>();
        for (Thread thread : threads()) {
            if (thread.getName().startsWith("anyio-")) {
                found.add(thread.threadId());
            }
        }
        return found;
    }

    /// The platform threads of the process.
    private static Thread[] threads() {
        ThreadGroup top = Thread.currentThread().getThreadGroup();
        for (ThreadGroup up = top.getParent(); up != null; up = top.getParent()) {
            top = up;
        }
        Thread[] room = new Thread[top.activeCount() * 2 + 16];
        Thread[] found = new Thread[top.enumerate(room)];
        System.arraycopy(room, 0, found, 0, found.length);
        return found;
    }
}
