package io.ipfskit.multiformats;

import static io.ipfskit.multiformats.Fixtures.hex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Ed25519KeyTest {
    /// RFC 8032 section 7.1, tests 1 to 3.
    @ParameterizedTest
    @CsvSource({
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
            + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,'',"
            + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
            + "d25bf5f0595bbe24655141438e7a100b",
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
            + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,72,"
            + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
            + "387b2eaeb4302aeeb00d291612bb0c00",
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,"
            + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025,af82,"
            + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
            + "4a7c15e9716ed28dc027beceea1ec40a"
    })
    void publishedVectors(String seed, String publicKey, String message, String signature) {
        Ed25519Key key = Ed25519Key.generate(hex(seed));
        assertThat(key.publicKey().raw()).isEqualTo(hex(publicKey));
        assertThat(key.sign(hex(message))).isEqualTo(hex(signature));
        assertThat(key.publicKey().verify(hex(message), hex(signature))).isTrue();
    }

    /// libp2p's peer-id specification, appendix with test vectors.
    @Test
    void theProtobufFormIsThatOfOtherNodes() {
        byte[] secret =
                hex(
                        "080112407e0830617c4a7de83925dfb2694556b12936c477a0e1feb2e148ec9da60fee7d"
                            + "1ed1e8fae2c4a144b8be8fd4b47bf3d3b34b871c3cacf6010f0e42d474fce27e");
        Ed25519Key key = Ed25519Key.ofProtobuf(secret);
        assertThat(key.protobuf()).isEqualTo(secret);
        assertThat(key.publicKey().protobuf())
                .isEqualTo(
                        hex(
                                "080112201ed1e8fae2c4a144b8be8fd4b47bf3d3b34b871c3cacf6010f0e42d474fce27e"));
        assertThat(Ed25519PublicKey.ofProtobuf(key.publicKey().protobuf()))
                .isEqualTo(key.publicKey());
    }

    @Property(tries = 30)
    void everySeedMakesAWorkingKey(
            @ForAll @Size(32) byte[] seed,
            @ForAll @Size(max = 50) byte[] message,
            @ForAll byte change) {
        Ed25519Key key = Ed25519Key.generate(seed);
        byte[] signature = key.sign(message);
        assertThat(signature).hasSize(Ed25519Key.SIGNATURE_LENGTH);
        assertThat(key.publicKey().verify(message, signature)).isTrue();
        if (change != 0) {
            signature[5] ^= change;
            assertThat(key.publicKey().verify(message, signature)).isFalse();
        }
        assertThat(Ed25519Key.ofProtobuf(key.protobuf()).peerId()).isEqualTo(key.peerId());
    }

    @Test
    void aStoredPublicKeyThatIsNotTheSeedsIsRefused() {
        byte[] secret = Ed25519Key.generate(new byte[32]).protobuf();
        secret[40] ^= 1;
        assertThatThrownBy(() -> Ed25519Key.ofProtobuf(secret))
                .isInstanceOf(MultiformatException.class)
                .hasMessageContaining("not its own");
    }

    @Test
    void otherKeyTypesAreRefused() {
        byte[] secret = Ed25519Key.generate(new byte[32]).protobuf();
        secret[1] = 0;
        assertThatThrownBy(() -> Ed25519Key.ofProtobuf(secret))
                .isInstanceOf(MultiformatException.class);
    }

    @Test
    void aSeedOfAnotherLengthIsRefused() {
        assertThatThrownBy(() -> Ed25519Key.generate(new byte[31]))
                .isInstanceOf(MultiformatException.class);
    }

    @Test
    void garbageVerifiesNothing() {
        Ed25519PublicKey key = Ed25519PublicKey.ofRaw(hex("ff".repeat(32)));
        assertThat(key.verify(new byte[3], new byte[64])).isFalse();
        assertThat(Ed25519Key.generate(new byte[32]).publicKey().verify(new byte[3], new byte[5]))
                .isFalse();
    }

    @Test
    void theSecretIsNotShown() {
        Ed25519Key key = Ed25519Key.generate(new byte[32]);
        assertThat(key.toString()).isEqualTo("Ed25519Key[" + key.peerId() + "]");
    }
}
