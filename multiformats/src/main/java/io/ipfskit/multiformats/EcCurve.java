package io.ipfskit.multiformats;

import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/// The curves of ECDSA keys, with their arithmetic by Bouncy Castle: the JDK has no secp256k1,
/// makes no public key of a private one, and draws randomness to sign. All hash with SHA2-256, as
/// libp2p does, and derive the nonce from key and message (RFC 6979).
enum EcCurve {
    SECP256K1("secp256k1", "2b8104000a", 32),
    P256("P-256", "2a8648ce3d030107", 32),
    P384("P-384", "2b81040022", 48),
    P521("P-521", "2b81040023", 66);

    private final String text;
    private final String objectId;
    private final int size;

    EcCurve(String text, String objectId, int size) {
        this.text = text;
        this.objectId = objectId;
        this.size = size;
    }

    /// The curve of an object identifier (content bytes of its DER form).
    ///
    /// @throws MultiformatException if it is not known
    static EcCurve ofObjectId(byte[] encoded) {
        for (EcCurve curve : values()) {
            if (Arrays.equals(curve.objectId(), encoded)) {
                return curve;
            }
        }
        throw new MultiformatException("unknown elliptic curve");
    }

    byte[] objectId() {
        return HexFormat.of().parseHex(objectId);
    }

    /// Length of a coordinate and of a private key.
    int size() {
        return size;
    }

    private ECDomainParameters domain() {
        X9ECParameters parameters = CustomNamedCurves.getByName(text);
        return new ECDomainParameters(parameters);
    }

    BigInteger order() {
        return domain().getN();
    }

    /// A private key of its big-endian bytes.
    ///
    /// @throws MultiformatException unless there are as many as the curve has and the number is
    ///   from 1 to below the order
    BigInteger scalar(byte[] bytes) {
        BigInteger scalar = new BigInteger(1, bytes);
        if (bytes.length != size || scalar.signum() == 0 || scalar.compareTo(order()) >= 0) {
            throw new MultiformatException(
                    "not a private key of the curve "
                            + text
                            + ": it has "
                            + size
                            + " bytes and is below the order");
        }
        return scalar;
    }

    byte[] scalar(BigInteger scalar) {
        byte[] bytes = scalar.toByteArray();
        byte[] out = new byte[size];
        int length = Math.min(bytes.length, size);
        System.arraycopy(bytes, bytes.length - length, out, size - length, length);
        return out;
    }

    /// The public point of a private key, compressed or not.
    byte[] point(BigInteger scalar, boolean compressed) {
        ECPoint point = new FixedPointCombMultiplier().multiply(domain().getG(), scalar);
        return point.normalize().getEncoded(compressed);
    }

    /// Checks that this is a point of the curve in the wanted one of its two encodings.
    ///
    /// @throws MultiformatException if it is not
    byte[] checkPoint(byte[] encoded, boolean compressed) {
        boolean form =
                compressed
                        ? encoded.length == size + 1 && (encoded[0] == 2 || encoded[0] == 3)
                        : encoded.length == 2 * size + 1 && encoded[0] == 4;
        try {
            if (form && point(encoded).isValid()) {
                return encoded;
            }
        } catch (IllegalArgumentException e) {
            throw new MultiformatException("not a point of the curve " + text, e);
        }
        throw new MultiformatException("not a point of the curve " + text);
    }

    private ECPoint point(byte[] encoded) {
        return domain().getCurve().decodePoint(encoded);
    }

    /// The signature `SEQUENCE { r, s }` in DER; on secp256k1 with the lower of the two values of
    /// s.
    byte[] sign(BigInteger scalar, byte[] message) {
        ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
        ECDomainParameters domain = domain();
        signer.init(true, new ECPrivateKeyParameters(scalar, domain));
        BigInteger[] signature = signer.generateSignature(hash(message));
        BigInteger s = signature[1];
        if (this == SECP256K1 && s.compareTo(domain.getN().shiftRight(1)) > 0) {
            s = domain.getN().subtract(s);
        }
        return Der.sequence(Der.integer(signature[0]), Der.integer(s));
    }

    boolean verify(byte[] point, byte[] message, byte[] signature) {
        BigInteger r;
        BigInteger s;
        try {
            DerReader in = DerReader.ofSequence(signature);
            r = in.integer();
            s = in.integer();
            in.end();
        } catch (MultiformatException e) {
            return false;
        }
        ECDSASigner verifier = new ECDSASigner();
        verifier.init(false, new ECPublicKeyParameters(point(point), domain()));
        return verifier.verifySignature(hash(message), r, s);
    }

    private static byte[] hash(byte[] message) {
        return Digests.sha256(ByteBuffer.wrap(message));
    }

    /// The name.
    @Override
    public String toString() {
        return text;
    }
}
