package io.ipfskit.anyio.sim;

import io.ipfskit.anyio.net.Network;
import io.ipfskit.anyiotesting.DatagramContract;

/// The simulated network promises about datagrams what every network does, on every backend.
class SimDatagramContractTest extends DatagramContract {
    @Override
    protected Network network() {
        return new SimNetwork().host("a");
    }
}
