package io.ipfskit.kit;

import io.ipfskit.operation.Access;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.Operation;
import io.ipfskit.operation.Operation.BodyIn;
import io.ipfskit.operation.Operation.BodyOut;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Locale;

/// What a call must be like before anything of it runs: it fits the declaration, the caller has the
/// access, the time makes sense.
final class CallRules {
    private CallRules() {}

    /// @throws IllegalArgumentException when the door gives what the operation does not take
    static void requireFit(Operation<?, ?> operation, Invocation invocation) {
        if (operation.bodyOut() == BodyOut.ROWS && invocation.items() == null) {
            throw new IllegalArgumentException(
                    operation + " gives rows: say where they go, or ItemSink.DISCARD");
        }
        if (invocation.tree() != null && operation.bodyIn() != BodyIn.TREE) {
            throw new IllegalArgumentException(operation + " takes no tree");
        }
        if (invocation.bytes() != null && operation.bodyIn() == BodyIn.NONE) {
            throw new IllegalArgumentException(operation + " takes no bytes");
        }
    }

    /// The time the call may take: what the door says, else what the operation declares, else null
    /// for no limit.
    static @Nullable Duration timeout(Operation<?, ?> operation, Invocation invocation) {
        return invocation.timeout() != null ? invocation.timeout() : operation.timeout();
    }

    /// @throws io.ipfskit.operation.OperationFailed when the caller may not, or the timeout is
    ///   negative
    static void requireAllowed(
            Operation<?, ?> operation,
            String id,
            Invocation invocation,
            @Nullable Duration timeout) {
        String name = operation.id();
        var principal = invocation.principal();
        if (!principal.access().includes(operation.access())) {
            throw Failures.typed(
                    ErrorCode.PERMISSION_DENIED,
                    name
                            + " needs access "
                            + word(operation.access())
                            + ", "
                            + principal.name()
                            + " has "
                            + word(principal.access()),
                    name,
                    id,
                    null);
        }
        if (timeout != null && timeout.isNegative()) {
            throw Failures.typed(
                    ErrorCode.INVALID_ARGUMENT, "the timeout is negative", name, id, null);
        }
    }

    private static String word(Access access) {
        return access.name().toLowerCase(Locale.ROOT);
    }
}
