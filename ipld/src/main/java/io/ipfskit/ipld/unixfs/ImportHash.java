package io.ipfskit.ipld.unixfs;

import io.ipfskit.multiformats.Multicodec;
import io.ipfskit.multiformats.Multihash;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;

/// The hash functions that an import may use: those that every node can verify and this one can
/// compute.
public final class ImportHash {
    private static final List<Integer> CODES =
            List.of(
                    Multicodec.SHA2_256,
                    Multicodec.SHA1,
                    Multicodec.SHA2_512,
                    Multicodec.SHA3_224,
                    Multicodec.SHA3_256,
                    Multicodec.SHA3_384,
                    Multicodec.SHA3_512,
                    Multicodec.DBL_SHA2_256);

    private ImportHash() {}

    /// Their multicodecs, the usual one first.
    public static List<Integer> codes() {
        return CODES;
    }

    /// Their names in the multicodec table.
    public static List<String> names() {
        return CODES.stream().map(Multicodec::name).toList();
    }

    /// The multicodec of a name, in any case.
    ///
    /// @throws IllegalArgumentException if an import cannot use it; the message lists those it can
    public static int named(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        for (int code : CODES) {
            if (Multicodec.name(code).equals(wanted)) {
                return code;
            }
        }
        throw new IllegalArgumentException(
                "hash function must be one of "
                        + String.join(", ", names())
                        + ", was '"
                        + (name.length() > 40 ? name.substring(0, 40) + "…" : name)
                        + "'");
    }

    static boolean isKnown(int code) {
        return CODES.contains(code);
    }

    /// Hashes what remains in the buffer, whose position stays.
    static Multihash hash(int code, ByteBuffer bytes) {
        return switch (code) {
            case Multicodec.SHA2_256 -> Multihash.sha256(bytes);
            case Multicodec.DBL_SHA2_256 ->
                    Multihash.of(code, Multihash.sha256(Multihash.sha256(bytes).digest()).digest());
            case Multicodec.SHA1 -> Multihash.of(code, digest("SHA-1", bytes));
            case Multicodec.SHA2_512 -> Multihash.of(code, digest("SHA-512", bytes));
            case Multicodec.SHA3_224 -> Multihash.of(code, digest("SHA3-224", bytes));
            case Multicodec.SHA3_256 -> Multihash.of(code, digest("SHA3-256", bytes));
            case Multicodec.SHA3_384 -> Multihash.of(code, digest("SHA3-384", bytes));
            case Multicodec.SHA3_512 -> Multihash.of(code, digest("SHA3-512", bytes));
            default -> throw new IllegalArgumentException("no hash " + Multicodec.name(code));
        };
    }

    private static byte[] digest(String algorithm, ByteBuffer bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            digest.update(bytes.duplicate());
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no " + algorithm, e);
        }
    }
}
