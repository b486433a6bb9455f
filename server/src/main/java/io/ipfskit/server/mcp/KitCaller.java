package io.ipfskit.server.mcp;

import io.ipfskit.anyio.Body;
import io.ipfskit.kit.CallOptions;
import io.ipfskit.kit.IpfsKit;
import io.ipfskit.kit.Running;
import io.ipfskit.operation.ByteStream;
import io.ipfskit.operation.Operation;
import io.ipfskit.operation.Operation.BodyOut;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Calls the operations of a node through the Java API, whether it is in this process or elsewhere.
/// The node decides who calls.
public final class KitCaller implements OperationCaller {
    private final IpfsKit kit;
    private final List<Operation<?, ?>> operations;

    /// Calls through `kit`, which stays the caller's to close, what `operations` lists.
    public KitCaller(IpfsKit kit, List<Operation<?, ?>> operations) {
        this.kit = kit;
        this.operations = List.copyOf(operations);
    }

    @Override
    public List<Operation<?, ?>> operations() {
        return operations;
    }

    @Override
    public <I, O, R extends @Nullable Object, X extends Exception> R call(
            Operation<I, O> operation, I input, Settings settings, Body<Called<O>, R, X> onResult)
            throws X, InterruptedException {
        CallOptions options =
                CallOptions.NONE
                        .withTimeout(settings.timeout())
                        .withBytes(settings.bytes())
                        .withTree(settings.tree())
                        .withOnProgress(settings.progress());
        if (operation.bodyOut() == BodyOut.BYTES) {
            return stream(operation, input, options, onResult);
        }
        if (operation.bodyOut() == BodyOut.ROWS) {
            options = options.withOnItem(settings.items());
        }
        try (Running<O> running = kit.start(operation, input, options)) {
            return onResult.run(new Called<>(running.result(), running.operationId()));
        }
    }

    @SuppressWarnings("unchecked") // an operation that gives bytes has a ByteStream as output
    private <I, O, S extends ByteStream, R extends @Nullable Object, X extends Exception> R stream(
            Operation<I, O> operation, I input, CallOptions options, Body<Called<O>, R, X> onResult)
            throws X, InterruptedException {
        try (ByteStream stream = kit.stream((Operation<I, S>) operation, input, options)) {
            return onResult.run(new Called<>((O) stream, null));
        }
    }
}
