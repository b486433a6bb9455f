package io.ipfskit.cli;

import io.ipfskit.anyio.ContextBridge;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

import java.util.Map;

/// Carries the logging context (MDC) along the tasks of a run, so that the lines of everything that
/// works for a request say which operation it is.
final class LogContext implements ContextBridge {
    @Override
    public @Nullable Object capture() {
        Map<String, String> context = MDC.getCopyOfContextMap();
        return context == null || context.isEmpty() ? null : context;
    }

    @Override
    @SuppressWarnings("unchecked") // capture() gives nothing else
    public Scope install(@Nullable Object captured) {
        Map<String, String> before = MDC.getCopyOfContextMap();
        if (captured != null) {
            MDC.setContextMap((Map<String, String>) captured);
        } else if (before != null) {
            MDC.clear();
        }
        return () -> {
            if (before == null) {
                MDC.clear();
            } else {
                MDC.setContextMap(before);
            }
        };
    }
}
