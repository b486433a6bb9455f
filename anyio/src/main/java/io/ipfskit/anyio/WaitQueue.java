package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

/// A queue of waiters, first come first served, with removal from the middle in constant time.
///
/// Not thread-safe: guarded by the monitor of whoever owns it.
final class WaitQueue {
    /// For waits that stand in no queue; nothing is ever added to it.
    static final WaitQueue NONE = new WaitQueue();

    private @Nullable Waiter head;
    private @Nullable Waiter tail;
    private int size;

    void add(Waiter waiter) {
        waiter.previous = tail;
        if (tail != null) {
            tail.next = waiter;
        } else {
            head = waiter;
        }
        tail = waiter;
        waiter.isQueued = true;
        size++;
    }

    @Nullable Waiter peek() {
        return head;
    }

    @Nullable Waiter poll() {
        Waiter first = head;
        if (first != null) {
            remove(first);
        }
        return first;
    }

    void remove(Waiter waiter) {
        if (!waiter.isQueued) {
            return;
        }
        Waiter before = waiter.previous;
        Waiter after = waiter.next;
        if (before != null) {
            before.next = after;
        } else {
            head = after;
        }
        if (after != null) {
            after.previous = before;
        } else {
            tail = before;
        }
        waiter.previous = null;
        waiter.next = null;
        waiter.isQueued = false;
        size--;
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }
}
