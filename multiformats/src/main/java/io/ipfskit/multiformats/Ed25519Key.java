package io.ipfskit.multiformats;

import io.ipfskit.multiformats.internal.SeededKeys;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Arrays;

/// An Ed25519 key pair (RFC 8032): the identity of a node. [#toString] never shows the secret.
public final class Ed25519Key implements PeerKey {
    /// Length of the seed, which is the private key.
    public static final int SEED_LENGTH = 32;

    /// Length of a signature.
    public static final int SIGNATURE_LENGTH = 64;

    /// `PrivateKey { Type = Ed25519 (1); Data = 64 bytes: seed, public key }` up to the data.
    private static final byte[] PROTOBUF_PREFIX = {0x08, 0x01, 0x12, 0x40};

    private final byte[] seed;
    private final PrivateKey privateKey;
    private final Ed25519PublicKey publicKey;

    private Ed25519Key(byte[] seed, PrivateKey privateKey, Ed25519PublicKey publicKey) {
        this.seed = seed;
        this.privateKey = privateKey;
        this.publicKey = publicKey;
    }

    /// The key pair of this seed; 32 bytes from a secure source make a new identity.
    ///
    /// @throws MultiformatException if the seed has another length
    public static Ed25519Key generate(byte[] seed) {
        if (seed.length != SEED_LENGTH) {
            throw new MultiformatException("an Ed25519 seed has 32 bytes, got " + seed.length);
        }
        KeyPair pair = SeededKeys.ed25519(seed);
        return new Ed25519Key(
                seed.clone(), pair.getPrivate(), Ed25519PublicKey.of(pair.getPublic()));
    }

    /// Reads libp2p's protobuf form: seed and public key, optionally followed by the public key
    /// again as old nodes wrote it.
    ///
    /// @throws MultiformatException if it is malformed, of another key type, or the public key is
    ///   not the seed's
    public static Ed25519Key ofProtobuf(byte[] protobuf) {
        boolean plain = hasPrefix(protobuf, PROTOBUF_PREFIX) && protobuf.length == 4 + 64;
        boolean doubled =
                hasPrefix(protobuf, new byte[] {0x08, 0x01, 0x12, 0x60})
                        && protobuf.length == 4 + 96
                        && Arrays.equals(protobuf, 36, 68, protobuf, 68, 100);
        if (!plain && !doubled) {
            throw new MultiformatException("not an Ed25519 private key in protobuf form");
        }
        Ed25519Key key = generate(Arrays.copyOfRange(protobuf, 4, 36));
        if (!Arrays.equals(key.publicKey.raw(), Arrays.copyOfRange(protobuf, 36, 68))) {
            throw new MultiformatException(
                    "the public key stored beside this Ed25519 private key is not its own");
        }
        return key;
    }

    private static boolean hasPrefix(byte[] bytes, byte[] prefix) {
        return bytes.length >= prefix.length
                && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }

    /// The key in the content of PKCS #8 (RFC 8410): an octet string in an octet string.
    static Ed25519Key ofPkcs8Content(byte[] content) {
        if (content.length != SEED_LENGTH + 2
                || content[0] != Der.OCTET_STRING
                || content[1] != SEED_LENGTH) {
            throw new MultiformatException("not an Ed25519 private key in PKCS #8");
        }
        return generate(Arrays.copyOfRange(content, 2, content.length));
    }

    @Override
    public KeyType type() {
        return KeyType.ED25519;
    }

    /// The public half.
    @Override
    public Ed25519PublicKey publicKey() {
        return publicKey;
    }

    /// The 64-byte signature over the message.
    @Override
    public byte[] sign(byte[] message) {
        try {
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(privateKey);
            signer.update(message);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot sign with Ed25519", e);
        }
    }

    /// The secret in libp2p's protobuf form as a new array, for a file that only its owner can
    /// read.
    @Override
    public byte[] protobuf() {
        return Ed25519PublicKey.concat(
                PROTOBUF_PREFIX, Ed25519PublicKey.concat(seed, publicKey.raw()));
    }

    @Override
    public byte[] pkcs8() {
        return Pkcs8.ofEd25519(seed);
    }

    /// The peer id, not the secret.
    @Override
    public String toString() {
        return "Ed25519Key[" + peerId() + "]";
    }
}
