package io.ipfskit.multiformats;

/// The codes of the [multicodec table](https://github.com/multiformats/multicodec) that this house
/// uses.
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

    /// Merkle DAG JSON.
    public static final int DAG_JSON = 0x0129;

    /// JSON without rules.
    public static final int JSON = 0x0200;

    private Multicodec() {}

    /// The name in the table, or `0x…` for a code that is not listed here.
    public static String name(int code) {
        return switch (code) {
            case IDENTITY -> "identity";
            case SHA1 -> "sha1";
            case SHA2_256 -> "sha2-256";
            case SHA2_512 -> "sha2-512";
            case SHA3_512 -> "sha3-512";
            case SHA3_384 -> "sha3-384";
            case SHA3_256 -> "sha3-256";
            case SHA3_224 -> "sha3-224";
            case SHA2_384 -> "sha2-384";
            case MURMUR3_X64_64 -> "murmur3-x64-64";
            case CBOR -> "cbor";
            case RAW -> "raw";
            case DBL_SHA2_256 -> "dbl-sha2-256";
            case DAG_PB -> "dag-pb";
            case DAG_CBOR -> "dag-cbor";
            case LIBP2P_KEY -> "libp2p-key";
            case DAG_JSON -> "dag-json";
            case JSON -> "json";
            default -> "0x" + Integer.toHexString(code);
        };
    }
}
