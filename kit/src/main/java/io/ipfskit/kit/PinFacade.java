package io.ipfskit.kit;

import io.ipfskit.node.ops.Pin;
import io.ipfskit.node.ops.PinAddInput;
import io.ipfskit.node.ops.PinOperations;
import io.ipfskit.node.ops.PinRmInput;
import io.ipfskit.node.ops.Pinned;
import io.ipfskit.node.ops.PinsListed;
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
        return kit.call(
                PinOperations.ADD, new PinAddInput(path, options.recursive(), options.name()));
    }

    /// Removes a pin. Durable when it returns.
    public Unpinned rm(String path, boolean recursive) throws InterruptedException {
        return kit.call(PinOperations.RM, new PinRmInput(path, recursive));
    }

    /// The pins. The caller closes them.
    public Items<Pin, PinsListed> ls(PinFilter filter) throws InterruptedException {
        return kit.items(PinOperations.LS, Pin.class, filter.input(), CallOptions.NONE);
    }
}
