package io.ipfskit.multiformats;

import static io.ipfskit.multiformats.Fixtures.hex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

class MultiaddrTest {
    @ParameterizedTest
    @CsvSource({
        "/ip4/127.0.0.1/tcp/5001, 047f000001061389",
        "/ip4/1.2.3.4/udp/4001/quic-v1, 040102030491020fa1cd03",
        "/ip6/::1/tcp/0, 2900000000000000000000000000000001060000",
        "/dns4/example.com/tcp/443/https, 360b6578616d706c652e636f6d0601bbbb03",
        "/ip4/127.0.0.1/tcp/80/ws, 047f000001060050dd03"
    })
    void goldenBytesBothWays(String text, String bytes) {
        Multiaddr address = Multiaddr.parse(text);
        assertThat(address).hasToString(text);
        assertThat(address.bytes()).isEqualTo(hex(bytes));
        assertThat(Multiaddr.decode(hex(bytes))).isEqualTo(address);
    }

    @Test
    void everyCodeIsThatOfThePublishedTable() throws IOException {
        Map<String, Integer> table = new HashMap<>();
        for (String line :
                Fixtures.lines("multiformats/multiaddr-protocols.csv").stream().skip(1).toList()) {
            String[] words = line.split(",", -1);
            table.put(words[2].strip(), Integer.parseInt(words[0].strip()));
        }
        for (MultiaddrProtocol protocol : MultiaddrProtocol.values()) {
            assertThat(table).containsEntry(protocol.toString(), protocol.code());
        }
    }

    @Test
    void anApiAddressGivesHostAndPort() {
        Multiaddr address = Multiaddr.tcp("127.0.0.1", 5001);
        assertThat(address).hasToString("/ip4/127.0.0.1/tcp/5001");
        assertThat(address.host()).contains("127.0.0.1");
        assertThat(address.tcpPort()).contains(5001);
        assertThat(Multiaddr.tcp("::1", 1)).hasToString("/ip6/::1/tcp/1");
        assertThat(Multiaddr.tcp("localhost", 1)).hasToString("/dns/localhost/tcp/1");
    }

    @Test
    void theOldNameOfP2pIsRead() {
        String peer = "12D3KooWD3eckifWpRn9wQpMG9R9hX3sD158z7EqHWmweQAJU5SA";
        Multiaddr address = Multiaddr.parse("/ip4/1.2.3.4/tcp/4001/ipfs/" + peer);
        assertThat(address).hasToString("/ip4/1.2.3.4/tcp/4001/p2p/" + peer);
        assertThat(address.value(MultiaddrProtocol.P2P)).contains(peer);
        assertThat(Multiaddr.decode(address.bytes())).isEqualTo(address);
    }

    @ParameterizedTest
    @CsvSource({
        "2001:DB8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "0:0:0:0:0:0:0:0, ::",
        "1:0:3:4:5:6:7:8, 1:0:3:4:5:6:7:8",
        "::ffff:1.2.3.4, ::ffff:102:304",
        "fe80::, fe80::"
    })
    void ip6IsWrittenInItsShortForm(String given, String canonical) {
        assertThat(Multiaddr.parse("/ip6/" + given).host()).contains(canonical);
    }

    @Property
    void everyIpAddressComesBack(
            @ForAll @Size(16) byte[] ip, @ForAll @IntRange(max = 65535) int port) {
        String text = IpText.formatIp6(ip);
        assertThat(IpText.parseIp6(text)).isEqualTo(ip);
        Multiaddr address = Multiaddr.tcp(text, port);
        assertThat(Multiaddr.decode(address.bytes())).isEqualTo(address);
        assertThat(address.tcpPort()).contains(port);
    }

    @Property
    void bytesAreEitherRefusedOrReadable(@ForAll @Size(max = 40) byte[] bytes) {
        try {
            Multiaddr address = Multiaddr.decode(bytes);
            assertThat(Multiaddr.parse(address.toString())).isEqualTo(address);
        } catch (MultiformatException e) {
            assertThat(e).hasMessageNotContaining("null");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "ip4/1.2.3.4",
                "/ip4",
                "/ip4/1.2.3",
                "/ip4/1.2.3.256",
                "/ip4/01.2.3.4",
                "/ip4/1.2.3.4/",
                "/ip6/1:2",
                "/ip6/1::2::3",
                "/ip6/:1",
                "/ip6/12345::",
                "/ip6/1:2:3:4:5:6:7::8",
                "/tcp/65536",
                "/tcp/-1",
                "/tcp/+1",
                "/tcp/",
                "/tcp/000080",
                "/dns/",
                "/nothing/1",
                "/p2p/abc"
            })
    void malformedTextIsRefused(String text) {
        assertThatThrownBy(() -> Multiaddr.parse(text)).isInstanceOf(MultiformatException.class);
    }
}
