package io.ipfskit.multiformats;

import com.code_intelligence.jazzer.junit.FuzzTest;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

class MultiaddrFuzzTest {
    @FuzzTest(maxDuration = "20s")
    void anAddressIsReadOrRefused(byte[] bytes) {
        try {
            Multiaddr address = Multiaddr.decode(bytes);
            if (!Arrays.equals(address.bytes(), bytes)
                    || !Multiaddr.parse(address.toString()).equals(address)) {
                throw new AssertionError("decoded, but not the one form: " + address);
            }
        } catch (MultiformatException refused) {
            // as it should be
        }
        try {
            Multiaddr address = Multiaddr.parse(new String(bytes, StandardCharsets.UTF_8));
            if (!Multiaddr.decode(address.bytes()).equals(address)) {
                throw new AssertionError("parsed, but does not decode: " + address);
            }
        } catch (MultiformatException refused) {
            // as it should be
        }
    }
}
