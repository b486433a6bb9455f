package io.ipfskit.multiformats;

import com.code_intelligence.jazzer.junit.FuzzTest;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

class CidFuzzTest {
    /// Bytes have one CID, and a CID has one form of each kind.
    @FuzzTest(maxDuration = "20s")
    void aCidIsReadOrRefused(byte[] bytes) {
        try {
            Cid cid = Cid.decode(bytes);
            if (!Arrays.equals(cid.bytes(), bytes) || !Cid.parse(cid.toString()).equals(cid)) {
                throw new AssertionError("decoded, but not the one form");
            }
        } catch (MultiformatException refused) {
            // as it should be
        }
        try {
            CidText text = CidText.parse(new String(bytes, StandardCharsets.UTF_8));
            Cid cid = text.cid();
            if (!Cid.decode(cid.bytes()).equals(cid)
                    || !CidText.parse(text.toString()).equals(text)) {
                throw new AssertionError("parsed, but does not decode");
            }
            if (!new CidInspection(text).toString().contains(text.toString())) {
                throw new AssertionError("an inspection without its CID");
            }
        } catch (MultiformatException refused) {
            // as it should be
        }
    }
}
