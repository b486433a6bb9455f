package io.ipfskit.anyio.net;

import io.ipfskit.anyio.Kernel;
import io.ipfskit.anyio.RunSupport;
import io.ipfskit.anyio.WaitPoint;

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

/// What waits for the sockets of a run: one thread, or on a loop one of its strands, which looks
/// once in each turn of the line, so that no socket that is ready costs a hand-over between
/// threads. It parks only when no socket is ready, and then like any virtual thread that selects:
/// the JDK's own poller wakes it, and nothing of the loop ever blocks in the system or on the
/// selector's monitors.
///
/// A task registers what it waits for by itself; the poller is woken for it only while it sleeps in
/// the system, and once for all that came meanwhile. What it does for a waiting task (see
/// [Interest]) it does at once, so that an interest that stays registered does not fire again.
final class Poller implements Kernel.Watch {
    private static final System.Logger LOG = System.getLogger(Poller.class.getName());
    private static final long END_NANOS_MAX = TimeUnit.SECONDS.toNanos(10);
    private static final long LET_GO_NANOS_MAX = TimeUnit.SECONDS.toNanos(1);

    /// Where the JDK parks a virtual thread that selects.
    private static final boolean PARKS = System.getProperty("os.name", "").equals("Linux");

    private final Selector selector;
    private final AtomicBoolean sleeping = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean closed;

    /// To be told once the selector has let the channels go that are closed by now.
    private final ConcurrentLinkedQueue<Runnable> lettingGo = new ConcurrentLinkedQueue<>();

    private volatile boolean hasEnded;

    /// @throws IOException also when the JDK has no descriptors for the pollers of its own
    Poller() throws IOException {
        selector = Selector.open();
        if (PARKS) {
            initialiseJdk();
        }
    }

    /// The JDK makes its pollers when the first virtual thread waits in a selector, and then never
    /// again: if descriptors had run out by then, no virtual thread could wait for a socket as long
    /// as the process lives. So they are made now, where a failure has somebody to be told to.
    private void initialiseJdk() throws IOException {
        try {
            Class.forName("sun.nio.ch.Poller");
        } catch (ClassNotFoundException otherJdk) {
            LOG.log(Level.DEBUG, "this JDK names its poller otherwise", otherJdk);
        } catch (LinkageError failed) {
            selector.close();
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            throw new IOException("the JDK cannot wait for sockets: " + cause.getMessage(), failed);
        }
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
    ///
    /// A task waits as for any event: the poller may be a strand of the same loop.
    void awaitLetGo() {
        if (RunSupport.isTask()) {
            WaitPoint gone = new WaitPoint();
            gone.awaitShielded(
                    "the system to close a socket", () -> tellLetGo(() -> gone.wakeAll(null)));
        } else {
            CountDownLatch gone = new CountDownLatch(1);
            tellLetGo(gone::countDown);
            await(gone, LET_GO_NANOS_MAX);
        }
    }

    private void tellLetGo(Runnable gone) {
        lettingGo.add(gone);
        wake();
        if (hasEnded) {
            letGo(takeLettingGo());
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
    public boolean givesWay() {
        return PARKS;
    }

    @Override
    public boolean isOver() {
        return closed;
    }

    @Override
    public boolean look() {
        return select(false) > 0;
    }

    @Override
    public void await() {
        sleeping.set(true); // before the look at the queue: what comes later wakes the selector
        try {
            select(true);
        } finally {
            sleeping.set(false);
        }
    }

    @Override
    public void ended() {
        closeSelector();
        hasEnded = true;
        letGo(takeLettingGo());
        ended.countDown();
    }

    /// Tells the tasks of channels that are ready; returns how many channels were.
    private int select(boolean mayWait) {
        List<Runnable> gone = takeLettingGo();
        try {
            return mayWait && gone.isEmpty()
                    ? selector.select(Poller::ready)
                    : selector.selectNow(Poller::ready);
        } catch (ClosedSelectorException ended) {
            closed = true;
            return 0;
        } catch (IOException failed) {
            LOG.log(Level.ERROR, "waiting for sockets failed", failed);
            return 0;
        } finally {
            letGo(gone);
        }
    }

    private List<Runnable> takeLettingGo() {
        if (lettingGo.isEmpty()) {
            return List.of();
        }
        List<Runnable> gone = new ArrayList<>();
        for (Runnable told = lettingGo.poll(); told != null; told = lettingGo.poll()) {
            gone.add(told);
        }
        return gone;
    }

    private static void ready(SelectionKey key) {
        try {
            ((PolledChannel) key.attachment()).ready(key);
        } catch (RuntimeException | Error unexpected) {
            LOG.log(Level.ERROR, "telling a task of its socket failed", unexpected);
        }
    }

    private static void letGo(List<Runnable> gone) {
        gone.forEach(Runnable::run);
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
