package io.ipfskit.cli;

import com.code_intelligence.jazzer.junit.FuzzTest;

import java.net.URI;
import java.nio.charset.StandardCharsets;

class ApiAddressFuzzTest {
    @FuzzTest(maxDuration = "20s")
    void anAddressIsReadOrRefused(byte[] bytes) {
        try {
            URI uri = ApiAddress.parse(new String(bytes, StandardCharsets.UTF_8));
            if (uri.getHost() == null) {
                throw new AssertionError("no host in " + uri);
            }
        } catch (ExitCodes.UsageException refused) {
            // as it should be
        }
    }
}
