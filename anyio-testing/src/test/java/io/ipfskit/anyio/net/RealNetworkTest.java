package io.ipfskit.anyio.net;

import io.ipfskit.anyiotesting.BackendTests;
import io.ipfskit.anyiotesting.NetworkContract;

/// The contract on TCP over the loopback device.
@BackendTests(sim = false)
class RealNetworkTest extends NetworkContract {
    @Override
    protected Network network() {
        return Network.real();
    }
}
