package io.ipfskit.node.gc;

import io.ipfskit.multiformats.Cid;

import java.io.IOException;

/// A collection stopped before it removed anything, since it does not know what a pin needs.
public final class PinIncomplete extends IOException {
    private final Cid missing;

    /// @param root the pin
    /// @param missing the block below it that is not here
    PinIncomplete(Cid root, Cid missing) {
        super(
                "nothing was collected: block %s below pin %s is not here. Add or import it, or remove the pin"
                        .formatted(missing, root));
        this.missing = missing;
    }

    /// The block that is not here.
    public Cid missing() {
        return missing;
    }
}
