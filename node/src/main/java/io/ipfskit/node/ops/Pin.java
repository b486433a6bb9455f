package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Map;

/// One pin.
public record Pin(
        @Doc("CID that is held") String cid,
        @Doc("direct, recursive or indirect") String type,
        @Doc("name of the pin") @Nullable String name,
        @Doc("when it ends; absent when it holds until it is removed") @Nullable Instant expires,
        @Doc("texts kept with the pin") @Nullable Map<String, String> metadata,
        @Doc("a recursive pin that holds it; told when one CID was asked for and is indirect")
                @Nullable String through) {
    /// An indirect pin.
    public static Pin indirect(String cid, @Nullable String through) {
        return new Pin(cid, "indirect", null, null, null, through);
    }
}
