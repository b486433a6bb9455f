package io.ipfskit.kit;

import io.ipfskit.node.ops.Pin;
import io.ipfskit.node.ops.PinOperations;
import io.ipfskit.node.ops.PinRmInput;
import io.ipfskit.node.ops.PinUpdateInput;
import io.ipfskit.node.ops.PinUpdated;
import io.ipfskit.node.ops.PinVerdict;
import io.ipfskit.node.ops.PinVerifyInput;
import io.ipfskit.node.ops.Pinned;
import io.ipfskit.node.ops.PinsListed;
import io.ipfskit.node.ops.PinsVerified;
import io.ipfskit.node.ops.Unpinned;

/// Group `pin`: what must stay.
///
/// All methods fail with [io.ipfskit.operation.OperationFailed], and with [InterruptedException]
/// when the caller is cancelled.
public final class PinFacade {
    private final IpfsKit kit;

    PinFacade(IpfsKit kit) {
        this.kit = kit;
    }

    /// Pins content. Durable when it returns.
    public Pinned add(String path, PinOptions options) throws InterruptedException {
        return kit.call(PinOperations.ADD, options.input(path));
    }

    /// Removes a pin. Durable when it returns.
    public Unpinned rm(String path, boolean recursive) throws InterruptedException {
        return kit.call(PinOperations.RM, new PinRmInput(path, recursive));
    }

    /// Pins `to` instead of the recursive pin `from`, with its name, expiry and metadata; looks
    /// only at what `to` has and `from` has not. Durable when it returns.
    ///
    /// @param unpin whether the pin of `from` goes
    public PinUpdated update(String from, String to, boolean unpin) throws InterruptedException {
        return kit.call(PinOperations.UPDATE, new PinUpdateInput(from, to, unpin));
    }

    /// Reads and hashes all blocks of recursive pins. The rows are the bad pins, or all when
    /// `verbose`. The caller closes them.
    public Items<PinVerdict, PinsVerified> verify(boolean verbose) throws InterruptedException {
        return kit.items(
                PinOperations.VERIFY,
                PinVerdict.class,
                new PinVerifyInput(null, verbose),
                CallOptions.NONE);
    }

    /// The pins. The caller closes them.
    public Items<Pin, PinsListed> ls(PinFilter filter) throws InterruptedException {
        return kit.items(PinOperations.LS, Pin.class, filter.input(), CallOptions.NONE);
    }
}
