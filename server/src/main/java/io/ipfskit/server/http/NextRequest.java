package io.ipfskit.server.http;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.Executor;

/// The executor Jetty gets for going on with a connection: what it hands over while a response is
/// being completed runs right after that, on the same thread, and anything else where it would
/// have.
///
/// Completing a response from a task makes Jetty look for the next request of the connection. It
/// would do that on yet another thread: a hand-over for each request, mostly to find nothing and to
/// wait for the selector again. What runs here parses at most; a request it finds is launched as a
/// task of its own.
final class NextRequest implements Executor {
    private static final class Later {
        @Nullable Runnable work;
    }

    private static final ScopedValue<Later> COMPLETING = ScopedValue.newInstance();

    private final Executor elsewhere;

    NextRequest(Executor elsewhere) {
        this.elsewhere = elsewhere;
    }

    /// Runs `completion`, and then what it handed over.
    static void after(Runnable completion) {
        Later later = new Later();
        try {
            ScopedValue.where(COMPLETING, later).run(completion);
        } finally {
            Runnable work = later.work;
            if (work != null) {
                work.run(); // the connection goes on, whatever became of the response
            }
        }
    }

    @Override
    public void execute(Runnable work) {
        if (COMPLETING.isBound()) {
            Later later = COMPLETING.get();
            if (later.work == null) {
                later.work = work;
                return;
            }
        }
        elsewhere.execute(work);
    }
}
