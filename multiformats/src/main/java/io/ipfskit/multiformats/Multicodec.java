package io.ipfskit.multiformats;

import java.util.List;
import java.util.Optional;

/// The [multicodec table](https://github.com/multiformats/multicodec): constants for the codes that
/// this house uses, and every registered row by code and by name.
public final class Multicodec {
    /// Identity hash: the digest is the data itself.
    public static final int IDENTITY = 0x00;

    /// SHA-1, read only.
    public static final int SHA1 = 0x11;

    /// SHA2-256, the hash of everything written here.
    public static final int SHA2_256 = 0x12;

    /// SHA2-512.
    public static final int SHA2_512 = 0x13;

    /// SHA3-512.
    public static final int SHA3_512 = 0x14;

    /// SHA3-384.
    public static final int SHA3_384 = 0x15;

    /// SHA3-256.
    public static final int SHA3_256 = 0x16;

    /// SHA3-224.
    public static final int SHA3_224 = 0x17;

    /// SHAKE-128 with 32 bytes.
    public static final int SHAKE_128 = 0x18;

    /// SHAKE-256 with 64 bytes.
    public static final int SHAKE_256 = 0x19;

    /// Keccak-224, as before SHA-3.
    public static final int KECCAK_224 = 0x1a;

    /// Keccak-256, as before SHA-3.
    public static final int KECCAK_256 = 0x1b;

    /// Keccak-384, as before SHA-3.
    public static final int KECCAK_384 = 0x1c;

    /// Keccak-512, as before SHA-3.
    public static final int KECCAK_512 = 0x1d;

    /// BLAKE3, 32 bytes unless more are asked for.
    public static final int BLAKE3 = 0x1e;

    /// SHA2-384.
    public static final int SHA2_384 = 0x20;

    /// The first 64 bits of MurmurHash3 x64 128: places names in a sharded directory.
    public static final int MURMUR3_X64_64 = 0x22;

    /// CBOR without rules.
    public static final int CBOR = 0x51;

    /// Plain bytes.
    public static final int RAW = 0x55;

    /// SHA2-256 applied twice.
    public static final int DBL_SHA2_256 = 0x56;

    /// Merkle DAG protobuf: UnixFS nodes.
    public static final int DAG_PB = 0x70;

    /// Merkle DAG CBOR.
    public static final int DAG_CBOR = 0x71;

    /// A libp2p public key: peer ids as CIDs.
    public static final int LIBP2P_KEY = 0x72;

    /// A Git object.
    public static final int GIT_RAW = 0x78;

    /// Merkle DAG JOSE: signed and encrypted.
    public static final int DAG_JOSE = 0x85;

    /// Merkle DAG JSON.
    public static final int DAG_JSON = 0x0129;

    /// JSON without rules.
    public static final int JSON = 0x0200;

    /// SHA2-256 with the two highest bits cleared, of Filecoin; named only.
    public static final int SHA2_256_TRUNC254_PADDED = 0x1012;

    /// SHA2-224.
    public static final int SHA2_224 = 0x1013;

    /// SHA2-512/224.
    public static final int SHA2_512_224 = 0x1014;

    /// SHA2-512/256.
    public static final int SHA2_512_256 = 0x1015;

    /// BLAKE2b with one byte, the first of 64 codes: one for each length.
    public static final int BLAKE2B_8 = 0xb201;

    /// BLAKE2b with 32 bytes.
    public static final int BLAKE2B_256 = 0xb220;

    /// BLAKE2b with 64 bytes.
    public static final int BLAKE2B_512 = 0xb240;

    /// BLAKE2s with one byte, the first of 32 codes: one for each length.
    public static final int BLAKE2S_8 = 0xb241;

    /// BLAKE2s with 32 bytes.
    public static final int BLAKE2S_256 = 0xb260;

    private Multicodec() {}

    /// The name in the table, or `0x…` for a code that is not registered.
    public static String name(int code) {
        return switch (code) {
            // those of every block, without reading the table
            case IDENTITY -> "identity";
            case SHA2_256 -> "sha2-256";
            case CBOR -> "cbor";
            case RAW -> "raw";
            case DAG_PB -> "dag-pb";
            case DAG_CBOR -> "dag-cbor";
            case LIBP2P_KEY -> "libp2p-key";
            case DAG_JSON -> "dag-json";
            case JSON -> "json";
            default ->
                    entry(code)
                            .map(MulticodecEntry::name)
                            .orElseGet(() -> "0x" + Integer.toHexString(code));
        };
    }

    /// The registered row of this code.
    public static Optional<MulticodecEntry> entry(int code) {
        return Optional.ofNullable(MulticodecTable.BY_CODE.get(code));
    }

    /// The registered row of this name.
    public static Optional<MulticodecEntry> entry(String name) {
        return Optional.ofNullable(MulticodecTable.BY_NAME.get(name));
    }

    /// The code of a registered name, or of a number in decimal or after `0x`.
    ///
    /// @throws MultiformatException if it is neither
    public static int code(String nameOrNumber) {
        Optional<MulticodecEntry> entry = entry(nameOrNumber);
        if (entry.isPresent()) {
            return entry.get().code();
        }
        boolean hex = nameOrNumber.startsWith("0x");
        String digits = hex ? nameOrNumber.substring(2) : nameOrNumber;
        try {
            if (!digits.isEmpty() && Character.digit(digits.charAt(0), 16) >= 0) {
                return Integer.parseInt(digits, hex ? 16 : 10);
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new MultiformatException(
                "unknown multicodec '" + MultiformatException.excerpt(nameOrNumber) + "'");
    }

    /// Every registered row, by rising code.
    public static List<MulticodecEntry> entries() {
        return MulticodecTable.ROWS;
    }
}
