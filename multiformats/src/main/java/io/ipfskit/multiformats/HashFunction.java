package io.ipfskit.multiformats;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/// A hash function that can be computed here, and how far it is trusted.
///
/// The allow-list ([#isTrusted]) is what other nodes verify blocks with (boxo's `verifcid`), and
/// the further members of SHA-2: sha1 (still read: Git objects), sha2, sha3, shake-256, keccak,
/// blake2b and blake2s from 20 bytes on, blake3, dbl-sha2-256 and identity. SHA-1, SHA-2, SHA-3 and
/// SHAKE are the JDK's, the others Bouncy Castle's. Immutable.
public final class HashFunction {
    private static final TreeMap<Integer, HashFunction> ALL = new TreeMap<>();

    static {
        add(Multicodec.IDENTITY, 0, Multihash.MAX_DIGEST, true, IdentityHash::new);
        jdk(Multicodec.SHA1, 20, true, "SHA-1");
        jdk(Multicodec.SHA2_224, 28, true, "SHA-224");
        jdk(Multicodec.SHA2_256, 32, true, "SHA-256");
        jdk(Multicodec.SHA2_384, 48, true, "SHA-384");
        jdk(Multicodec.SHA2_512, 64, true, "SHA-512");
        jdk(Multicodec.SHA2_512_224, 28, true, "SHA-512/224");
        jdk(Multicodec.SHA2_512_256, 32, true, "SHA-512/256");
        jdk(Multicodec.SHA3_224, 28, true, "SHA3-224");
        jdk(Multicodec.SHA3_256, 32, true, "SHA3-256");
        jdk(Multicodec.SHA3_384, 48, true, "SHA3-384");
        jdk(Multicodec.SHA3_512, 64, true, "SHA3-512");
        jdk(Multicodec.SHAKE_128, 32, false, "SHAKE128-256");
        jdk(Multicodec.SHAKE_256, 64, true, "SHAKE256-512");
        keccak(Multicodec.KECCAK_224, 28);
        keccak(Multicodec.KECCAK_256, 32);
        keccak(Multicodec.KECCAK_384, 48);
        keccak(Multicodec.KECCAK_512, 64);
        add(Multicodec.DBL_SHA2_256, 32, 32, true, () -> new JdkHash("SHA-256", true));
        add(Multicodec.BLAKE3, 32, Multihash.MAX_DIGEST, true, () -> BouncyHash.blake3());
        add(Multicodec.MURMUR3_X64_64, 8, 8, false, MurmurHash::new);
        for (int length = 1; length <= 64; length++) {
            int bits = length * 8;
            add(
                    Multicodec.BLAKE2B_8 + length - 1,
                    length,
                    length,
                    length >= Multihash.MIN_DIGEST,
                    () -> BouncyHash.blake2b(bits));
        }
        for (int length = 1; length <= 32; length++) {
            int bits = length * 8;
            add(
                    Multicodec.BLAKE2S_8 + length - 1,
                    length,
                    length,
                    length >= Multihash.MIN_DIGEST,
                    () -> BouncyHash.blake2s(bits));
        }
    }

    private final int code;
    private final int digestLength;
    private final int maxDigestLength;
    private final boolean trusted;
    private final Supplier<HashEngine> engine;

    private HashFunction(
            int code,
            int digestLength,
            int maxDigestLength,
            boolean trusted,
            Supplier<HashEngine> engine) {
        this.code = code;
        this.digestLength = digestLength;
        this.maxDigestLength = maxDigestLength;
        this.trusted = trusted;
        this.engine = engine;
    }

    private static void add(
            int code, int length, int most, boolean trusted, Supplier<HashEngine> engine) {
        ALL.put(code, new HashFunction(code, length, most, trusted, engine));
    }

    private static void jdk(int code, int length, boolean trusted, String algorithm) {
        add(code, length, length, trusted, () -> new JdkHash(algorithm, false));
    }

    private static void keccak(int code, int length) {
        add(code, length, length, true, () -> BouncyHash.keccak(length * 8));
    }

    /// The function of this multicodec, if it can be computed here.
    public static Optional<HashFunction> of(int code) {
        return Optional.ofNullable(ALL.get(code));
    }

    /// The function of this multicodec.
    ///
    /// @throws MultiformatException if it cannot be computed here
    public static HashFunction require(int code) {
        return of(code).orElseThrow(() ->
                new MultiformatException("no hash function " + Multicodec.name(code)));
    }

    /// Every function, by rising code.
    public static List<HashFunction> all() {
        return new ArrayList<>(ALL.values());
    }

    /// The code, see [Multicodec].
    public int code() {
        return code;
    }

    /// The name in the multicodec table.
    public String name() {
        return Multicodec.name(code);
    }

    /// The digest's usual length in bytes; 0 for identity, whose digest is as long as its input.
    public int digestLength() {
        return digestLength;
    }

    /// The longest digest in bytes: the usual one, more for blake3 and identity.
    public int maxDigestLength() {
        return maxDigestLength;
    }

    /// Whether blocks are verified with it: it is on the allow-list. The digest must be long enough
    /// too, see [Multihash#isVerifiable].
    public boolean isTrusted() {
        return trusted;
    }

    /// A new hasher, at its beginning.
    public Hasher hasher() {
        return new Hasher(this, engine.get());
    }

    /// The name.
    @Override
    public String toString() {
        return name();
    }
}
