package io.ipfskit.multiformats;

import static io.ipfskit.multiformats.Fixtures.hex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

class HashFunctionTest {
    private static final byte[] FOX = "The quick brown fox jumps over the lazy dog".getBytes(UTF_8);

    /// Blake3 of the sentence with 128 bytes.
    private static final String LONG_BLAKE3 =
            "2f1514181aadccd913abd94cfa592701a5686ab23f8df1dff1b74710febc6d4a"
                    + "c0615cd845be939b4ef6aec25e799aaa450c63f8d9e333cdb0dd79b70ee69879"
                    + "3ca5d743d5be1581b2a800bbc21624cbc2ec21a7b24cf36b0e20e55872470758"
                    + "ac3001a082c7eb7f1106848562177a7be857daf99d7862473881cd9203f49b28";

    @ParameterizedTest
    @CsvSource({
        "sha1, 11142fd4e1c67a2d28fced849ee1bb76e7391b93eb12",
        "sha2-224, 93201c730e109bd7a8a32b1cb9d9a09aa2325d2430587ddbc0c38bad911525",
        "sha2-256, 1220d7a8fbb307d7809469ca9abcb0082e4f8d5651e46d3cdb762d02d0bf37c9e592",
        "sha2-384,"
            + " 2030ca737f1014a48f4c0b6dd43cb177b0afd9e5169367544c494011e3317dbf9a509cb1e5dc1e85a941bbee3d7f2afbc9b1",
        "sha2-512,"
            + " 134007e547d9586f6a73f73fbac0435ed76951218fb7d0c8d788a309d785436bbb642e93a252a954f23912547d1e8a3b5ed6e1bfd7097821233fa0538f3db854fee6",
        "sha2-512-224, 94201c944cd2847fb54558d4775db0485a50003111c8e5daa63fe722c6aa37",
        "sha2-512-256, 952020dd9d67b371519c339ed8dbd25af90e976a1eeefd4ad3d889005e532fc5bef04d",
        "sha3-224, 171cd15dadceaa4d5d7bb3b48f446421d542e08ad8887305e28d58335795",
        "sha3-256, 162069070dda01975c8c120c3aada1b282394e7f032fa9cf32f4cb2259a0897dfc04",
        "sha3-384,"
            + " 15307063465e08a93bce31cd89d2e3ca8f602498696e253592ed26f07bf7e703cf328581e1471a7ba7ab119b1a9ebdf8be41",
        "sha3-512,"
            + " 144001dedd5de4ef14642445ba5f5b97c15e47b9ad931326e4b0727cd94cefc44fff23f07bf543139939b49128caf436dc1bdee54fcb24023a08d9403f9b4bf0d450",
        "shake-128, 1820f4202e3c5852f9182a0430fd8144f0a74b95e7417ecae17db0f8cfeed0e3e66e",
        "shake-256,"
            + " 19402f671343d9b2e1604dc9dcf0753e5fe15c7c64a0d283cbbf722d411a0e36f6ca1d01d1369a23539cd80f7c054b6e5daf9c962cad5b8ed5bd11998b40d5734442",
        "keccak-256, 1b204d741b6f1eb29cb2a9b9911c82f56fa8d73b04959d3d9d222895df6c0b28aa15",
        "keccak-512,"
            + " 1d40d135bb84d0439dbac432247ee573a23ea7d3c9deb2a968eb31d47c4fb45f1ef4422d6c531b5b9bd6f449ebcc449ea94d0a8f05f62130fda612da53c79659f609",
        "dbl-sha2-256, 56206d37795021e544d82b41850edf7aabab9a0ebe274e54a519840c4666f35b3937",
        "blake3, 1e202f1514181aadccd913abd94cfa592701a5686ab23f8df1dff1b74710febc6d4a",
        "blake2b-8, 81e40201b5",
        "blake2b-160, 94e402143c523ed102ab45a37d54f5610d5a983162fde84f",
        "blake2b-256, a0e4022001718cec35cd3d796dd00020e0bfecb473ad23457d063b75eff29c0ffa2e58a9",
        "blake2b-512,"
            + " c0e40240a8add4bdddfd93e4877d2746e62817b116364a1fa7bc148d95090bc7333b3673f82401cf7aa2e4cb1ecd90296e3f14cb5413f8ed77be73045b13914cdcd6a918",
        "blake2s-256, e0e40220606beeec743ccbeff6cbcdf5d5302aa855c256c29b88c8ed331ea1a6bf3c8812",
        "identity,"
            + " 002b54686520717569636b2062726f776e20666f78206a756d7073206f76657220746865206c617a7920646f67",
        "keccak-224, 1a1c310aee6b30c47350576ac2873fa89fd190cdc488442f3ef654cf23fe",
        "keccak-384,"
            + " 1c30283990fa9d5fb731d786c5bbee94ea4db4910f18c62c03d173fc0a5e494422e8a0b3da7574dae7fa0baf005e504063b3",
        "blake2s-160, d4e402145a604fec9713c369e84b0ed68daed7d7504ef240"
    })
    void theHashOfASentenceIsThatOfOtherImplementations(String name, String multihash) {
        int code = Multicodec.code(name);
        assertThat(Multihash.hash(code, ByteBuffer.wrap(FOX))).hasToString(multihash);
        assertThat(HashFunction.require(code).hasher().update(FOX).finish()).hasToString(multihash);
        assertThat(HashFunction.require(code)).hasToString(name);
    }

    @ParameterizedTest
    @CsvSource({
        "'', 0000000000000000",
        "hello, cbd8a7b341bd9b02",
        "'hello, world', 342fac623a5ebc8e",
        "The quick brown fox jumps over the lazy dog., cd99481f9ee902c9"
    })
    void murmurIsThatOfShardedDirectories(String text, String digest) {
        Multihash hash =
                Multihash.hash(Multicodec.MURMUR3_X64_64, ByteBuffer.wrap(text.getBytes(UTF_8)));
        assertThat(hash.digest()).isEqualTo(hex(digest));
        assertThat(hash.isVerifiable()).isFalse();
    }

    @Test
    void blake3GivesAsManyBytesAsAskedFor() {
        Hasher hasher = HashFunction.require(Multicodec.BLAKE3).hasher();
        for (int length : List.of(1, 20, 32, 33, 64, 128)) {
            Multihash hash = hasher.update(FOX).finish(length);
            assertThat(hash.digest()).isEqualTo(Arrays.copyOf(hex(LONG_BLAKE3), length));
            assertThat(hash.isVerifiable()).isEqualTo(length >= Multihash.MIN_DIGEST);
            if (hash.isVerifiable()) {
                assertThat(hash.verify(ByteBuffer.wrap(FOX))).isTrue();
                assertThat(hash.verify(ByteBuffer.wrap(FOX, 1, 9))).isFalse();
            }
        }
    }

    @Test
    void aDigestMayBeCutOff() {
        Multihash hash = HashFunction.require(Multicodec.SHA2_512).hasher().update(FOX).finish(20);
        assertThat(hash).hasToString("131407e547d9586f6a73f73fbac0435ed76951218fb7");
        assertThat(hash.verify(ByteBuffer.wrap(FOX))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"sha2-256, 33", "sha2-256, 0", "sha2-256, -1", "blake3, 129", "identity, 42"})
    void aLengthThatTheFunctionDoesNotGiveIsRefused(String name, int length) {
        Hasher hasher = HashFunction.require(Multicodec.code(name)).hasher().update(FOX);
        assertThatThrownBy(() -> hasher.finish(length))
                .isInstanceOf(MultiformatException.class)
                .hasMessageContaining("a " + name + " digest cannot have " + length + " bytes");
    }

    @Test
    void anIdentityHashHasABound() {
        Hasher hasher = HashFunction.require(Multicodec.IDENTITY).hasher();
        assertThat(hasher.update(new byte[100]).update(new byte[28]).finish().digestLength())
                .isEqualTo(128);
        hasher.update(new byte[128]);
        assertThatThrownBy(() -> hasher.update(new byte[1]))
                .isInstanceOf(MultiformatException.class)
                .hasMessageContaining("at most 128 bytes, got 129");
    }

    @Test
    void everyKindOfBufferHashesTheSame() {
        byte[] padded = ("...." + "x".repeat(20_000)).getBytes(UTF_8);
        for (HashFunction function : HashFunction.all()) {
            if (function.code() == Multicodec.IDENTITY) {
                continue;
            }
            ByteBuffer heap = ByteBuffer.wrap(padded, 4, 20_000);
            ByteBuffer direct = ByteBuffer.allocateDirect(20_000).put(padded, 4, 20_000).flip();
            Multihash expected = Multihash.hash(function.code(), heap);
            for (ByteBuffer buffer : List.of(heap, heap.slice(), heap.asReadOnlyBuffer(), direct)) {
                ByteBuffer taken = buffer.duplicate();
                assertThat(function.hasher().update(taken).finish())
                        .as(function.name())
                        .isEqualTo(expected);
                assertThat(taken.hasRemaining()).isFalse();
                assertThat(Multihash.hash(function.code(), buffer)).isEqualTo(expected);
                assertThat(buffer.remaining()).isEqualTo(20_000);
            }
        }
    }

    @Property(tries = 100)
    void piecesHashLikeTheWholeAndAHasherBeginsAnew(
            @ForAll @Size(max = 100) byte[] bytes, @ForAll @IntRange(max = 100) int at) {
        int cut = Math.min(at, bytes.length);
        for (HashFunction function : HashFunction.all()) {
            Hasher hasher = function.hasher();
            Multihash whole = hasher.update(bytes).finish();
            Multihash pieces =
                    hasher.update(Arrays.copyOf(bytes, cut))
                            .update(ByteBuffer.wrap(bytes, cut, bytes.length - cut))
                            .finish();
            assertThat(pieces).as(function.name()).isEqualTo(whole);
            if (whole.isVerifiable()) {
                assertThat(whole.verify(ByteBuffer.wrap(bytes))).isTrue();
            }
        }
    }

    @Test
    void theAllowListIsThatOfOtherNodesAndTheRestOfSha2() {
        assertThat(HashFunction.all().stream().filter(HashFunction::isTrusted))
                .extracting(HashFunction::name)
                .contains(
                        "identity",
                        "sha1",
                        "sha2-256",
                        "sha2-512",
                        "dbl-sha2-256",
                        "blake3",
                        "shake-256",
                        "sha3-224",
                        "sha3-256",
                        "sha3-384",
                        "sha3-512",
                        "keccak-224",
                        "keccak-256",
                        "keccak-384",
                        "keccak-512",
                        "blake2b-160",
                        "blake2b-512",
                        "blake2s-160",
                        "blake2s-256",
                        "sha2-224",
                        "sha2-384",
                        "sha2-512-224",
                        "sha2-512-256")
                .hasSize(19 + 45 + 13);
        assertThat(HashFunction.all().stream().filter(function -> !function.isTrusted()))
                .extracting(HashFunction::name)
                .contains("murmur3-x64-64", "shake-128", "blake2b-152", "blake2s-152")
                .hasSize(2 + 19 + 19);
    }

    @ParameterizedTest
    @ValueSource(strings = {"murmur3-x64-64", "shake-128", "blake2b-152", "blake2s-8"})
    void whatIsNotOnTheAllowListIsNeverVerified(String name) {
        Multihash hash = Multihash.hash(Multicodec.code(name), ByteBuffer.wrap(FOX));
        assertThat(hash.isVerifiable()).isFalse();
        assertThatThrownBy(() -> hash.verify(ByteBuffer.wrap(FOX)))
                .isInstanceOf(MultiformatException.class)
                .hasMessageContaining("cannot verify a " + name);
    }

    @Test
    void everyFunctionIsAMultihashOfTheTable() {
        for (HashFunction function : HashFunction.all()) {
            assertThat(Multicodec.entry(function.code()).orElseThrow().tag())
                    .as(function.name())
                    .isIn("multihash", "hash");
        }
    }

    @Test
    void aFunctionThatIsNotHereIsNamed() {
        assertThat(HashFunction.of(0xb401)).isEmpty();
        assertThatThrownBy(() -> Multihash.hash(0xb401, ByteBuffer.wrap(FOX)))
                .isInstanceOf(MultiformatException.class)
                .hasMessageContaining("poseidon-bls12_381-a2-fc1");
    }
}
