package io.ipfskit.anyio.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyio.sim.SimNetwork;
import io.ipfskit.anyio.sim.SimNetworkOptions;
import io.ipfskit.anyiotesting.BackendTest;
import io.ipfskit.anyiotesting.TestKit;

import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.List;

/// Hosts that are no address and can be no name: every call says so by its documented type, on the
/// real network and on the simulated one, and what was open goes on.
class BadAddressTest {
    /// With a colon, so no names; and none of them an address.
    private static final List<String> NONSENSE =
            List.of("foo:bar", ":", "::1::", "1:2:3:4:5:6:7:8:9", "10.0.0.1:80", "fe80::1%no-such");

    private static Network network() {
        return TestKit.backend().isSimulated()
                ? new SimNetwork(SimNetworkOptions.DEFAULT).host("here")
                : Network.real();
    }

    @BackendTest(seeds = 1)
    void nobodyIsDialledOrListenedForAtANonsenseHost() throws Exception {
        TestKit.run(_ -> {
            Network network = network();
            for (String host : NONSENSE) {
                Address.Inet address = Address.of(host, 80);
                assertThatThrownBy(() -> network.dial(address))
                        .as(host)
                        .isInstanceOf(UnknownHostException.class)
                        .hasMessageContaining(host);
                assertThatThrownBy(() -> network.listen(address))
                        .as(host)
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining(host);
                assertThatThrownBy(() -> network.bind(address))
                        .as(host)
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining(host);
            }
            return 0;
        });
    }

    @BackendTest(seeds = 1)
    void aDatagramToANonsenseHostIsNotSentAndTheSocketGoesOn() throws Exception {
        TestKit.run(_ -> {
            Network network = network();
            try (DatagramSocket one = network.bind(Address.of("127.0.0.1", 0));
                    DatagramSocket other = network.bind(Address.of("127.0.0.1", 0))) {
                ByteBuffer into = ByteBuffer.allocate(10);
                for (String host : NONSENSE) {
                    ByteBuffer bytes = ByteBuffer.wrap(new byte[] {1, 2, 3});
                    assertThatThrownBy(() -> one.send(bytes, Address.of(host, 80)))
                            .as(host)
                            .isInstanceOf(UnknownHostException.class)
                            .hasMessageContaining(host);
                    assertThat(bytes.remaining()).isEqualTo(3);
                    one.send(bytes, other.address());
                    assertThat(other.receive(into.clear())).isEqualTo(one.address());
                    assertThat(into.position()).isEqualTo(3);
                }
            }
            return 0;
        });
    }

    @BackendTest(seeds = 1)
    void eachDatagramGoesWhereItWasSentWhicheverCameBefore() throws Exception {
        TestKit.run(_ -> {
            Network network = network();
            try (DatagramSocket one = network.bind(Address.of("127.0.0.1", 0));
                    DatagramSocket left = network.bind(Address.of("127.0.0.1", 0));
                    DatagramSocket right = network.bind(Address.of("127.0.0.1", 0))) {
                List<DatagramSocket> order = List.of(left, right, right, left, left, right);
                for (byte i = 0; i < order.size(); i++) {
                    one.send(ByteBuffer.wrap(new byte[] {i}), order.get(i).address());
                }
                for (byte i = 0; i < order.size(); i++) {
                    ByteBuffer into = ByteBuffer.allocate(1);
                    order.get(i).receive(into);
                    assertThat(into.get(0)).isEqualTo(i);
                }
            }
            return 0;
        });
    }
}
