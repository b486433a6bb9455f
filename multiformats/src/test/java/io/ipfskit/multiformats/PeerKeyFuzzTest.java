package io.ipfskit.multiformats;

import com.code_intelligence.jazzer.junit.FuzzTest;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

class PeerKeyFuzzTest {
    /// Bytes have one key, and a key has one protobuf form; only old forms are read besides.
    @FuzzTest(maxDuration = "20s")
    void aKeyIsReadOrRefused(byte[] bytes) {
        try {
            PeerPublicKey key = PeerPublicKey.ofProtobuf(bytes);
            if (!Arrays.equals(key.protobuf(), bytes)) {
                throw new AssertionError("a public key that is not the one form: " + key);
            }
            key.verify(bytes, bytes);
        } catch (MultiformatException refused) {
            // as it should be
        }
        try {
            comesBack(PeerKey.ofProtobuf(bytes));
        } catch (MultiformatException refused) {
            // as it should be
        }
        try {
            comesBack(Pkcs8.decode(bytes));
        } catch (MultiformatException refused) {
            // as it should be
        }
        try {
            comesBack(KeyPem.decode(new String(bytes, StandardCharsets.UTF_8)));
        } catch (MultiformatException refused) {
            // as it should be
        }
    }

    private static void comesBack(PeerKey key) {
        if (!PeerKey.ofProtobuf(key.protobuf()).peerId().equals(key.peerId())
                || !KeyPem.decode(KeyPem.encode(key)).peerId().equals(key.peerId())) {
            throw new AssertionError("a private key that does not come back: " + key);
        }
    }
}
