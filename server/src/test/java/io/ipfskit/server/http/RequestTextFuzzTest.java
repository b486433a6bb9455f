package io.ipfskit.server.http;

import com.code_intelligence.jazzer.junit.FuzzTest;

import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;
import io.ipfskit.server.multipart.HeaderParameters;

import java.nio.charset.StandardCharsets;

/// The small texts of a request: range, query, header parameters, percent-encoding.
class RequestTextFuzzTest {
    @FuzzTest(maxDuration = "20s")
    void aTextIsReadOrRefused(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        ByteRange range = ByteRange.parse(text);
        for (long total : new long[] {0, 1, 1000, Long.MAX_VALUE}) {
            ByteRange.Resolved found = range == null ? null : range.resolve(total);
            if (found != null
                    && (found.offset() < 0
                            || found.length() < 1
                            || found.length() > total - found.offset())) {
                throw new AssertionError(found + " of " + total);
            }
        }
        HeaderParameters.parse(text);
        try {
            Query.parse(text).names();
            String decoded = PercentEncoding.decode(text, "the path");
            if (!PercentEncoding.decode(PercentEncoding.encodeSegment(decoded), "the path")
                    .equals(decoded)) {
                throw new AssertionError("does not come back: " + decoded);
            }
        } catch (OperationFailed refused) {
            if (refused.code() != ErrorCode.INVALID_ARGUMENT) {
                throw refused;
            }
        }
    }
}
