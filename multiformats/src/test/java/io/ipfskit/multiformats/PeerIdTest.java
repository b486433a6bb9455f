package io.ipfskit.multiformats;

import static io.ipfskit.multiformats.Fixtures.hex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PeerIdTest {
    private static final String TEXT = "12D3KooWD3eckifWpRn9wQpMG9R9hX3sD158z7EqHWmweQAJU5SA";
    private static final String CID =
            "bafzaajaiaejcal72gwuz2or47oyxxn6b3rkwdmmkrxgkjxzy3rqt5kczyn7lcm3l";

    @Test
    void bothTextFormsOfOtherNodesAreRead() {
        PeerId id = PeerId.parse(TEXT);
        assertThat(id).hasToString(TEXT).isEqualTo(PeerId.parse(CID));
        assertThat(id.toCid()).hasToString(CID);
        assertThat(PeerId.parse(id.toCid().toString(Multibase.BASE36))).isEqualTo(id);
    }

    @Test
    void aHashedKeyIsReadToo() {
        String text = "QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N";
        assertThat(PeerId.parse(text)).hasToString(text);
    }

    @Test
    void anEd25519KeyIsHeldWhole() {
        byte[] key = Ed25519Key.generate(new byte[32]).publicKey().protobuf();
        assertThat(PeerId.ofPublicKey(key).multihash().digest()).isEqualTo(key);
    }

    @Test
    void aLongKeyIsHashed() {
        assertThat(PeerId.ofPublicKey(new byte[43]).multihash())
                .isEqualTo(Multihash.sha256(new byte[43]));
    }

    @Test
    void aCidOfContentIsNoPeer() {
        assertThatThrownBy(() ->
                        PeerId.parse("bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e"))
                .isInstanceOf(MultiformatException.class)
                .hasMessageContaining("libp2p-key");
    }

    @Test
    void otherHashesAreRefused() {
        assertThatThrownBy(() -> new PeerId(Multihash.decode(hex("1114" + "00".repeat(20)))))
                .isInstanceOf(MultiformatException.class);
    }
}
