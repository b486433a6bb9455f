package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.concurrent.Callable;

/// The context bridges of one run, used around the bodies of tasks and calls.
final class ContextBridges {
    private final ContextBridge[] bridges;

    private ContextBridges(List<ContextBridge> bridges) {
        this.bridges = bridges.toArray(ContextBridge[]::new);
    }

    /// Null for none, so that a run without bridges has nothing to look at.
    static @Nullable ContextBridges of(List<ContextBridge> bridges) {
        return bridges.isEmpty() ? null : new ContextBridges(bridges);
    }

    /// Takes the context of the calling thread; the result is `body` in it.
    <T extends @Nullable Object> Callable<T> carry(Callable<T> body) {
        @Nullable Object[] captured = capture();
        return () -> {
            ContextBridge.Scope[] scopes = install(captured);
            try {
                return body.call();
            } finally {
                close(scopes);
            }
        };
    }

    /// As [#carry(Callable)], for a call.
    <R extends @Nullable Object, X extends Exception> Work<R, X> carry(Work<R, X> work) {
        @Nullable Object[] captured = capture();
        return () -> {
            ContextBridge.Scope[] scopes = install(captured);
            try {
                return work.run();
            } finally {
                close(scopes);
            }
        };
    }

    private @Nullable Object[] capture() {
        @Nullable Object[] captured = new @Nullable Object[bridges.length];
        for (int i = 0; i < captured.length; i++) {
            captured[i] = bridges[i].capture();
        }
        return captured;
    }

    private ContextBridge.Scope[] install(@Nullable Object[] captured) {
        ContextBridge.Scope[] scopes = new ContextBridge.Scope[captured.length];
        for (int i = 0; i < captured.length; i++) {
            scopes[i] = bridges[i].install(captured[i]);
        }
        return scopes;
    }

    private static void close(ContextBridge.Scope[] scopes) {
        for (int i = scopes.length - 1; i >= 0; i--) {
            scopes[i].close();
        }
    }
}
