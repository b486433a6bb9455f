package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

/// Where tasks wait for what happens outside anyio: bytes on a socket, a poller's answer. SPI: for
/// the worlds (network, disk) in packages beside this one.
///
/// The monitor of the point decides between being woken and being cancelled: exactly one of the two
/// happens. Whoever does the thing waited for on behalf of a waiter (reads into its buffer, say)
/// does it and wakes while holding that monitor; then a cancelled wait has taken nothing, and what
/// was taken is never lost. Tasks are woken by unpark only.
public final class WaitPoint {
    // Guarded by this.
    private final WaitQueue waiters = new WaitQueue();

    /// Makes a point where nobody waits.
    public WaitPoint() {}

    /// Stands in line and parks until woken.
    ///
    /// @param what the name of the wait, for people
    /// @param begin runs holding the monitor once the caller stands in line; it may wake
    /// @return what the waker handed over
    /// @throws InterruptedException when cancelled; then nobody woke this wait, and nobody will
    public @Nullable Object await(String what, Runnable begin) throws InterruptedException {
        Task<?> task = Task.current();
        task.throwIfCancelled();
        Waiter waiter = stand(task, begin);
        waiter.await(what, this);
        return waiter.item;
    }

    /// As [#await], whatever is cancelled meanwhile: for what is certain to come soon.
    public @Nullable Object awaitShielded(String what, Runnable begin) {
        Waiter waiter = stand(Task.current(), begin);
        waiter.awaitShielded(what);
        return waiter.item;
    }

    /// Returns whether somebody waits. From any thread.
    public synchronized boolean isWaiting() {
        return !waiters.isEmpty();
    }

    /// Wakes who has waited longest and hands `item` over; false when nobody waits. From any
    /// thread.
    public synchronized boolean wakeFirst(@Nullable Object item) {
        Waiter waiter = waiters.poll();
        if (waiter == null) {
            return false;
        }
        waiter.item = item;
        waiter.grant();
        return true;
    }

    /// Wakes all who wait and hands `item` to each. From any thread.
    public synchronized void wakeAll(@Nullable Object item) {
        boolean more = true;
        while (more) {
            more = wakeFirst(item);
        }
    }

    private synchronized Waiter stand(Task<?> task, Runnable begin) {
        Waiter waiter = new Waiter(task, waiters);
        waiters.add(waiter);
        try {
            begin.run();
        } catch (Throwable failed) {
            waiters.remove(waiter);
            throw failed;
        }
        return waiter;
    }
}
