package io.ipfskit.anyio.net;

import io.ipfskit.anyiotesting.BackendTests;
import io.ipfskit.anyiotesting.DatagramContract;

/// The contract on UDP over the loopback device.
@BackendTests(sim = false)
class RealDatagramTest extends DatagramContract {
    @Override
    protected Network network() {
        return Network.real();
    }
}
