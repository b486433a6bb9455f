package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// What the handles of one channel share.
///
/// Invariants, under this monitor: receivers wait only while the buffer is empty and no sender
/// waits; senders wait only while the buffer is full; a waiting sender's item is in no other place.
/// A waiter's answer lies in its `item`.
final class ChannelCore<T> {
    /// Answers to waiters that get no item.
    private enum Answer {
        TAKEN,
        END,
        BROKEN,
        CLOSED
    }

    private final int capacity;
    private final boolean conflated;
    private final ArrayDeque<T> buffer = new ArrayDeque<>(0);
    private final WaitQueue senders = new WaitQueue();
    private final WaitQueue receivers = new WaitQueue();
    private int openSenders;
    private int openReceivers;
    private OpenChannels.@Nullable Place place;

    ChannelCore(int capacity, boolean conflated) {
        this.capacity = capacity;
        this.conflated = conflated;
        Run run = Run.ofCallerOrNull();
        if (run != null) {
            place = run.counters().channels.add(this);
        }
    }

    void send(SendChannel<T> handle, T item) throws InterruptedException {
        Task<?> task = Task.current();
        task.throwIfCancelled();
        Waiter waiter = null;
        synchronized (this) {
            switch (offer(handle, item)) {
                case SENT -> {}
                case BROKEN -> throw broken();
                case FULL -> {
                    waiter = new Waiter(task, senders);
                    waiter.item = item;
                    waiter.handle = handle;
                    senders.add(waiter);
                }
            }
        }
        if (waiter == null) {
            return;
        }
        waiter.await("channel send", this);
        if (waiter.item == Answer.BROKEN) {
            throw broken();
        }
        if (waiter.item == Answer.CLOSED) {
            throw new ClosedResource("this sending handle was closed while it waited");
        }
    }

    synchronized SendResult trySend(SendChannel<T> handle, T item) {
        return offer(handle, item);
    }

    @SuppressWarnings("unchecked") // an item that is no answer was put there by offer, as a T
    ReceiveResult<T> receive(ReceiveChannel<T> handle) throws InterruptedException {
        Task<?> task = Task.current();
        task.throwIfCancelled();
        Waiter waiter;
        synchronized (this) {
            ReceiveResult<T> there = poll(handle);
            if (!(there instanceof ReceiveResult.Empty<T>)) {
                return there;
            }
            waiter = new Waiter(task, receivers);
            waiter.handle = handle;
            receivers.add(waiter);
        }
        waiter.await("channel receive", this);
        Object answer = waiter.item;
        if (answer == Answer.CLOSED) {
            throw new ClosedResource("this receiving handle was closed while it waited");
        }
        if (answer == null || answer == Answer.END) {
            return new ReceiveResult.End<>();
        }
        return new ReceiveResult.Received<>((T) answer);
    }

    synchronized ReceiveResult<T> tryReceive(ReceiveChannel<T> handle) {
        return poll(handle);
    }

    synchronized ChannelStatistics statistics() {
        return new ChannelStatistics(
                buffer.size(),
                capacity,
                openSenders,
                openReceivers,
                senders.size(),
                receivers.size());
    }

    synchronized void senderOpened() {
        openSenders++;
    }

    synchronized void receiverOpened() {
        openReceivers++;
    }

    synchronized void senderClosed(SendChannel<T> handle) {
        openSenders--;
        answer(senders, handle, Answer.CLOSED);
        if (openSenders == 0) {
            answer(receivers, null, Answer.END);
        }
        leaveIfClosed();
    }

    synchronized void receiverClosed(ReceiveChannel<T> handle) {
        openReceivers--;
        answer(receivers, handle, Answer.CLOSED);
        if (openReceivers == 0) {
            answer(senders, null, Answer.BROKEN);
            buffer.clear();
        }
        leaveIfClosed();
    }

    private void leaveIfClosed() {
        if (openSenders == 0 && openReceivers == 0 && place != null) {
            place.leave();
        }
    }

    private SendResult offer(SendChannel<T> handle, T item) {
        handle.requireOpen();
        if (openReceivers == 0) {
            return SendResult.BROKEN;
        }
        Waiter receiver = receivers.poll();
        if (receiver != null) {
            receiver.item = item;
            receiver.grant();
            return SendResult.SENT;
        }
        if (buffer.size() < capacity) {
            buffer.add(item);
            return SendResult.SENT;
        }
        if (conflated) {
            buffer.clear();
            buffer.add(item);
            return SendResult.SENT;
        }
        return SendResult.FULL;
    }

    private ReceiveResult<T> poll(ReceiveChannel<T> handle) {
        handle.requireOpen();
        T first = buffer.poll();
        Waiter sender = senders.poll();
        if (sender != null) {
            T item = takeFrom(sender);
            if (first == null) {
                first = item;
            } else {
                buffer.add(item);
            }
        }
        if (first != null) {
            return new ReceiveResult.Received<>(first);
        }
        return openSenders == 0 ? new ReceiveResult.End<>() : new ReceiveResult.Empty<>();
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // a queued sender carries its item, a T
    private T takeFrom(Waiter sender) {
        T item = (T) sender.item;
        sender.item = Answer.TAKEN;
        sender.grant();
        return item;
    }

    /// Answers the waiters of one handle, or all of them.
    @SuppressWarnings("ReferenceEquality") // a handle is itself
    private static void answer(WaitQueue queue, @Nullable Object handle, Answer answer) {
        List<Waiter> answered = new ArrayList<>();
        for (Waiter w = queue.peek(); w != null; w = w.next) {
            if (handle == null || w.handle == handle) {
                answered.add(w);
            }
        }
        for (Waiter w : answered) {
            queue.remove(w);
            w.item = answer;
            w.grant();
        }
    }

    private static BrokenResource broken() {
        return new BrokenResource("no receiver of the channel is left");
    }
}
