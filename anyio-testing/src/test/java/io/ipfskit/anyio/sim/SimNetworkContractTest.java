package io.ipfskit.anyio.sim;

import io.ipfskit.anyio.net.Network;
import io.ipfskit.anyiotesting.NetworkContract;

/// The simulated network promises about streams what every network does, on every backend.
class SimNetworkContractTest extends NetworkContract {
    @Override
    protected Network network() {
        return new SimNetwork().host("a");
    }
}
