package io.ipfskit.kit;

import io.ipfskit.operation.ByteSource;
import io.ipfskit.operation.Principal;
import io.ipfskit.operation.Tree;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/// How a door calls an operation: everything beside the input record.
///
/// @param principal who calls
/// @param door the door's name for history and audit: `rest`, `mcp`, `cli`, `java`, `kubo`
/// @param operationId the id of this run, a UUID; null for a new one
/// @param timeout how long it may take, or null for what the operation declares
/// @param bytes bytes that came with the call
/// @param tree a tree that came with the call
/// @param items where rows go; needed by operations that give rows
/// @param progress where progress goes, or null
public record Invocation(
        Principal principal,
        String door,
        @Nullable String operationId,
        @Nullable Duration timeout,
        @Nullable ByteSource bytes,
        @Nullable Tree tree,
        @Nullable ItemSink items,
        @Nullable ProgressSink progress) {

    /// A call of `principal` through `door`, with nothing else.
    public static Invocation of(Principal principal, String door) {
        return new Invocation(principal, door, null, null, null, null, null, null);
    }

    /// With this id of the run, which must be new.
    public Invocation withOperationId(@Nullable String operationId) {
        return new Invocation(principal, door, operationId, timeout, bytes, tree, items, progress);
    }

    /// With at most this time.
    public Invocation withTimeout(@Nullable Duration timeout) {
        return new Invocation(principal, door, operationId, timeout, bytes, tree, items, progress);
    }

    /// With bytes.
    public Invocation withBytes(@Nullable ByteSource bytes) {
        return new Invocation(principal, door, operationId, timeout, bytes, tree, items, progress);
    }

    /// With a tree.
    public Invocation withTree(@Nullable Tree tree) {
        return new Invocation(principal, door, operationId, timeout, bytes, tree, items, progress);
    }

    /// With a taker of rows.
    public Invocation withItems(@Nullable ItemSink items) {
        return new Invocation(principal, door, operationId, timeout, bytes, tree, items, progress);
    }

    /// With a taker of progress.
    public Invocation withProgress(@Nullable ProgressSink progress) {
        return new Invocation(principal, door, operationId, timeout, bytes, tree, items, progress);
    }
}
