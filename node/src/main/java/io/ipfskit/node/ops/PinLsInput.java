package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

import org.jspecify.annotations.Nullable;

/// Options of `pin.ls`.
public record PinLsInput(
        @Doc("only this CID") @Nullable String cid,
        @Doc(
                        value = "which pins",
                        defaultValue = "\"all\"",
                        values = {"all", "direct", "recursive", "indirect"},
                        shortName = "t")
                String type,
        @Doc(value = "only pins whose name contains this", shortName = "n") @Nullable String name,
        @Doc("next_cursor of the page before") @Nullable String cursor,
        @Doc(value = "how many pins to give at most; all when absent", minimum = 1)
                @Nullable Integer limit) {
    /// All pins.
    public static PinLsInput all() {
        return new PinLsInput(null, "all", null, null, null);
    }
}
