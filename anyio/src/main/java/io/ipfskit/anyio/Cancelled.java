package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

/// Thrown by every checkpoint inside a cancelled scope. It belongs to exactly one scope and only
/// that scope absorbs it.
///
/// Let it pass. Code that must catch it (to release something) throws it on; clean-up that has to
/// wait does so inside [CancelScope#shield(Body)]. Created by anyio only, without a stack trace
/// unless `-Dipfskit.anyio.debug=true`.
public final class Cancelled extends InterruptedException {
    private static final boolean DEBUG = Boolean.getBoolean("ipfskit.anyio.debug");
    private static final int CHAIN_MAX = 64;

    private final transient CancelScope scope;
    private final String reason;

    Cancelled(CancelScope scope) {
        super(scope.reason());
        this.scope = scope;
        this.reason = scope.reason();
    }

    /// Returns why the scope was cancelled: the first reason given.
    public String reason() {
        return reason;
    }

    /// Returns the number of the scope this cancellation belongs to, as shown by [TaskInfo].
    public long scopeId() {
        return scope.id();
    }

    CancelScope scope() {
        return scope;
    }

    @Override
    @SuppressWarnings(
            "UnsynchronizedOverridesSynchronized") // stackless: there is no state to guard
    public Throwable fillInStackTrace() {
        return DEBUG ? super.fillInStackTrace() : this;
    }

    /// Finds a cancellation or raw interrupt in `thrown` or its causes, where user code may have
    /// wrapped it.
    static @Nullable InterruptedException in(@Nullable Throwable thrown) {
        Throwable next = thrown;
        for (int i = 0; next != null && i < CHAIN_MAX; i++, next = next.getCause()) {
            if (next instanceof InterruptedException interrupted) {
                return interrupted;
            }
        }
        return null;
    }
}
