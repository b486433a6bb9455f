package io.ipfskit.kit;

import io.ipfskit.anyio.Meters;
import io.ipfskit.anyio.Time;
import io.ipfskit.operation.Access;
import io.ipfskit.operation.Failure;
import io.ipfskit.operation.Operation;

import org.jspecify.annotations.Nullable;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Locale;

/// What is written down of one call when it has ended: a line for the audit and the numbers for the
/// meters, of refused calls too.
///
/// The audit goes to `System.Logger` `io.ipfskit.audit`, one line of `key=value` for each call with
/// access write or admin; never what was sent or answered. A look at the node itself that went well
/// is left out, as in the history: a dashboard makes one every second.
///
/// ```text
/// operation_calls_total  counter    operation, outcome: `ok` or the id of the error
/// operation_seconds      histogram  operation, outcome
/// ```
final class CallRecord {
    /// The logger of the audit.
    static final String AUDIT = "io.ipfskit.audit";

    private static final Logger LOG = System.getLogger(AUDIT);
    private static final int WORD_MAX = 128;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Meters meters;
    private final Operation<?, ?> operation;
    private final String id;
    private final Invocation invocation;
    private final long begunAt = Time.now();

    /// Begins now.
    CallRecord(Meters meters, Operation<?, ?> operation, String id, Invocation invocation) {
        this.meters = meters;
        this.operation = operation;
        this.id = id;
        this.invocation = invocation;
    }

    /// Writes down the end; to be called once.
    ///
    /// @param failure why it failed, or null when it went well
    void end(@Nullable Failure failure) {
        long nanos = Time.now() - begunAt;
        String outcome = failure == null ? "ok" : failure.code().id();
        meters.counter("operation_calls_total", "operation", operation.id(), "outcome", outcome)
                .increment();
        meters.histogram("operation_seconds", "operation", operation.id(), "outcome", outcome)
                .record(nanos / NANOS_PER_SECOND);
        boolean isWatching = failure == null && RunHistory.looksAtTheNodeItself(operation);
        if (operation.access() != Access.READ && !isWatching && LOG.isLoggable(Level.INFO)) {
            LOG.log(Level.INFO, line(outcome, nanos / NANOS_PER_MILLI));
        }
    }

    private String line(String outcome, long millis) {
        return "operation="
                + operation.id()
                + " access="
                + operation.access().name().toLowerCase(Locale.ROOT)
                + " id="
                + word(id)
                + " door="
                + word(invocation.door())
                + " principal="
                + word(invocation.principal().name())
                + " outcome="
                + outcome
                + " duration_ms="
                + millis;
    }

    /// One word on one line, whatever a caller made of it.
    private static String word(String text) {
        String cut = text.length() > WORD_MAX ? text.substring(0, WORD_MAX) : text;
        return cut.replaceAll("[^!-~]", "?");
    }
}
