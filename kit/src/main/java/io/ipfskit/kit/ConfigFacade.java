package io.ipfskit.kit;

import io.ipfskit.kit.ops.ConfigOperations;
import io.ipfskit.kit.ops.ConfigOperations.CheckInput;
import io.ipfskit.kit.ops.ConfigOperations.Checked;
import io.ipfskit.kit.ops.ConfigOperations.ShowInput;
import io.ipfskit.kit.ops.ConfigOperations.Shown;

/// Group `config`: what is configured and where it came from. No secret is ever shown.
///
/// All methods fail with [io.ipfskit.operation.OperationFailed], and with [InterruptedException]
/// when the caller is cancelled.
public final class ConfigFacade {
    private final IpfsKit kit;

    ConfigFacade(IpfsKit kit) {
        this.kit = kit;
    }

    /// The configuration in force, with where each value came from.
    public Shown show() throws InterruptedException {
        return show(true);
    }

    /// The configuration in force.
    ///
    /// @param origin whether to say where each value came from
    public Shown show(boolean origin) throws InterruptedException {
        return kit.call(ConfigOperations.SHOW, new ShowInput(origin));
    }

    /// Reads the configuration again and tells what is wrong with it.
    public Checked check() throws InterruptedException {
        return kit.call(ConfigOperations.CHECK, new CheckInput());
    }
}
