package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;

/// A region of a task, and of all tasks forked below it, that can be cancelled as one and can carry
/// a deadline.
///
/// Cancelling sets a flag and wakes what waits, once; from then on every checkpoint inside throws
/// [Cancelled] until the scope is left, where it is absorbed. Scopes take a lambda, because only so
/// can they absorb.
public final class CancelScope {
    /// Why a scope is cancelled.
    record Cancellation(String reason, CancelReasonClass why, long nanos) {}

    private final long id;
    private final Task<?> owner;
    private final @Nullable CancelScope parent;
    private final boolean taskRoot;
    private volatile boolean shield;
    private volatile @Nullable Cancellation cancellation;
    private volatile long deadline = Long.MAX_VALUE;
    private volatile boolean ended;

    // Guarded by this.
    private Kernel.@Nullable Timer timer;
    private @Nullable CancelScope firstChild;

    // Links in the parent's list of children, guarded by the parent.
    private @Nullable CancelScope previous;
    private @Nullable CancelScope next;

    CancelScope(Task<?> owner, @Nullable CancelScope parent, boolean shield, boolean taskRoot) {
        this.id = owner.run().nextScopeId();
        this.owner = owner;
        this.parent = parent;
        this.shield = shield;
        this.taskRoot = taskRoot;
    }

    // ---- the verbs of users ----

    /// Runs `body` in a new scope that can be cancelled through its argument; a cancellation of
    /// this scope is absorbed.
    public static <R extends @Nullable Object, X extends Exception> Outcome<R> run(
            Body<CancelScope, R, X> body) throws X, InterruptedException {
        return nested(false, Deadline.NONE).enclose(body);
    }

    /// Runs `body` for at most `duration`; the cancellation by its own deadline is absorbed and
    /// told by the outcome.
    public static <R extends @Nullable Object, X extends Exception> Outcome<R> moveOnAfter(
            Duration duration, Body<CancelScope, R, X> body) throws X, InterruptedException {
        return moveOnAt(Deadline.after(duration), body);
    }

    /// As [#moveOnAfter(Duration, Body)] with a point in time.
    public static <R extends @Nullable Object, X extends Exception> Outcome<R> moveOnAt(
            Deadline deadline, Body<CancelScope, R, X> body) throws X, InterruptedException {
        return nested(false, deadline).enclose(body);
    }

    /// Runs `body` for at most `duration`.
    ///
    /// @throws TimeoutException when the deadline of this scope, and no other cause, ended the body
    /// @throws CancellationException when the body was ended by `cancel` on this very scope
    public static <R extends @Nullable Object, X extends Exception> R failAfter(
            Duration duration, Body<CancelScope, R, X> body)
            throws X, TimeoutException, InterruptedException {
        return fail(Deadline.after(duration), body, "not done within " + duration);
    }

    /// As [#failAfter(Duration, Body)] with a point in time.
    public static <R extends @Nullable Object, X extends Exception> R failAt(
            Deadline deadline, Body<CancelScope, R, X> body)
            throws X, TimeoutException, InterruptedException {
        return fail(deadline, body, "not done before the deadline");
    }

    /// Runs `body` so that outer cancellation and outer deadlines are invisible in it, for clean-up
    /// that must wait. Its own `cancel` and deadline still act, and are absorbed here.
    ///
    /// @throws CancellationException when the body was ended by `cancel` or a deadline set on this
    ///   very scope
    public static <R extends @Nullable Object, X extends Exception> R shield(
            Body<CancelScope, R, X> body) throws X, InterruptedException {
        CancelScope scope = nested(true, Deadline.NONE);
        Outcome<R> outcome = scope.enclose(body);
        if (outcome.wasCaught()) {
            throw new CancellationException(scope.reason());
        }
        return outcome.result();
    }

    /// Returns the deadline in force for the caller: the earliest through unshielded scopes,
    /// [Deadline#PASSED] when cancelled, [Deadline#NONE] when there is none.
    public static Deadline effectiveDeadline() {
        return ScopeChain.effectiveDeadline(Task.current().scope());
    }

    /// Cancels the scope and wakes what waits in it; from any thread. The first reason given is
    /// kept; later calls, and calls after the scope was left, change nothing.
    public void cancel(String reason) {
        boolean isRootOfRun = taskRoot && parent == null;
        cancel(reason, isRootOfRun ? CancelReasonClass.SHUTDOWN : CancelReasonClass.CALLER);
    }

    /// Returns whether the scope itself is cancelled, by a call or by its deadline.
    public boolean isCancelRequested() {
        return cancellation != null;
    }

    /// Returns why the scope was cancelled, or an empty string while it is not.
    public String reason() {
        Cancellation c = cancellation;
        return c == null ? "" : c.reason();
    }

    /// Returns the scope's own deadline.
    public Deadline deadline() {
        return new Deadline(deadline);
    }

    /// Moves the scope's own deadline, earlier or later; no effect on a scope that is already
    /// cancelled.
    ///
    /// @throws IllegalStateException when the scope was left
    public void deadline(Deadline moved) {
        synchronized (this) {
            requireOpen();
            if (cancellation != null) {
                return;
            }
            arm(moved.nanos());
        }
        if (!moved.isNone() && owner.run().kernel().now() >= moved.nanos()) {
            expire();
        }
    }

    /// Returns whether outer cancellation is invisible inside.
    public boolean isShielded() {
        return shield;
    }

    /// Raises or lowers the shield; what waits inside notices.
    ///
    /// @throws IllegalStateException when the scope was left
    public void shield(boolean raised) {
        requireOpen();
        shield = raised;
        if (!raised && visible() != null) {
            ScopeChain.wake(this);
        }
    }

    /// Returns the scope's number, unique in its run.
    public long id() {
        return id;
    }

    // ---- the kernel's side ----

    static CancelScope nested(boolean shield, Deadline deadline) {
        Task<?> task = Task.current();
        CancelScope scope = new CancelScope(task, task.scope(), shield, false);
        scope.deadline = deadline.nanos();
        return scope;
    }

    private static <R extends @Nullable Object, X extends Exception> R fail(
            Deadline deadline, Body<CancelScope, R, X> body, String message)
            throws X, TimeoutException, InterruptedException {
        CancelScope scope = nested(false, deadline);
        Outcome<R> outcome = scope.enclose(body);
        if (!outcome.wasCaught()) {
            return outcome.result();
        }
        if (scope.isExpired()) {
            throw new TimeoutException(message);
        }
        throw new CancellationException(scope.reason());
    }

    <R extends @Nullable Object, X extends Exception> Outcome<R> enclose(
            Body<CancelScope, R, X> body) throws X, InterruptedException {
        enter();
        try {
            R result = body.run(this);
            leave();
            return Outcome.completed(result, isCancelRequested());
        } catch (Throwable thrown) {
            CancelScope origin = originOf(thrown);
            leave();
            if (origin == this) {
                return Outcome.caught();
            }
            if (origin != null
                    && thrown instanceof InterruptedException
                    && !(thrown instanceof Cancelled)) {
                throw new Cancelled(origin);
            }
            throw thrown;
        }
    }

    /// Makes this the current scope of its task, visible to cancellation of its ancestors.
    void enter() {
        if (parent != null) {
            parent.link(this);
        }
        if (!taskRoot) {
            owner.scope(this);
        }
        long at = deadline;
        if (at != Long.MAX_VALUE) {
            if (owner.run().kernel().now() >= at) {
                expire();
            } else {
                synchronized (this) {
                    arm(at);
                }
            }
        }
    }

    void leave() {
        synchronized (this) {
            ended = true;
            disarm();
        }
        if (parent != null) {
            parent.unlink(this);
        }
        Cancellation cancelled = cancellation;
        if (cancelled != null) {
            Run run = owner.run();
            run.counters().cancelledScopeLeft(run.kernel().now() - cancelled.nanos());
        }
        if (!taskRoot && parent != null) {
            owner.scope(parent);
            if (cancelled != null) {
                owner.interruptFlag.leftCancelled(parent);
            }
        }
    }

    /// See [ScopeChain#originOf].
    @Nullable CancelScope originOf(Throwable thrown) {
        return ScopeChain.originOf(this, thrown);
    }

    /// See [ScopeChain#visible].
    @Nullable CancelScope visible() {
        return ScopeChain.visible(this);
    }

    /// Whether this scope was cancelled before `nanos` on the clock of the run.
    boolean isCancelledBefore(long nanos) {
        Cancellation c = cancellation;
        return c != null && c.nanos() < nanos;
    }

    boolean isExpired() {
        Cancellation c = cancellation;
        return c != null && c.why() == CancelReasonClass.DEADLINE;
    }

    /// Returns the class of the reason why the scope was cancelled, null while it is not.
    @Nullable CancelReasonClass reasonClass() {
        Cancellation c = cancellation;
        return c == null ? null : c.why();
    }

    boolean isEnded() {
        return ended;
    }

    boolean isTaskRoot() {
        return taskRoot;
    }

    Task<?> owner() {
        return owner;
    }

    @Nullable CancelScope parent() {
        return parent;
    }

    List<CancelScope> children() {
        List<CancelScope> all = new ArrayList<>();
        synchronized (this) {
            for (CancelScope c = firstChild; c != null; c = c.next) {
                all.add(c);
            }
        }
        return all;
    }

    private void expire() {
        cancel("deadline passed", CancelReasonClass.DEADLINE);
    }

    /// As [#cancel(String)], by anyio itself and for metrics of this class.
    void cancel(String reason, CancelReasonClass why) {
        Objects.requireNonNull(reason, "reason");
        cancel(new Cancellation(reason, why, owner.run().kernel().now()));
    }

    private void cancel(Cancellation why) {
        synchronized (this) {
            if (cancellation != null || ended) {
                return;
            }
            cancellation = why;
            disarm();
            Kernel kernel = owner.run().kernel();
            timer =
                    kernel.timer(
                            why.nanos() + StuckTasks.PATIENCE_NANOS, () -> StuckTasks.report(this));
        }
        owner.run().counters().scopeCancelled(why.why());
        ScopeChain.wake(this);
    }

    private void arm(long at) {
        disarm();
        deadline = at;
        if (at != Long.MAX_VALUE && cancellation == null && !ended) {
            timer = owner.run().kernel().timer(Math.max(0, at), this::due);
        }
    }

    /// Runs on the timer thread; a moved deadline may have overtaken it.
    private void due() {
        if (owner.run().kernel().now() >= deadline) {
            expire();
        }
    }

    private void disarm() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void requireOpen() {
        if (ended) {
            throw new IllegalStateException(
                    "cancel scope " + id + " was left; it can no longer be changed");
        }
    }

    private synchronized void link(CancelScope child) {
        child.next = firstChild;
        if (firstChild != null) {
            firstChild.previous = child;
        }
        firstChild = child;
    }

    private synchronized void unlink(CancelScope child) {
        if (child.previous != null) {
            child.previous.next = child.next;
        } else if (firstChild == child) {
            firstChild = child.next;
        }
        if (child.next != null) {
            child.next.previous = child.previous;
        }
        child.previous = null;
        child.next = null;
    }
}
