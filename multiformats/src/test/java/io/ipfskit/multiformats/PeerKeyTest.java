package io.ipfskit.multiformats;

import static io.ipfskit.multiformats.Fixtures.hex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

class PeerKeyTest {
    /// A fixed source, so that a failing run can be repeated.
    private static Consumer<byte[]> random(long seed) {
        return new Random(seed)::nextBytes;
    }

    static List<TestKeys> keys() throws IOException {
        return TestKeys.all();
    }

    @ParameterizedTest
    @MethodSource("keys")
    void thePublishedKeysGiveTheirPublicKeysAndPeerIds(TestKeys published) {
        PeerKey key = PeerKey.ofProtobuf(published.privateKey());
        assertThat(key.type()).isEqualTo(published.type());
        assertThat(key.protobuf()).isEqualTo(published.privateKey());
        assertThat(key.publicKey().type()).isEqualTo(published.type());
        assertThat(key.publicKey().protobuf()).isEqualTo(published.publicKey());
        assertThat(PeerPublicKey.ofProtobuf(published.publicKey()))
                .isEqualTo(key.publicKey())
                .hasSameHashCodeAs(key.publicKey())
                .hasToString(key.publicKey().toString());
        assertThat(key.peerId())
                .hasToString(published.base58())
                .isEqualTo(PeerId.parse(published.base58()))
                .isEqualTo(PeerId.parse(published.base32()))
                .isEqualTo(PeerId.parse(published.base36()));
        assertThat(key.peerId().toCid()).hasToString(published.base32());
        assertThat(key.peerId().toCid().toString(Multibase.BASE36)).isEqualTo(published.base36());
    }

    @ParameterizedTest
    @MethodSource("keys")
    void signaturesOfKuboAreGood(TestKeys published) {
        PeerKey key = PeerKey.ofProtobuf(published.privateKey());
        byte[] signature = published.signature();
        assertThat(key.publicKey().verify(TestKeys.MESSAGE, signature)).isTrue();
        if (key.type() != KeyType.ECDSA) {
            // Go draws the nonce of ECDSA at random; all others have one signature only
            assertThat(key.sign(TestKeys.MESSAGE)).isEqualTo(signature);
        }
    }

    @ParameterizedTest
    @MethodSource("keys")
    void thePemIsThatOfKubo(TestKeys published) throws IOException {
        PeerKey key = PeerKey.ofProtobuf(published.privateKey());
        assertThat(KeyPem.encode(key)).isEqualTo(published.pem());
        assertThat(KeyPem.decode(published.pem()).protobuf()).isEqualTo(published.privateKey());
    }

    @ParameterizedTest
    @EnumSource(KeyType.class)
    void aNewKeyComesBackFromBothFormsAndSigns(KeyType type) {
        PeerKey key = PeerKey.generate(type, random(1));
        assertThat(key.type()).isEqualTo(type);
        assertThat(PeerKey.ofProtobuf(key.protobuf()).peerId()).isEqualTo(key.peerId());
        assertThat(KeyPem.decode(KeyPem.encode(key)).protobuf()).isEqualTo(key.protobuf());
        byte[] message = "a message".getBytes(UTF_8);
        byte[] signature = key.sign(message);
        assertThat(key.sign(message)).as("signing draws no randomness").isEqualTo(signature);
        assertThat(key.publicKey().verify(message, signature)).isTrue();
        assertThat(key.publicKey().verify("another".getBytes(UTF_8), signature)).isFalse();
        for (int i : List.of(0, 5, signature.length / 2, signature.length - 1)) {
            byte[] changed = signature.clone();
            changed[i] ^= 1;
            assertThat(key.publicKey().verify(message, changed)).as("byte " + i).isFalse();
        }
        for (int length : List.of(0, 1, signature.length - 1)) {
            byte[] cut = Arrays.copyOf(signature, length);
            assertThat(key.publicKey().verify(message, cut)).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(KeyType.class)
    void anotherSourceGivesAnotherKey(KeyType type) {
        assertThat(PeerKey.generate(type, random(1)).peerId())
                .isEqualTo(PeerKey.generate(type, random(1)).peerId())
                .isNotEqualTo(PeerKey.generate(type, random(2)).peerId());
    }

    @ParameterizedTest
    @MethodSource("keys")
    void theSecretIsNeverInTheText(TestKeys published) {
        PeerKey key = PeerKey.ofProtobuf(published.privateKey());
        assertThat(key.toString())
                .matches("[A-Za-z0-9]+Key\\[" + key.peerId() + "]")
                .doesNotContain(HexFormat.of().formatHex(published.privateKey(), 4, 36));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void aPrivateKeyWithOneChangedByteIsRefusedOrAnotherKeyAndNeverShown(TestKeys published) {
        byte[] good = published.privateKey();
        for (int i = 0; i < good.length; i += 1 + good.length / 150) {
            byte[] changed = good.clone();
            changed[i] ^= 0x11;
            try {
                assertThat(PeerKey.ofProtobuf(changed).protobuf()).isEqualTo(changed);
            } catch (MultiformatException e) {
                assertThat(e.getMessage()).hasSizeLessThan(200);
            }
        }
    }

    @Test
    void aShortKeyIsInItsPeerIdAndALongOneIsNot() throws IOException {
        for (TestKeys published : TestKeys.all()) {
            PeerPublicKey key = PeerPublicKey.ofProtobuf(published.publicKey());
            boolean inline =
                    published.type() == KeyType.ED25519 || published.type() == KeyType.SECP256K1;
            assertThat(key.peerId().publicKey().isPresent()).isEqualTo(inline);
            assertThat(key.peerId().publicKey().orElse(key)).isEqualTo(key);
            assertThat(key.peerId().isOf(key)).isTrue();
        }
        PeerId ofRsa = PeerId.parse(TestKeys.of(KeyType.RSA).base58());
        PeerPublicKey other = PeerPublicKey.ofProtobuf(TestKeys.of(KeyType.ECDSA).publicKey());
        assertThat(ofRsa.isOf(other)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "'', canonical protobuf form, 0",
        "0801, canonical protobuf form, 2",
        "1200, canonical protobuf form, 0",
        "08041200, unknown key type 4, 1",
        "088100, shortest form, 1",
        "08011201, claims 1 bytes of data, 3",
        "080112000801, claims 0 bytes of data, 3"
    })
    void anEnvelopeThatIsNotCanonicalIsRefused(String bytes, String why, int offset) {
        for (Consumer<byte[]> read :
                List.<Consumer<byte[]>>of(PeerKey::ofProtobuf, PeerPublicKey::ofProtobuf)) {
            assertThatThrownBy(() -> read.accept(hex(bytes)))
                    .isInstanceOfSatisfying(
                            MultiformatException.class,
                            e -> assertThat(e.offset()).hasValue(offset))
                    .hasMessageContaining(why);
        }
    }

    @Test
    void aHugeEnvelopeIsRefused() {
        assertThatThrownBy(() -> PeerKey.ofProtobuf(new byte[KeyProtobuf.MAX_SIZE + 1]))
                .isInstanceOf(MultiformatException.class)
                .hasMessageContaining("at most 16384 bytes");
    }

    @Test
    void rsaOfFewerThan2048BitsOrMoreThan8192IsRefused() {
        BigInteger three = BigInteger.valueOf(3);
        for (int bits : List.of(512, 1024, 2047, 8193, 16384)) {
            BigInteger modulus = BigInteger.ONE.shiftLeft(bits - 1).add(BigInteger.ONE);
            assertThatThrownBy(() -> RsaPublicKey.of(modulus, three))
                    .isInstanceOf(MultiformatException.class)
                    .hasMessageContaining("2048 to 8192 bits, got " + bits);
        }
        for (int bits : List.of(2048, 8192)) {
            BigInteger modulus = BigInteger.ONE.shiftLeft(bits - 1).add(BigInteger.ONE);
            RsaPublicKey key = RsaPublicKey.of(modulus, three);
            assertThat(key.bits()).isEqualTo(bits);
            assertThat(PeerPublicKey.ofProtobuf(key.protobuf())).isEqualTo(key);
        }
        assertThatThrownBy(() -> RsaKey.generate(1024, random(1)))
                .isInstanceOf(MultiformatException.class);
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "4", "2147483649"})
    void anRsaExponentThatIsEvenOrOutOfBoundsIsRefused(BigInteger exponent) {
        BigInteger modulus = BigInteger.ONE.shiftLeft(2047).add(BigInteger.ONE);
        assertThatThrownBy(() -> RsaPublicKey.of(modulus, exponent))
                .isInstanceOf(MultiformatException.class)
                .hasMessageContaining("odd exponent");
        assertThatThrownBy(() -> RsaPublicKey.of(modulus.add(BigInteger.ONE), BigInteger.TEN))
                .isInstanceOf(MultiformatException.class);
    }

    @Test
    void anRsaKeyWhoseNumbersDoNotBelongTogetherIsRefused() throws IOException {
        byte[] good = KeyProtobuf.decode(TestKeys.of(KeyType.RSA).privateKey()).data();
        DerReader in = DerReader.ofSequence(good);
        BigInteger[] numbers = new BigInteger[9];
        for (int i = 0; i < 9; i++) {
            numbers[i] = in.integer();
        }
        for (int i = 1; i < 9; i++) {
            byte[][] parts = new byte[9][];
            for (int j = 0; j < 9; j++) {
                BigInteger number = i == j ? numbers[j].add(BigInteger.TWO) : numbers[j];
                parts[j] = Der.integer(number);
            }
            assertThatThrownBy(() -> RsaKey.ofPkcs1(Der.sequence(parts)))
                    .as("number " + i)
                    .isInstanceOf(MultiformatException.class)
                    .hasMessageContaining("do not belong together");
        }
    }

    @Test
    void aPointThatIsNotOnItsCurveIsRefused() throws IOException {
        for (KeyType type : List.of(KeyType.SECP256K1, KeyType.ECDSA)) {
            byte[] bytes = TestKeys.of(type).publicKey();
            // of two neighbouring x, for a compressed point, at least one in a few has no y
            int refused = 0;
            for (int i = 0; i < 16; i++) {
                bytes[bytes.length - 1]++;
                try {
                    PeerPublicKey.ofProtobuf(bytes);
                } catch (MultiformatException e) {
                    assertThat(e).hasMessageContaining("not a point of the curve");
                    refused++;
                }
            }
            assertThat(refused).isPositive();
        }
    }

    @ParameterizedTest
    @CsvSource({
        // uncompressed, at infinity, too short
        "0802124104",
        "08021200",
        "0802120100",
        "0802122103"
    })
    void aSecp256k1KeyInAnotherFormIsRefused(String prefix) {
        byte[] start = hex(prefix);
        int length = start.length > 3 ? 4 + (start[3] & 0xff) : 4;
        byte[] bytes = Arrays.copyOf(start, Math.max(start.length, length));
        Arrays.fill(bytes, Math.min(start.length, bytes.length), bytes.length, (byte) 0xff);
        assertThatThrownBy(() -> PeerPublicKey.ofProtobuf(bytes))
                .isInstanceOf(MultiformatException.class)
                .hasMessageContaining("not a point of the curve secp256k1");
    }

    @ParameterizedTest
    @CsvSource({
        "0000000000000000000000000000000000000000000000000000000000000000",
        "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141",
        "00",
        "''"
    })
    void aPrivateKeyOutsideTheGroupIsRefused(String scalar) {
        assertThatThrownBy(() -> Secp256k1Key.ofRaw(hex(scalar)))
                .isInstanceOf(MultiformatException.class)
                .hasMessageContaining("below the order");
    }

    @Test
    void theLargestPrivateKeyIsRead() {
        byte[] largest = hex("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140");
        assertThat(Secp256k1Key.ofRaw(largest).protobuf()).endsWith(largest);
    }

    @Test
    void aForeignPublicKeyBesideAnEcKeyIsRefused() throws IOException {
        byte[] sec1 = KeyProtobuf.decode(TestKeys.of(KeyType.ECDSA).privateKey()).data();
        byte[] other = Pkcs8.sec1(EcCurve.P256, BigInteger.TWO, true);
        byte[] mixed = sec1.clone();
        System.arraycopy(other, other.length - 65, mixed, mixed.length - 65, 65);
        assertThatThrownBy(() -> EcdsaKey.ofSec1(mixed))
                .isInstanceOf(MultiformatException.class)
                .hasMessageContaining("not its own");
    }

    @Test
    void theOtherNistCurvesAreReadToo() throws IOException {
        for (EcCurve curve : List.of(EcCurve.P384, EcCurve.P521)) {
            EcdsaKey key = new EcdsaKey(curve, BigInteger.valueOf(12345));
            assertThat(PeerKey.ofProtobuf(key.protobuf()).publicKey()).isEqualTo(key.publicKey());
            assertThat(KeyPem.decode(KeyPem.encode(key)).peerId()).isEqualTo(key.peerId());
            assertThat(key.publicKey().curve()).isEqualTo(curve.toString());
            assertThat(key.publicKey().verify(new byte[3], key.sign(new byte[3]))).isTrue();
        }
        assertThat(KeyPem.decode(TestKeys.read("openssl-p521.pem")).type())
                .isEqualTo(KeyType.ECDSA);
    }

    @Test
    void secp256k1IsNoEcdsaKey() {
        assertThatThrownBy(() -> new EcdsaKey(EcCurve.SECP256K1, BigInteger.TEN))
                .isInstanceOf(MultiformatException.class)
                .hasMessageContaining("type of its own");
    }

    @Test
    void aHighSIsVerifiedButNeverMade() throws IOException {
        PeerKey key = PeerKey.ofProtobuf(TestKeys.of(KeyType.SECP256K1).privateKey());
        BigInteger order = EcCurve.SECP256K1.order();
        for (int i = 0; i < 20; i++) {
            byte[] message = {(byte) i};
            DerReader in = DerReader.ofSequence(key.sign(message));
            BigInteger r = in.integer();
            BigInteger s = in.integer();
            assertThat(s).isLessThanOrEqualTo(order.shiftRight(1));
            byte[] high = Der.sequence(Der.integer(r), Der.integer(order.subtract(s)));
            assertThat(key.publicKey().verify(message, high)).isTrue();
        }
    }

    @Test
    void aStuckSourceOfRandomnessIsAnErrorNotALoop() {
        assertThatThrownBy(() ->
                        PeerKey.generate(KeyType.SECP256K1, bytes -> Arrays.fill(bytes, (byte) -1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the same ones always");
    }

    @Test
    void namesAndNumbersOfKeyTypesAreThoseOfLibp2p() {
        for (KeyType type : KeyType.values()) {
            assertThat(KeyType.ofCode(type.code())).isEqualTo(type);
            assertThat(KeyType.ofName(type.toString())).isEqualTo(type);
        }
        assertThat(KeyType.ofCode(2)).isEqualTo(KeyType.SECP256K1);
        assertThatThrownBy(() -> KeyType.ofName("dsa")).isInstanceOf(MultiformatException.class);
    }
}
