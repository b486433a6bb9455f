package io.ipfskit.kit.ops;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Clock;
import io.ipfskit.anyio.Run;
import io.ipfskit.anyio.TaskInfo;
import io.ipfskit.kit.Operations;
import io.ipfskit.operation.Access;
import io.ipfskit.operation.Bound;
import io.ipfskit.operation.Doc;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.Operation;
import io.ipfskit.operation.OperationFailed;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/// Group `runtime`: the run this node lives in, and its live task tree.
public final class RuntimeOperations {
    /// No options.
    public record InfoInput() {}

    /// What the node runs on.
    public record RuntimeInfo(
            @Doc("anyio backend") String backend,
            @Doc("engine of that backend") String engine,
            @Doc("version of the Java runtime") String java,
            @Doc("process id") long pid,
            @Doc("how long the node has been up") Duration uptime,
            @Doc("processors the runtime may use") int processors,
            @Doc("live tasks") long liveTasks,
            @Doc("operations at work") long runningOperations,
            @Doc("bytes of heap in use") long heapUsed,
            @Doc("bytes the heap may grow to") long heapMax,
            @Doc("URL of the gateway; absent when none listens") @Nullable String gatewayUrl) {}

    /// Which tasks.
    public record TasksInput(
            @Doc("only the tasks of this run of an operation") @Nullable String operation) {}

    /// Tasks of the run.
    public record Tasks(
            @Doc("the tasks, in order of forking") List<TaskRow> items,
            @Doc("how many there are") long total) {
        public Tasks {
            items = List.copyOf(items);
        }
    }

    /// One task.
    public record TaskRow(
            @Doc("number in the run") long id,
            @Doc("name given at fork") String name,
            @Doc("task that forked it; 0 for the root") long parent,
            @Doc("where it is in its life") String state,
            @Doc("what it waits for; absent while it runs") @Nullable String waitingFor,
            @Doc("number of its innermost cancel scope") long scope,
            @Doc("milliseconds since it was forked") long ageMs,
            @Doc("time left to the deadline in force; absent when there is none")
                    @Nullable Duration deadline,
            @Doc("whether a shield hides cancellation from outside") boolean shielded,
            @Doc("why it is being cancelled; absent while it is not") @Nullable String cancelReason,
            @Doc(
                            "where it stands, if it has not ended 5 s after its cancellation; at"
                                    + " most 40 lines")
                    @Nullable List<String> stack,
            @Doc("id of the operation it works for; absent when it works for none")
                    @Nullable String operation) {}

    /// Which task to cancel.
    public record CancelInput(
            @Doc(value = "number of the task in the run", minimum = 1) long id,
            @Doc("why, for logs and for who waits for it") @Nullable String reason) {}

    /// A task that was asked to end.
    public record CancelledTask(
            @Doc("number in the run") long id,
            @Doc("name given at fork") String name,
            @Doc("why") String reason) {}

    /// No options.
    public record DumpInput() {}

    /// The task tree.
    public record Dump(@Doc("the task tree as text") String text) {}

    /// What the node runs on.
    public static final Operation<InfoInput, RuntimeInfo> INFO =
            Operation.named("runtime", "info", InfoInput.class, RuntimeInfo.class)
                    .summary("Says what the node runs on and how busy it is.")
                    .get("/runtime/info")
                    .example("this node", "{}")
                    .build();

    /// The live tasks.
    public static final Operation<TasksInput, Tasks> TASKS =
            Operation.named("runtime", "tasks", TasksInput.class, Tasks.class)
                    .summary("Lists the live tasks, of the whole node or of one operation.")
                    .get("/runtime/tasks")
                    .errors(ErrorCode.NOT_FOUND)
                    .example("all tasks", "{}")
                    .build();

    /// The task tree as text.
    public static final Operation<DumpInput, Dump> DUMP =
            Operation.named("runtime", "dump", DumpInput.class, Dump.class)
                    .summary("Gives the live task tree as text.")
                    .get("/runtime/dump")
                    .example("this node", "{}")
                    .build();

    /// Cancels one task.
    public static final Operation<CancelInput, CancelledTask> CANCEL =
            Operation.named("runtime", "cancel", CancelInput.class, CancelledTask.class)
                    .summary(
                            "Asks a live task to end, and all below it; a service of the node that"
                                    + " is cancelled stops the node.")
                    .route(Operation.Verb.DELETE, "/runtime/tasks/{id}")
                    .access(Access.ADMIN)
                    .hints(Operation.Hint.IDEMPOTENT)
                    .errors(ErrorCode.NOT_FOUND, ErrorCode.CONFLICT)
                    .example("one task", "{\"id\": 42, \"reason\": \"not needed any more\"}")
                    .build();

    private static final int STACK_MAX = 40;
    private static final int REASON_MAX = 200;

    private RuntimeOperations() {}

    /// The operations of this group, of a node without doors.
    ///
    /// @param operations whose runs own tasks
    /// @param startedAt when the node started
    public static List<Bound<?, ?>> bind(Operations operations, Instant startedAt) {
        return bind(operations, startedAt, () -> null);
    }

    /// The operations of this group.
    ///
    /// @param operations whose runs own tasks
    /// @param startedAt when the node started
    /// @param gateway the URL of the gateway, or null while none listens
    public static List<Bound<?, ?>> bind(
            Operations operations, Instant startedAt, Supplier<@Nullable String> gateway) {
        return List.of(
                INFO.to((_, _) -> info(operations, startedAt, gateway.get())),
                TASKS.to((input, _) -> tasks(operations, input)),
                DUMP.to((_, _) -> new Dump(AnyIO.current().dump())),
                CANCEL.to((input, call) -> cancel(input, call.principal().name())));
    }

    private static RuntimeInfo info(
            Operations operations, Instant startedAt, @Nullable String gateway) {
        Run run = AnyIO.current();
        Runtime runtime = Runtime.getRuntime();
        return new RuntimeInfo(
                run.backend().name(),
                run.backend().engine(),
                Runtime.version().toString(),
                ProcessHandle.current().pid(),
                Duration.between(startedAt, Clock.now()),
                runtime.availableProcessors(),
                run.tasks().size(),
                operations.runningCount(),
                runtime.totalMemory() - runtime.freeMemory(),
                runtime.maxMemory(),
                gateway);
    }

    private static Tasks tasks(Operations operations, TasksInput input) {
        String wanted = input.operation();
        if (wanted != null && operations.find(wanted) == null) {
            throw new OperationFailed(
                    ErrorCode.NOT_FOUND,
                    "operation " + wanted + " is not known; admin operations lists those that are");
        }
        List<TaskInfo> live = AnyIO.current().tasks();
        Map<Long, String> owners = operations.operationsOf(live);
        List<TaskRow> rows = new ArrayList<>();
        for (TaskInfo task : live) {
            String owner = owners.get(task.id());
            if (wanted == null || wanted.equals(owner)) {
                rows.add(row(task, owner));
            }
        }
        return new Tasks(rows, rows.size());
    }

    private static CancelledTask cancel(CancelInput input, String caller) {
        Run run = AnyIO.current();
        TaskInfo task =
                run.tasks().stream()
                        .filter(live -> live.id() == input.id())
                        .findFirst()
                        .orElseThrow(() -> gone(input.id()));
        if (task.parentId() == 0) {
            throw new OperationFailed(
                    ErrorCode.CONFLICT,
                    "task "
                            + task.id()
                            + " is the root of the run; stop the node with daemon stop instead");
        }
        String given = input.reason();
        String reason = given == null || given.isBlank() ? "cancelled by " + caller : given;
        if (reason.length() > REASON_MAX) {
            reason = reason.substring(0, REASON_MAX);
        }
        if (!run.cancel(task.id(), reason)) {
            throw gone(task.id());
        }
        return new CancelledTask(task.id(), task.name(), reason);
    }

    private static OperationFailed gone(long id) {
        return new OperationFailed(
                ErrorCode.NOT_FOUND, "task " + id + " is not live; it may have ended");
    }

    private static TaskRow row(TaskInfo task, @Nullable String owner) {
        Duration left = task.deadline();
        return new TaskRow(
                task.id(),
                task.name(),
                task.parentId(),
                task.state().name().toLowerCase(Locale.ROOT),
                task.waitingFor(),
                task.scope(),
                task.age().toMillis(),
                left != null && left.isNegative() ? Duration.ZERO : left, // overdue
                task.isShielded(),
                task.cancelReason(),
                task.stack().isEmpty()
                        ? null
                        : task.stack().stream()
                                .limit(STACK_MAX)
                                .map(StackTraceElement::toString)
                                .toList(),
                owner);
    }
}
