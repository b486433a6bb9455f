package io.ipfskit.multiformats;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;

/// An Ed25519 public key, with the protobuf form that libp2p gives it.
public final class Ed25519PublicKey implements PeerPublicKey {
    /// Length of the raw key.
    public static final int RAW_LENGTH = 32;

    /// SubjectPublicKeyInfo of an Ed25519 key up to the 32 key bytes (RFC 8410).
    private static final byte[] X509_PREFIX = {
        0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00
    };

    /// `PublicKey { Type = Ed25519 (1); Data = 32 bytes }` up to the data.
    private static final byte[] PROTOBUF_PREFIX = {0x08, 0x01, 0x12, 0x20};

    private final byte[] raw;

    private Ed25519PublicKey(byte[] raw) {
        this.raw = raw;
    }

    /// Of the 32 bytes of RFC 8032.
    ///
    /// @throws MultiformatException if the length is another
    public static Ed25519PublicKey ofRaw(byte[] raw) {
        if (raw.length != RAW_LENGTH) {
            throw new MultiformatException("an Ed25519 public key has 32 bytes, got " + raw.length);
        }
        return new Ed25519PublicKey(raw.clone());
    }

    /// Of libp2p's protobuf form, in its one canonical encoding.
    ///
    /// @throws MultiformatException if it is anything else, other key types included
    public static Ed25519PublicKey ofProtobuf(byte[] protobuf) {
        int prefix = PROTOBUF_PREFIX.length;
        if (protobuf.length != prefix + RAW_LENGTH
                || !Arrays.equals(protobuf, 0, prefix, PROTOBUF_PREFIX, 0, prefix)) {
            throw new MultiformatException("not an Ed25519 public key in canonical protobuf form");
        }
        return new Ed25519PublicKey(Arrays.copyOfRange(protobuf, prefix, protobuf.length));
    }

    static Ed25519PublicKey of(PublicKey key) {
        byte[] x509 = key.getEncoded();
        int prefix = X509_PREFIX.length;
        if (x509 == null
                || x509.length != prefix + RAW_LENGTH
                || !Arrays.equals(x509, 0, prefix, X509_PREFIX, 0, prefix)) {
            throw new IllegalStateException(
                    "the JDK's Ed25519 public key is not in the form of RFC 8410");
        }
        return new Ed25519PublicKey(Arrays.copyOfRange(x509, prefix, x509.length));
    }

    /// A copy of the 32 bytes.
    public byte[] raw() {
        return raw.clone();
    }

    @Override
    public KeyType type() {
        return KeyType.ED25519;
    }

    /// The protobuf form of libp2p as a new array.
    @Override
    public byte[] protobuf() {
        return concat(PROTOBUF_PREFIX, raw);
    }

    /// Whether the signature is this key's over the message. False also for keys that are no point
    /// of the curve.
    @Override
    public boolean verify(byte[] message, byte[] signature) {
        try {
            PublicKey key =
                    KeyFactory.getInstance("Ed25519")
                            .generatePublic(new X509EncodedKeySpec(concat(X509_PREFIX, raw)));
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (SignatureException | InvalidKeyException | InvalidKeySpecException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no Ed25519", e);
        }
    }

    static byte[] concat(byte[] first, byte[] second) {
        byte[] out = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, out, first.length, second.length);
        return out;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Ed25519PublicKey that && Arrays.equals(raw, that.raw);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(raw);
    }

    /// Base16 of the raw key.
    @Override
    public String toString() {
        return Multibase.BASE16.encodeRaw(raw);
    }
}
