package io.ipfskit.kit;

import io.ipfskit.kit.ops.CliOperations;
import io.ipfskit.kit.ops.CliOperations.Commands;
import io.ipfskit.kit.ops.CliOperations.CommandsInput;

/// Group `cli`: the command line as data.
///
/// All methods fail with [io.ipfskit.operation.OperationFailed], and with [InterruptedException]
/// when the caller is cancelled.
public final class CliFacade {
    private final IpfsKit kit;

    CliFacade(IpfsKit kit) {
        this.kit = kit;
    }

    /// Every command of the command line that is an operation.
    public Commands commands() throws InterruptedException {
        return kit.call(CliOperations.COMMANDS, new CommandsInput());
    }
}
