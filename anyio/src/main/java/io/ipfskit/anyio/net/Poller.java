package io.ipfskit.anyio.net;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// The one thread of a run that waits for its sockets.
///
/// A task registers what it waits for by itself; the poller is woken for it only while it sleeps in
/// the system, and once for all that came meanwhile. What it does for a waiting task (see
/// [Interest]) it does at once, so that an interest that stays registered does not fire again.
final class Poller implements Runnable {
    private static final System.Logger LOG = System.getLogger(Poller.class.getName());
    private static final long END_NANOS_MAX = TimeUnit.SECONDS.toNanos(10);
    private static final long LET_GO_NANOS_MAX = TimeUnit.SECONDS.toNanos(1);

    private final Selector selector;
    private final AtomicBoolean sleeping = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean closed;

    /// To be counted down once the selector has let the channels go that are closed by now.
    private final ConcurrentLinkedQueue<CountDownLatch> lettingGo = new ConcurrentLinkedQueue<>();

    Poller() throws IOException {
        selector = Selector.open();
    }

    /// Registers a channel without any interest.
    SelectionKey register(SelectableChannel channel, PolledChannel polled)
            throws ClosedChannelException {
        return channel.register(selector, 0, polled);
    }

    /// Has changes of interests, and closed channels, noticed soon.
    void wake() {
        if (sleeping.get() && sleeping.compareAndSet(true, false)) {
            selector.wakeup();
        }
    }

    /// Returns when the system has closed the channels that are closed by now, so that their
    /// addresses are free. The JDK closes a registered channel only in the next round.
    void awaitLetGo() {
        CountDownLatch gone = new CountDownLatch(1);
        lettingGo.add(gone);
        wake();
        if (ended.getCount() > 0) {
            await(gone, LET_GO_NANOS_MAX);
        }
    }

    /// Ends the thread and lets all channels go; returns when that is done.
    void close() {
        closed = true;
        selector.wakeup();
        if (!await(ended, END_NANOS_MAX)) {
            LOG.log(Level.WARNING, "the poller of a run has not ended in time");
        }
    }

    @Override
    public void run() {
        Thread me = Thread.currentThread();
        String before = me.getName();
        me.setName("anyio-poller");
        try {
            while (!closed) {
                poll();
            }
        } finally {
            closeSelector();
            letGo(List.copyOf(lettingGo));
            ended.countDown();
            me.setName(before);
        }
    }

    private void poll() {
        sleeping.set(true); // before the look at the queue: what comes later wakes the selector
        List<CountDownLatch> gone = new ArrayList<>();
        for (CountDownLatch l = lettingGo.poll(); l != null; l = lettingGo.poll()) {
            gone.add(l);
        }
        try {
            if (gone.isEmpty()) {
                selector.select(Poller::ready);
            } else {
                selector.selectNow(Poller::ready);
            }
        } catch (ClosedSelectorException ended) {
            closed = true;
        } catch (IOException failed) {
            LOG.log(Level.ERROR, "waiting for sockets failed", failed);
        } finally {
            sleeping.set(false);
            letGo(gone);
        }
    }

    private static void ready(SelectionKey key) {
        try {
            ((PolledChannel) key.attachment()).ready(key);
        } catch (RuntimeException | Error unexpected) {
            LOG.log(Level.ERROR, "telling a task of its socket failed", unexpected);
        }
    }

    private static void letGo(List<CountDownLatch> gone) {
        gone.forEach(CountDownLatch::countDown);
    }

    /// Waits, whatever interrupts; returns whether it was counted down in time.
    private static boolean await(CountDownLatch latch, long nanosMax) {
        boolean interrupted = false;
        long until = System.nanoTime() + nanosMax;
        try {
            while (true) {
                try {
                    return latch.await(until - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void closeSelector() {
        try {
            selector.close();
        } catch (IOException failed) {
            LOG.log(Level.WARNING, "closing the selector failed", failed);
        }
    }
}
