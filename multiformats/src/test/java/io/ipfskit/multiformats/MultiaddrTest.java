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
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

class MultiaddrTest {
    private static final String PEER = "12D3KooWD3eckifWpRn9wQpMG9R9hX3sD158z7EqHWmweQAJU5SA";

    @ParameterizedTest
    @CsvSource({
        "/ip4/127.0.0.1/tcp/5001, 047f000001061389",
        "/ip4/1.2.3.4/udp/4001/quic-v1, 040102030491020fa1cd03",
        "/ip6/::1/tcp/0, 2900000000000000000000000000000001060000",
        "/dns4/example.com/tcp/443/https, 360b6578616d706c652e636f6d0601bbbb03",
        "/ip4/127.0.0.1/tcp/80/ws, 047f000001060050dd03",
        "/ip6zone/eth0/ip6/fe80::1/dccp/9, 2a046574683029fe800000000000000000000000000001210009",
        "/ip4/10.0.0.0/ipcidr/8, 040a0000002b08",
        "/ip4/1.2.3.4/sctp/1234/udt, 0401020304840104d2ad02",
        "/ip4/1.2.3.4/udp/1/utp, 040102030491020001ae02",
        "/dns/a.b/tcp/1/tls/sni/c.d/ws, 3503612e62060001c003c10303632e64dd03",
        "/dnsaddr/bootstrap.libp2p.io, 3813626f6f7473747261702e6c69627032702e696f",
        "/dns6/é.example/tcp/1/noise, 370ac3a92e6578616d706c65060001c603",
        "/unix/tmp/a.sock, 90030b2f746d702f612e736f636b",
        "/ip4/1.2.3.4/udp/1/quic, 040102030491020001cc03",
        "/ip4/1.2.3.4/udp/1/quic-v1/webtransport/certhash/uEiDDq4_xNyDorZBH3TlGazyJdOWSwvo4PUo5YHFMrvDE8g,"
            + " 040102030491020001cd03d103d203221220c3ab8ff13720e8ad9047dd39466b3c8974e592c2fa383d4a3960714caef0c4f2",
        "/ip4/1.2.3.4/udp/1/webrtc-direct/certhash/uEiDDq4_xNyDorZBH3TlGazyJdOWSwvo4PUo5YHFMrvDE8g,"
            + " 0401020304910200019802d203221220c3ab8ff13720e8ad9047dd39466b3c8974e592c2fa383d4a3960714caef0c4f2",
        "/onion/timaq4ygg2iegci7:80, bc039a18087306369043091f0050",
        "/onion3/vww6ybal4bd7szmgncyruucpgfkqahzddi37ktceo3ah7ngmcopnpyyd:1234,"
                + " bd03adadec040be047f9658668b11a504f3155001f231a37f54c4476c07fb4cc139ed7e30304d2",
        "/garlic32/566niximlxdzpanmn4qouucvua3k7neniwss47li5r6ugoertzuq,"
                + " bf0320efbcd45d0c5dc79781ac6f20ea5055a036afb48d45a52e7d68ec7d4338919e69",
        "/garlic32/aaaqeayeaudaocajbifqydiob4ibceqtcqkrmfyydenbwha5dypsaijcem,"
                + " bf0324000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20212223",
        "/ip4/1.2.3.4/tcp/80/http/http-path/a%2Fb%20c, 0401020304060050e003e10305612f622063",
        "/memory/1234, 89060431323334",
        "/ip4/1.2.3.4/tcp/1/plaintextv2, 0401020304060001e1d8c103",
        "/webrtc/p2p-circuit/wss/p2p-stardust/p2p-webrtc-star/p2p-webrtc-direct/p2p-websocket-star,"
                + " 9902a202de03950293029402df03"
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
            if (protocol != MultiaddrProtocol.PLAINTEXTV2) {
                assertThat(table).containsEntry(protocol.toString(), protocol.code());
            }
        }
        for (String name : table.keySet()) {
            assertThat(MultiaddrProtocol.ofName(name).code()).isEqualTo(table.get(name));
        }
    }

    @Test
    void everySizeIsThatOfThePublishedTable() throws IOException {
        for (String line :
                Fixtures.lines("multiformats/multiaddr-protocols.csv").stream().skip(1).toList()) {
            String[] words = line.split(",", -1);
            String size = words[1].strip();
            int bytes = size.equals("V") ? -1 : Integer.parseInt(size) / 8;
            assertThat(MultiaddrProtocol.ofName(words[2].strip()).valueSize())
                    .as(words[2])
                    .isEqualTo(bytes);
        }
    }

    @Test
    void everyCodeIsAMultiaddrOfTheMulticodecTable() {
        for (MultiaddrProtocol protocol : MultiaddrProtocol.values()) {
            boolean memory = protocol == MultiaddrProtocol.MEMORY;
            assertThat(Multicodec.name(protocol.code()))
                    .isEqualTo(memory ? "memorytransport" : protocol.toString());
            assertThat(MultiaddrProtocol.ofCode(protocol.code())).isEqualTo(protocol);
        }
    }

    @Test
    void aGarlic64DestinationComesBack() {
        byte[] destination = new byte[391];
        for (int i = 0; i < destination.length; i++) {
            destination[i] = (byte) (i * 7);
        }
        String text = Base64.getEncoder().encodeToString(destination);
        Multiaddr address =
                Multiaddr.parse("/garlic64/" + text.replace('+', '-').replace('/', '~'));
        assertThat(Multiaddr.decode(address.bytes())).isEqualTo(address);
        assertThat(address.bytes()).endsWith(destination).hasSize(2 + 2 + 391);
        assertThat(address.toString()).contains("-", "~");
    }

    @ParameterizedTest
    @CsvSource({
        "/p2p/k51qzi5uqu5dhdmyb9bd18pypu2wp5lpv2xnskfmrqa4lb5knqryrotb05e7or, /p2p/PEER",
        "/ip6/0:0::1/tcp/1, /ip6/::1/tcp/1",
        "/tcp/00080, /tcp/80",
        "/onion/TIMAQ4YGG2IEGCI7:080, /onion/timaq4ygg2iegci7:80",
        "/garlic32/566NIXIMLXDZPANMN4QOUUCVUA3K7NENIWSS47LI5R6UGOERTZUQ,"
                + " /garlic32/566niximlxdzpanmn4qouucvua3k7neniwss47li5r6ugoertzuq",
        "/certhash/zQmbWTwYGcmdyK9CYfNBcfs9nhZs17a6FQ4Y8oea278xx41,"
                + " /certhash/uEiDDq4_xNyDorZBH3TlGazyJdOWSwvo4PUo5YHFMrvDE8g",
        "/http-path/a%2fb+~ü, /http-path/a%2Fb%2B~%C3%BC",
        "/unix/, /unix/",
        "/unix/a//b/, /unix/a//b/"
    })
    void whatSaysTheSameIsBroughtToOneForm(String given, String canonical) {
        Multiaddr address = Multiaddr.parse(given);
        assertThat(address).hasToString(canonical.replace("PEER", PEER));
        assertThat(Multiaddr.parse(address.toString())).isEqualTo(address);
        assertThat(Multiaddr.decode(address.bytes())).isEqualTo(address);
    }

    @Test
    void addressesAreWrappedAndUnwrapped() {
        Multiaddr outer = Multiaddr.parse("/ip4/1.2.3.4/tcp/80/ws");
        Multiaddr inner = Multiaddr.parse("/p2p/" + PEER);
        Multiaddr both = outer.encapsulate(inner);
        assertThat(both).hasToString("/ip4/1.2.3.4/tcp/80/ws/p2p/" + PEER);
        assertThat(both.decapsulate(inner)).contains(outer);
        assertThat(both.decapsulate(MultiaddrProtocol.WS))
                .contains(Multiaddr.parse("/ip4/1.2.3.4/tcp/80"));
        assertThat(both.decapsulate(both)).isEmpty();
        assertThat(both.decapsulate(Multiaddr.parse("/tcp/81"))).contains(both);
        assertThat(both.decapsulate(MultiaddrProtocol.QUIC)).contains(both);
    }

    @Test
    void theLastOccurrenceIsUnwrapped() {
        Multiaddr address = Multiaddr.parse("/tcp/1/ws/tcp/1/ws");
        assertThat(address.decapsulate(Multiaddr.parse("/tcp/1")))
                .contains(Multiaddr.parse("/tcp/1/ws"));
        assertThat(address.decapsulate(MultiaddrProtocol.TCP))
                .contains(Multiaddr.parse("/tcp/1/ws"));
    }

    @Test
    void theLastPeerOfAnAddressIsWhereItLeads() {
        String relay = "/ip4/1.2.3.4/tcp/1/p2p/QmaeANgBs1DTSxWSrPPtobgQuxW8XTfsS4ydbK4rCHzqxG";
        assertThat(Multiaddr.parse(relay + "/p2p-circuit/p2p/" + PEER).peerId())
                .contains(PeerId.parse(PEER));
        assertThat(Multiaddr.parse(relay + "/p2p-circuit").peerId()).isEmpty();
        assertThat(Multiaddr.parse("/tcp/1").peerId()).isEmpty();
    }

    @Test
    void aPartHoldsAValueOfItsProtocolInItsOneForm() {
        assertThat(new Multiaddr.Part(MultiaddrProtocol.TCP, "080").value()).isEqualTo("80");
        assertThatThrownBy(() -> new Multiaddr.Part(MultiaddrProtocol.TCP, "x"))
                .isInstanceOf(MultiformatException.class)
                .hasMessageContaining("the value of tcp: a port is 0 to 65535, got 'x'");
        assertThatThrownBy(() -> new Multiaddr.Part(MultiaddrProtocol.WS, "x"))
                .isInstanceOf(MultiformatException.class)
                .hasMessageContaining("ws has no value");
    }

    @Test
    void nothingFollowsAPath() {
        Multiaddr path = Multiaddr.parse("/unix/a/tcp/80");
        assertThat(path.parts()).hasSize(1);
        assertThatThrownBy(() -> path.encapsulate(Multiaddr.parse("/tcp/80")))
                .isInstanceOf(MultiformatException.class)
                .hasMessageContaining("nothing can follow unix");
        assertThatThrownBy(() -> Multiaddr.decode(hex("9003022f61060050")))
                .isInstanceOf(MultiformatException.class)
                .hasMessageContaining("nothing can follow unix");
    }

    @Test
    void bothFormsAreBounded() {
        assertThatThrownBy(() -> Multiaddr.parse("/tcp/1".repeat(33)))
                .isInstanceOf(MultiformatException.class)
                .hasMessageContaining("1 to 32 protocols, got 33");
        assertThatThrownBy(() -> Multiaddr.parse("/unix/" + "a".repeat(2048)))
                .isInstanceOf(MultiformatException.class)
                .hasMessageContaining("at most 2048 characters");
        assertThatThrownBy(() -> Multiaddr.parse("/unix/" + "ü".repeat(1100)))
                .isInstanceOf(MultiformatException.class)
                .hasMessageContaining("at most 2048 characters or bytes");
        assertThatThrownBy(() -> Multiaddr.decode(new byte[2049]))
                .isInstanceOf(MultiformatException.class)
                .hasMessageContaining("at most 2048 bytes");
        byte[] spaces = new byte[804];
        java.util.Arrays.fill(spaces, (byte) ' ');
        spaces[0] = (byte) 0xe1;
        spaces[1] = 3;
        spaces[2] = (byte) 0xa0;
        spaces[3] = 6;
        assertThatThrownBy(() -> Multiaddr.decode(spaces))
                .isInstanceOf(MultiformatException.class)
                .hasMessageContaining("got 2411");
    }

    @ParameterizedTest
    @CsvSource({
        "'', 0",
        "ip4/1.2.3.4, 0",
        "/ip4/1.2.3.256, 5",
        "/ip4/1.2.3.4/tcp, 16",
        "/ip4/1.2.3.4/nothing/1, 13",
        "/tcp/1/, 7",
        "/tcp/1/certhash/uEi, 16"
    })
    void theOffsetOfWhatIsWrongIsGiven(String text, int offset) {
        assertThatThrownBy(() -> Multiaddr.parse(text))
                .isInstanceOfSatisfying(
                        MultiformatException.class, e -> assertThat(e.offset()).hasValue(offset))
                .hasMessageContaining("(at character " + offset + ")");
    }

    @ParameterizedTest
    @CsvSource({
        "047f0000, 0, needs 4 bytes",
        "047f00000106, 5, needs 2 bytes",
        "047f000001860008, 5, shortest form",
        "047f0000013f, 5, unknown multiaddr protocol code 63",
        "35ff01, 0, needs 255 bytes",
        "3500, 0, a name has 1 to 255 bytes",
        "3501ff, 0, not UTF-8",
        "35022f61, 0, no slash",
        "350100, 0, no slash",
        "2b81, 0, an address mask is 0 to 128",
        "bc03000000000000000000000000, 0, a port is 1 to 65535",
        "be030100, 0, at least 386 bytes",
        "bf030100, 0, 32 or at least 35 bytes",
        "e10300, 0, must not be empty",
        "90030161, 0, begins with a slash",
        "d203021220, 0, claims a digest",
        "a503021220, 0, claims a digest"
    })
    void malformedBytesAreRefusedWithTheirOffset(String bytes, int offset, String why) {
        assertThatThrownBy(() -> Multiaddr.decode(hex(bytes)))
                .isInstanceOfSatisfying(
                        MultiformatException.class, e -> assertThat(e.offset()).hasValue(offset))
                .hasMessageContaining(why);
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
                "/p2p/abc",
                "/ipcidr/129",
                "/ip4/10.0.0.0/ipcidr/",
                "/onion/timaq4ygg2iegci7",
                "/onion/timaq4ygg2iegci7:0",
                "/onion/timaq4ygg2iegci7:65536",
                "/onion/timaq4ygg2iegci:80",
                "/onion3/timaq4ygg2iegci7:80",
                "/garlic32/aaaa",
                "/garlic64/AAAA",
                "/certhash/",
                "/certhash/EiDD",
                "/certhash/uAA",
                "/http-path/",
                "/http-path/%2",
                "/http-path/%zz",
                "/ip6zone/",
                "/memory/",
                "/unix",
                "/TCP/1",
                "/ws/1"
            })
    void malformedTextIsRefused(String text) {
        assertThatThrownBy(() -> Multiaddr.parse(text)).isInstanceOf(MultiformatException.class);
    }
}
