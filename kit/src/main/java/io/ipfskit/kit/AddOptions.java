package io.ipfskit.kit;

import io.ipfskit.node.ops.AddInput;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/// How to add content. A value; each `with…` gives a changed copy.
///
/// @param input the options as the operation takes them
/// @param timeout how long it may take, or null
/// @param onItem takes each [io.ipfskit.node.ops.AddedEntry], or null
/// @param onProgress takes progress, or null
public record AddOptions(
        AddInput input,
        @Nullable Duration timeout,
        @Nullable ItemSink onItem,
        @Nullable ProgressSink onProgress) {

    /// Pinned, profile `unixfs-v1-2025`, no hidden files.
    public static AddOptions defaults() {
        return of(AddInput.defaults());
    }

    /// These options.
    public static AddOptions of(AddInput input) {
        return new AddOptions(input, null, null, null);
    }

    /// With these options of the operation.
    public AddOptions withInput(AddInput input) {
        return new AddOptions(input, timeout, onItem, onProgress);
    }

    /// At most this time.
    public AddOptions withTimeout(Duration timeout) {
        return new AddOptions(input, timeout, onItem, onProgress);
    }

    /// With a taker of entries.
    public AddOptions withOnItem(ItemSink onItem) {
        return new AddOptions(input, timeout, onItem, onProgress);
    }

    /// With a taker of progress.
    public AddOptions withOnProgress(ProgressSink onProgress) {
        return new AddOptions(input, timeout, onItem, onProgress);
    }

    CallOptions call() {
        return CallOptions.NONE
                .withTimeout(timeout)
                .withOnItem(onItem == null ? ItemSink.DISCARD : onItem)
                .withOnProgress(onProgress);
    }
}
