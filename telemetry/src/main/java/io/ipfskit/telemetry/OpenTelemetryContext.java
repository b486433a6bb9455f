package io.ipfskit.telemetry;

import io.ipfskit.anyio.ContextBridge;
import io.opentelemetry.context.Context;

import org.jspecify.annotations.Nullable;

/// Carries the context of OpenTelemetry, which is bound to threads, along the tasks of a run.
final class OpenTelemetryContext implements ContextBridge {
    @Override
    public @Nullable Object capture() {
        Context current = Context.current();
        return current.equals(Context.root()) ? null : current;
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker") // the run closes it
    public Scope install(@Nullable Object captured) {
        Context context = captured instanceof Context carried ? carried : Context.root();
        return context.makeCurrent()::close;
    }
}
