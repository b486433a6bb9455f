package io.ipfskit.ipld.unixfs;

import io.ipfskit.multiformats.HashFunction;
import io.ipfskit.multiformats.Multicodec;
import io.ipfskit.multiformats.Multihash;

import java.util.List;
import java.util.Locale;

/// The hash functions that an import may use: those that other nodes verify
/// ([HashFunction#isTrusted]), identity aside, which is what inlining is for.
public final class ImportHash {
    private static final int NAME_SHOWN_MAX = 40;

    private ImportHash() {}

    /// Their names in the multicodec table, by rising code.
    public static List<String> names() {
        return HashFunction.all().stream()
                .filter(ImportHash::isFit)
                .map(HashFunction::name)
                .toList();
    }

    /// The multicodec of a name, in any case.
    ///
    /// @throws IllegalArgumentException if an import cannot use it; the message says how to find
    ///   those it can
    public static int named(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        for (HashFunction function : HashFunction.all()) {
            if (isFit(function) && function.name().equals(wanted)) {
                return function.code();
            }
        }
        throw new IllegalArgumentException(
                "hash function must be one of sha2-256, sha2-512, blake2b-256, blake3 and the"
                        + " others of at least 20 bytes that `cid hashes` lists, was '"
                        + (name.length() > NAME_SHOWN_MAX
                                ? name.substring(0, NAME_SHOWN_MAX) + "…"
                                : name)
                        + "'");
    }

    private static boolean isFit(HashFunction function) {
        return function.isTrusted()
                && function.code() != Multicodec.IDENTITY
                && function.digestLength() >= Multihash.MIN_DIGEST;
    }

    static boolean isKnown(int code) {
        // The usual one first: it needs no table, which the start would pay for.
        return code == Multicodec.SHA2_256
                || HashFunction.of(code).filter(ImportHash::isFit).isPresent();
    }
}
