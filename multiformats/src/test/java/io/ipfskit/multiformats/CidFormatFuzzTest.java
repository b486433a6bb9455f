package io.ipfskit.multiformats;

import com.code_intelligence.jazzer.junit.FuzzTest;

import java.nio.charset.StandardCharsets;

class CidFormatFuzzTest {
    /// A pattern is refused, or shows every CID.
    @FuzzTest(maxDuration = "20s")
    void aPatternIsReadOrRefused(byte[] bytes) {
        CidFormat format;
        try {
            format = CidFormat.parse(new String(bytes, StandardCharsets.UTF_8));
        } catch (MultiformatException refused) {
            return;
        }
        format.apply(Cid.v1(Multicodec.RAW, Multihash.identity(new byte[] {1, 2, 3})));
        format.apply(Cid.v0(Multihash.sha256(bytes)));
    }
}
