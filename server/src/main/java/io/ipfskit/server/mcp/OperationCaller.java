package io.ipfskit.server.mcp;

import io.ipfskit.anyio.Body;
import io.ipfskit.kit.ItemSink;
import io.ipfskit.kit.ProgressSink;
import io.ipfskit.operation.ByteSource;
import io.ipfskit.operation.Operation;
import io.ipfskit.operation.Principal;
import io.ipfskit.operation.Tree;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;

/// How [OperationTools] reaches the operations.
public interface OperationCaller {
    /// What goes with a call beside the input record.
    ///
    /// @param principal who calls
    /// @param timeout how long it may take, or null for what the operation declares
    /// @param bytes bytes in, or null
    /// @param tree a file or folder in, or null
    /// @param items where rows go, if it gives rows
    /// @param progress where progress goes
    record Settings(
            Principal principal,
            @Nullable Duration timeout,
            @Nullable ByteSource bytes,
            @Nullable Tree tree,
            ItemSink items,
            ProgressSink progress) {}

    /// An output and the run that gave it.
    ///
    /// @param output the output record, or a stream of bytes that is open while the result is taken
    /// @param operationId the id of the run, or null when it is not known
    record Called<O>(O output, @Nullable String operationId) {}

    /// The operations there are, in order.
    List<Operation<?, ?>> operations();

    /// Does `operation` and gives its result to `onResult`, where bytes can be pulled.
    ///
    /// @throws io.ipfskit.operation.OperationFailed when it fails
    /// @throws InterruptedException when the caller is cancelled; the work has ended then
    /// @throws X what `onResult` throws
    <I, O, R extends @Nullable Object, X extends Exception> R call(
            Operation<I, O> operation, I input, Settings settings, Body<Called<O>, R, X> onResult)
            throws X, InterruptedException;
}
