package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
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

    private final Task<?> owner;
    private final @Nullable CancelScope parent;
    private final boolean taskRoot;
    private volatile boolean shield;
    private volatile @Nullable Cancellation cancellation;
    private volatile long deadline = Long.MAX_VALUE;
    private volatile boolean ended;

    /// Set under this; who ends looks at it without: see [#end()].
    private volatile Kernel.@Nullable Timer timer;

    // Guarded by this.
    private int id;

    /// Null until there is one.
    private volatile @Nullable Children children;

    // Links in the parent's list of children, guarded by it.
    @Nullable CancelScope previous;
    @Nullable CancelScope next;

    CancelScope(Task<?> owner, @Nullable CancelScope parent, boolean shield, boolean taskRoot) {
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

    /// Returns the scope's number, unique in its run; it is given when first asked for.
    public synchronized long id() {
        if (id == 0) {
            id = (int) owner.run().nextScopeId(); // asked for by people: four bytes are enough
        }
        return Integer.toUnsignedLong(id);
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

    /// Makes this the current scope of its task, visible to cancellation of its ancestors. The
    /// scope around a task is linked by the task's group instead.
    void enter() {
        if (parent != null) {
            parent.children().link(this);
        }
        owner.scope(this);
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
        end();
        if (parent != null) {
            parent.children().unlink(this);
            owner.scope(parent);
            if (cancellation != null) {
                owner.thread.leftCancelled(parent);
            }
        }
    }

    /// From now on nothing cancels this. The scope around a task is unlinked later, by the group.
    ///
    /// Mostly there is no timer, and no monitor is taken: who sets a timer looks at `ended`
    /// afterwards, so one of the two sees the other.
    void end() {
        ended = true;
        Cancellation cancelled = cancellation;
        if (cancelled != null) {
            Run run = owner.run();
            run.counters().cancelledScopeLeft(run.kernel().now() - cancelled.nanos());
        }
        if (timer != null) {
            synchronized (this) {
                disarm();
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

    /// The scopes right below that have not ended.
    List<CancelScope> below() {
        Children known = children;
        return known == null ? List.of() : known.open();
    }

    /// The scopes right below.
    Children children() {
        Children known = children;
        return known == null ? makeChildren() : known;
    }

    private synchronized Children makeChildren() {
        Children known = children;
        if (known == null) {
            known = new Children();
            children = known;
        }
        return known;
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
            if (ended) {
                disarm();
            }
        }
        owner.run().counters().scopeCancelled(why.why());
        FlightRecord.cancelled(this);
        ScopeChain.wake(this);
    }

    private void arm(long at) {
        disarm();
        deadline = at;
        if (at != Long.MAX_VALUE && cancellation == null && !ended) {
            timer = owner.run().kernel().timer(Math.max(0, at), this::due);
            if (ended) {
                disarm();
            }
        }
    }

    /// Runs on the timer thread; a moved deadline may have overtaken it.
    private void due() {
        if (owner.run().kernel().now() >= deadline) {
            expire();
        }
    }

    private void disarm() {
        Kernel.Timer set = timer;
        if (set != null) {
            set.cancel();
            timer = null;
        }
    }

    private void requireOpen() {
        if (ended) {
            throw new IllegalStateException(
                    "cancel scope " + id() + " was left; it can no longer be changed");
        }
    }
}
