package io.ipfskit.kit;

import io.ipfskit.operation.ByteSource;
import io.ipfskit.operation.Tree;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/// What may go with a call through [IpfsKit] beside the input record. A value; each `with…` gives a
/// changed copy.
///
/// @param timeout how long the call may take, or null for what the operation declares; when it is
///   over the call fails with code `timeout`
/// @param bytes bytes in
/// @param tree a file or folder in
/// @param onItem takes rows, in the operation's scope; null when the caller pulls them
/// @param onProgress takes progress, in a task of its own
public record CallOptions(
        @Nullable Duration timeout,
        @Nullable ByteSource bytes,
        @Nullable Tree tree,
        @Nullable ItemSink onItem,
        @Nullable ProgressSink onProgress) {
    /// Nothing but the input record.
    public static final CallOptions NONE = new CallOptions(null, null, null, null, null);

    /// At most this time.
    public CallOptions withTimeout(@Nullable Duration timeout) {
        return new CallOptions(timeout, bytes, tree, onItem, onProgress);
    }

    /// With bytes.
    public CallOptions withBytes(@Nullable ByteSource bytes) {
        return new CallOptions(timeout, bytes, tree, onItem, onProgress);
    }

    /// With a file or folder.
    public CallOptions withTree(@Nullable Tree tree) {
        return new CallOptions(timeout, bytes, tree, onItem, onProgress);
    }

    /// With a taker of rows.
    public CallOptions withOnItem(@Nullable ItemSink onItem) {
        return new CallOptions(timeout, bytes, tree, onItem, onProgress);
    }

    /// With a taker of progress.
    public CallOptions withOnProgress(@Nullable ProgressSink onProgress) {
        return new CallOptions(timeout, bytes, tree, onItem, onProgress);
    }
}
