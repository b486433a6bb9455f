package io.ipfskit.multiformats;

/// The kinds of key that a peer may have, by the numbers of [libp2p's protobuf
/// form](https://github.com/libp2p/specs/blob/master/peer-ids/peer-ids.md#keys).
public enum KeyType {
    /// RSA with PKCS #1 v1.5 and SHA2-256.
    RSA(0, "rsa"),
    /// Ed25519 (RFC 8032), the usual one.
    ED25519(1, "ed25519"),
    /// ECDSA with SHA2-256 on the curve of Bitcoin.
    SECP256K1(2, "secp256k1"),
    /// ECDSA with SHA2-256 on a NIST curve.
    ECDSA(3, "ecdsa");

    private final int code;
    private final String text;

    KeyType(int code, String text) {
        this.code = code;
        this.text = text;
    }

    /// The number in the protobuf form.
    public int code() {
        return code;
    }

    /// The type with this number.
    ///
    /// @throws MultiformatException if there is none
    public static KeyType ofCode(long code) {
        for (KeyType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        throw new MultiformatException("unknown key type " + code);
    }

    /// The type of this name: `rsa`, `ed25519`, `secp256k1` or `ecdsa`.
    ///
    /// @throws MultiformatException if there is none
    public static KeyType ofName(String name) {
        for (KeyType type : values()) {
            if (type.text.equals(name)) {
                return type;
            }
        }
        throw new MultiformatException(
                "unknown key type '" + MultiformatException.excerpt(name) + "'");
    }

    /// The name.
    @Override
    public String toString() {
        return text;
    }
}
