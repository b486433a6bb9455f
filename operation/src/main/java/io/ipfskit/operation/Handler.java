package io.ipfskit.operation;

/// Does the work of one operation: plain blocking code in the operation's scope.
///
/// @param <I> input record
/// @param <O> output record, or a [ByteStream]
@FunctionalInterface
public interface Handler<I, O> {
    /// Does the work and returns the result. Whatever cannot be done fails with [OperationFailed].
    ///
    /// @throws InterruptedException when the operation is cancelled
    O handle(I input, Call call) throws InterruptedException;
}
