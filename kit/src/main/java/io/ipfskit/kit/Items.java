package io.ipfskit.kit;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Rows coming out of a running operation, pulled by one task at a time, at most 64 ahead. Who
/// opened it closes it; closing early cancels the work behind it. A stream that breaks throws: it
/// never ends as if it were complete.
///
/// @param <T> the type of the rows
/// @param <O> the operation's result after the rows
public interface Items<T, O> extends AutoCloseable {
    /// The id of this run of the operation.
    String operationId();

    /// The next row, or null at the end.
    ///
    /// @throws io.ipfskit.operation.OperationFailed when the operation failed
    /// @throws InterruptedException when the caller is cancelled
    @Nullable T next() throws InterruptedException;

    /// The result that follows the rows; drops rows not yet taken.
    ///
    /// @throws io.ipfskit.operation.OperationFailed when the operation failed
    /// @throws InterruptedException when the caller is cancelled
    O result() throws InterruptedException;

    /// Takes one row.
    ///
    /// @param <T> the type of the rows
    /// @param <X> what taking may throw
    @FunctionalInterface
    interface Taker<T, X extends Exception> {
        /// Takes one row.
        void take(T row) throws X, InterruptedException;
    }

    /// Takes all rows to the end, then closes.
    default <X extends Exception> void forEach(Taker<? super T, X> taker)
            throws X, InterruptedException {
        try (this) {
            for (T row = next(); row != null; row = next()) {
                taker.take(row);
            }
        }
    }

    /// All rows, then closes.
    ///
    /// @throws IllegalStateException when there are more than `limit`
    List<T> toList(int limit) throws InterruptedException;

    /// Cancels the operation if it still runs, and waits for its end. Idempotent.
    @Override
    void close();
}
