package io.ipfskit.server.mcp;

import io.ipfskit.anyio.Body;
import io.ipfskit.anyio.Rng;
import io.ipfskit.kit.Invocation;
import io.ipfskit.kit.Operations;
import io.ipfskit.kit.Registry;
import io.ipfskit.operation.Bound;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.Operation;
import io.ipfskit.operation.OperationFailed;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

import java.util.List;

/// Calls the operations of this node, in the calling task.
public final class LocalCaller implements OperationCaller {
    private static final String DOOR = "mcp";

    /// The key under which log lines of a call carry its id, at every door.
    private static final String LOG_KEY = "operation_id";

    private final Registry registry;
    private final Operations operations;

    /// Calls through `operations` what `registry` has.
    public LocalCaller(Registry registry, Operations operations) {
        this.registry = registry;
        this.operations = operations;
    }

    @Override
    public List<Operation<?, ?>> operations() {
        return registry.all().stream().<Operation<?, ?>>map(Bound::operation).toList();
    }

    @Override
    public <I, O, R extends @Nullable Object, X extends Exception> R call(
            Operation<I, O> operation, I input, Settings settings, Body<Called<O>, R, X> onResult)
            throws X, InterruptedException {
        Bound<I, O> bound = registry.find(operation);
        if (bound == null) {
            throw new OperationFailed(
                    ErrorCode.UNSUPPORTED, "this node does not have " + operation.id());
        }
        String id = Rng.uuid().toString();
        Invocation invocation =
                Invocation.of(settings.principal(), DOOR)
                        .withOperationId(id)
                        .withTimeout(settings.timeout())
                        .withBytes(settings.bytes())
                        .withTree(settings.tree())
                        .withItems(settings.items())
                        .withProgress(settings.progress());
        try (var _ = MDC.putCloseable(LOG_KEY, id)) {
            return operations.invoke(
                    bound, input, invocation, output -> onResult.run(new Called<>(output, id)));
        }
    }
}
