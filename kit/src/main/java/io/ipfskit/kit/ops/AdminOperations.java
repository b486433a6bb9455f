package io.ipfskit.kit.ops;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.ipfskit.kit.Operations;
import io.ipfskit.operation.Access;
import io.ipfskit.operation.Bound;
import io.ipfskit.operation.Doc;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.Operation;
import io.ipfskit.operation.OperationFailed;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/// Group `admin`: what runs on this node, and how it is.
public final class AdminOperations {
    /// Which runs.
    public record OperationsInput(
            @Doc(
                            value = "which runs to list",
                            defaultValue = "\"all\"",
                            values = {"running", "ended", "all"})
                    String state) {}

    /// Runs of operations.
    public record OperationList(
            @Doc("ended ones first, oldest first; at most the last 256 that ended")
                    List<OperationInfo> items,
            @Doc("how many there are") long total) {
        public OperationList {
            items = List.copyOf(items);
        }
    }

    /// Which run, and whether to wait for it.
    public record OperationInput(
            @Doc("id of the run") String id,
            @Doc("how long to wait for its end at most; absent to answer at once")
                    @JsonProperty("wait")
                    @Nullable Duration waitLimit) {}

    /// Which run to cancel.
    public record CancelInput(
            @Doc("id of the run") String id,
            @Doc("why, for logs and for who waits for it") @Nullable String reason) {}

    /// No options.
    public record HealthInput() {}

    /// Lists runs.
    public static final Operation<OperationsInput, OperationList> OPERATIONS =
            Operation.named("admin", "operations", OperationsInput.class, OperationList.class)
                    .summary("Lists running operations and those that ended last.")
                    .get("/admin/operations")
                    .access(Access.ADMIN)
                    .example("what runs now", "{\"state\": \"running\"}")
                    .build();

    /// Shows one run, perhaps after waiting for its end.
    public static final Operation<OperationInput, OperationInfo> OPERATION =
            Operation.named("admin", "operation", OperationInput.class, OperationInfo.class)
                    .summary("Shows one run of an operation, if asked after waiting for its end.")
                    .get("/admin/operations/{id}")
                    .access(Access.ADMIN)
                    .errors(ErrorCode.NOT_FOUND)
                    .example(
                            "wait up to a minute",
                            "{\"id\": \"8d0a7f4e-9e0c-4a39-9e7f-3f4b2a1c0d5e\", \"wait\": \"1m\"}")
                    .build();

    /// Cancels one run.
    public static final Operation<CancelInput, OperationInfo> CANCEL =
            Operation.named("admin", "cancel", CancelInput.class, OperationInfo.class)
                    .summary("Asks a running operation to end; all work below it stops.")
                    .route(Operation.Verb.DELETE, "/admin/operations/{id}")
                    .access(Access.ADMIN)
                    .hints(Operation.Hint.IDEMPOTENT)
                    .errors(ErrorCode.NOT_FOUND)
                    .example("one run", "{\"id\": \"8d0a7f4e-9e0c-4a39-9e7f-3f4b2a1c0d5e\"}")
                    .build();

    /// How the node is.
    public static final Operation<HealthInput, Health> HEALTH =
            Operation.named("admin", "health", HealthInput.class, Health.class)
                    .summary("Says how the node and each of its services is.")
                    .get("/admin/health")
                    .example("this node", "{}")
                    .build();

    private AdminOperations() {}

    /// The operations of this group.
    ///
    /// @param health looks how the node is
    public static List<Bound<?, ?>> bind(Operations operations, Supplier<Health> health) {
        return List.of(
                OPERATIONS.to((input, _) -> list(operations, input.state())),
                OPERATION.to((input, _) -> {
                    Duration wait = input.waitLimit();
                    return known(
                            input.id(),
                            wait == null
                                    ? operations.find(input.id())
                                    : operations.await(input.id(), wait));
                }),
                CANCEL.to((input, call) -> {
                    String reason = input.reason();
                    return known(
                            input.id(),
                            operations.cancel(
                                    input.id(),
                                    reason == null || reason.isBlank()
                                            ? "cancelled by " + call.principal().name()
                                            : reason));
                }),
                HEALTH.to((_, _) -> health.get()));
    }

    private static OperationList list(Operations operations, String state) {
        List<OperationInfo> items =
                operations.list(
                        switch (state) {
                            case "running" -> Operations.Which.RUNNING;
                            case "ended" -> Operations.Which.ENDED;
                            default -> Operations.Which.ALL;
                        });
        return new OperationList(items, items.size());
    }

    private static OperationInfo known(String id, @Nullable OperationInfo info) {
        if (info == null) {
            throw new OperationFailed(
                    ErrorCode.NOT_FOUND,
                    "operation "
                            + (id.length() > 80 ? id.substring(0, 80) + "…" : id)
                            + " is not known; it may have ended long ago");
        }
        return info;
    }
}
