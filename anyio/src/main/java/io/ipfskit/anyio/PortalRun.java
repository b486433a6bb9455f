package io.ipfskit.anyio;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// A run on a thread of its own that does nothing but keep a portal open until it is stopped.
final class PortalRun {
    private final Event stop = new Event();
    private final CompletableFuture<Portal> opened = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    static Portal start(Backend backend, RunOptions options) {
        if (backend.isSimulated()) {
            throw new UnsupportedOperationException(
                    "a portal takes in what foreign threads submit, which backend '"
                            + backend.name()
                            + "' refuses: no seed decides when they do");
        }
        PortalRun portalRun = new PortalRun();
        Thread.ofPlatform()
                .daemon()
                .name("anyio-portal")
                .start(() -> portalRun.hold(backend, options));
        try {
            return portalRun.opened.join();
        } catch (CompletionException failed) {
            throw new IllegalStateException(
                    "the run behind the portal could not start", failed.getCause());
        }
    }

    void stop() {
        stop.set();
    }

    void awaitEnd() {
        ended.join();
    }

    private void hold(Backend backend, RunOptions options) {
        try {
            AnyIO.run(
                    backend,
                    options,
                    run ->
                            TaskGroup.open(
                                    "portal",
                                    group -> {
                                        opened.complete(new Portal(group, this));
                                        stop.await();
                                        return 0;
                                    }));
        } catch (Throwable failure) {
            opened.completeExceptionally(failure);
        } finally {
            ended.complete(null);
        }
    }
}
