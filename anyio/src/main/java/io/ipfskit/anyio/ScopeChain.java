package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// What the scopes around a task mean for it, read from the innermost outwards; and the way back:
/// waking what a cancelled scope has below it.
final class ScopeChain {
    private ScopeChain() {}

    /// The outermost cancelled scope that is visible from `scope`; null when it is not cancelled.
    static @Nullable CancelScope visible(CancelScope scope) {
        CancelScope found = null;
        for (CancelScope s = scope; s != null; s = s.parent()) {
            if (s.isCancelRequested()) {
                found = s;
            }
            if (s.isShielded()) {
                break;
            }
        }
        return found;
    }

    /// Whether `scope` or any above is cancelled, shields or not.
    static boolean isWithinCancelled(CancelScope scope) {
        for (CancelScope s = scope; s != null; s = s.parent()) {
            if (s.isCancelRequested()) {
                return true;
            }
        }
        return false;
    }

    /// Whether `scope` or any above was cancelled before `nanos`.
    static boolean isWithinCancelledBefore(CancelScope scope, long nanos) {
        for (CancelScope s = scope; s != null; s = s.parent()) {
            if (s.isCancelledBefore(nanos)) {
                return true;
            }
        }
        return false;
    }

    /// The scope whose cancellation `thrown` is: of a [Cancelled] its own if that is `scope` or
    /// above; of a raw interrupt the outermost cancelled one visible; null when it is no
    /// cancellation of this branch.
    static @Nullable CancelScope originOf(CancelScope scope, Throwable thrown) {
        InterruptedException interrupted = Cancelled.in(thrown);
        if (interrupted == null) {
            return null;
        }
        if (interrupted instanceof Cancelled cancelled) {
            for (CancelScope s = scope; s != null; s = s.parent()) {
                if (s == cancelled.scope()) {
                    return s;
                }
            }
            return null;
        }
        return visible(scope);
    }

    /// Why what `thrown` ended inside `scope` is to end: for what cancelled it, or because it
    /// failed.
    static CancelReasonClass reasonClass(CancelScope scope, Throwable thrown) {
        CancelScope origin = originOf(scope, thrown);
        CancelReasonClass ofOrigin = origin == null ? null : origin.reasonClass();
        return ofOrigin == null ? CancelReasonClass.FAILURE : ofOrigin;
    }

    /// The deadline in force inside `scope`: [CancelScope#effectiveDeadline()].
    static Deadline effectiveDeadline(CancelScope scope) {
        Deadline earliest = Deadline.NONE;
        for (CancelScope s = scope; s != null; s = s.parent()) {
            if (s.isCancelRequested()) {
                return Deadline.PASSED;
            }
            earliest = earliest.earlier(s.deadline());
            if (s.isShielded()) {
                break;
            }
        }
        return earliest;
    }

    /// Wakes every task that `cancelled` is visible to, once. Without recursion: a tree can be
    /// deeper than a stack.
    static void wake(CancelScope cancelled) {
        List<CancelScope> stack = new ArrayList<>();
        stack.add(cancelled);
        while (!stack.isEmpty()) {
            CancelScope scope = stack.removeLast();
            scope.owner().wake();
            for (CancelScope child : scope.children()) {
                if (!child.isShielded()) {
                    stack.add(child);
                }
            }
        }
    }
}
