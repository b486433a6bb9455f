package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

import org.jspecify.annotations.Nullable;

/// Options of `pin.verify`.
public record PinVerifyInput(
        @Doc("only this recursive pin; all when absent") @Nullable String cid,
        @Doc(value = "tell of the good ones, too", defaultValue = "false") boolean verbose) {}
