package io.ipfskit.server.http;

import io.ipfskit.anyio.Event;

import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

import java.io.IOException;

/// One read or write that Jetty does while a task waits for it; cancelling the task ends the wait,
/// not the read or write.
final class PendingIo implements Callback {
    private final Event done = new Event();
    private volatile @Nullable Throwable failure;

    @Override
    public void succeeded() {
        done.set();
    }

    @Override
    public void failed(Throwable x) {
        failure = x;
        done.set();
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    boolean isDone() {
        return done.isSet();
    }

    void await(String what) throws IOException, InterruptedException {
        if (!done.isSet()) {
            done.await();
        }
        Throwable thrown = failure;
        if (thrown != null) {
            throw new ClientGone(what, thrown);
        }
    }
}
