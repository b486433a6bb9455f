package io.ipfskit.multiformats;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;

/// Private keys in PKCS #8 (RFC 5208, RFC 8410 for Ed25519) and in the form of RFC 5915 inside it.
/// Version 0, without attributes.
final class Pkcs8 {
    private static final byte[] RSA = HexFormat.of().parseHex("2a864886f70d010101");
    private static final byte[] EC = HexFormat.of().parseHex("2a8648ce3d0201");
    private static final byte[] ED25519 = HexFormat.of().parseHex("2b6570");

    private Pkcs8() {}

    static PeerKey decode(byte[] pkcs8) {
        DerReader in = DerReader.ofSequence(pkcs8);
        in.integer(0);
        DerReader algorithm = in.sequence();
        byte[] key = in.octets();
        in.end();
        byte[] id = algorithm.objectId();
        if (Arrays.equals(id, RSA)) {
            algorithm.nothing();
            algorithm.end();
            return RsaKey.ofPkcs1(key);
        }
        if (Arrays.equals(id, EC)) {
            EcCurve curve = EcCurve.ofObjectId(algorithm.objectId());
            algorithm.end();
            return curve == EcCurve.SECP256K1 ? readSecp256k1(key) : readSec1(key, curve);
        }
        if (Arrays.equals(id, ED25519)) {
            algorithm.end();
            return Ed25519Key.ofPkcs8Content(key);
        }
        throw new MultiformatException(
                "a private key of this algorithm is not read; known are RSA, EC and Ed25519");
    }

    static byte[] ofRsa(byte[] pkcs1) {
        return encode(rsaAlgorithm(), pkcs1);
    }

    static byte[] ofEd25519(byte[] seed) {
        return encode(Der.sequence(Der.objectId(ED25519)), Der.octets(seed));
    }

    static byte[] ofEc(EcCurve curve, BigInteger scalar) {
        return encode(ecAlgorithm(curve), sec1(curve, scalar, false));
    }

    private static byte[] encode(byte[] algorithm, byte[] key) {
        return Der.sequence(Der.integer(BigInteger.ZERO), algorithm, Der.octets(key));
    }

    static byte[] rsaAlgorithm() {
        return Der.sequence(Der.objectId(RSA), Der.nothing());
    }

    static void readRsaAlgorithm(DerReader in) {
        if (!Arrays.equals(in.objectId(), RSA)) {
            throw new MultiformatException("not an RSA public key");
        }
        in.nothing();
        in.end();
    }

    static byte[] ecAlgorithm(EcCurve curve) {
        return Der.sequence(Der.objectId(EC), Der.objectId(curve.objectId()));
    }

    static EcCurve readEcAlgorithm(DerReader in) {
        if (!Arrays.equals(in.objectId(), EC)) {
            throw new MultiformatException("not an ECDSA public key");
        }
        EcCurve curve = EcCurve.ofObjectId(in.objectId());
        in.end();
        return curve;
    }

    /// `ECPrivateKey { 1, key, [0] curve, [1] public key }`; inside PKCS #8 the curve stands
    /// outside.
    static byte[] sec1(EcCurve curve, BigInteger scalar, boolean withCurve) {
        byte[] name = Der.constructed(Der.CONTEXT, Der.objectId(curve.objectId()));
        return Der.sequence(
                Der.integer(BigInteger.ONE),
                Der.octets(curve.scalar(scalar)),
                withCurve ? name : new byte[0],
                Der.constructed(Der.CONTEXT + 1, Der.bits(curve.point(scalar, false))));
    }

    /// Reads that; the curve must be named here or outside, the public key may be missing.
    static EcdsaKey readSec1(byte[] sec1, @Nullable EcCurve outside) {
        Sec1 read = Sec1.read(sec1, outside);
        EcdsaKey key = new EcdsaKey(read.curve, read.scalar);
        if (read.point != null && !key.hasPoint(read.point)) {
            throw foreignPoint();
        }
        return key;
    }

    private static Secp256k1Key readSecp256k1(byte[] sec1) {
        Sec1 read = Sec1.read(sec1, EcCurve.SECP256K1);
        if (read.point != null
                && !Arrays.equals(EcCurve.SECP256K1.point(read.scalar, false), read.point)) {
            throw foreignPoint();
        }
        return new Secp256k1Key(read.scalar);
    }

    private static MultiformatException foreignPoint() {
        return new MultiformatException(
                "the public key stored beside this EC private key is not its own");
    }

    private static final class Sec1 {
        private final EcCurve curve;
        private final BigInteger scalar;
        private final byte @Nullable [] point;

        private Sec1(EcCurve curve, BigInteger scalar, byte @Nullable [] point) {
            this.curve = curve;
            this.scalar = scalar;
            this.point = point;
        }

        static Sec1 read(byte[] sec1, @Nullable EcCurve outside) {
            DerReader in = DerReader.ofSequence(sec1);
            in.integer(1);
            byte[] scalar = in.octets();
            EcCurve curve = outside;
            if (in.isNext(Der.CONTEXT)) {
                DerReader name = in.open(Der.CONTEXT);
                curve = EcCurve.ofObjectId(name.objectId());
                name.end();
            }
            if (curve == null || (outside != null && curve != outside)) {
                throw new MultiformatException(
                        "an EC private key must name one curve, this names none or two");
            }
            byte[] point = null;
            if (in.isNext(Der.CONTEXT + 1)) {
                DerReader bits = in.open(Der.CONTEXT + 1);
                point = bits.bits();
                bits.end();
            }
            in.end();
            return new Sec1(curve, curve.scalar(scalar), point);
        }
    }
}
