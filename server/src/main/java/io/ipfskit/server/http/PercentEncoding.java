package io.ipfskit.server.http;

import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// Percent-encoding of [RFC 3986 section 2.1](https://www.rfc-editor.org/rfc/rfc3986#section-2.1),
/// strict: a stray `%`, or bytes that are not UTF-8, are refused and never replaced.
public final class PercentEncoding {
    private static final String UNRESERVED = "-._~!$&'()*,;=:@";

    private PercentEncoding() {}

    /// Decodes `text`; `where` names it in the message of a refusal.
    ///
    /// @throws OperationFailed `invalid_argument` when it is malformed
    public static String decode(String text, String where) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer decoded = ByteBuffer.allocate(utf8.length);
        for (int i = 0; i < utf8.length; i++) {
            if (utf8[i] != '%') {
                decoded.put(utf8[i]);
                continue;
            }
            if (i + 2 >= utf8.length
                    || !HexFormat.isHexDigit(utf8[i + 1])
                    || !HexFormat.isHexDigit(utf8[i + 2])) {
                throw malformed(where, "a % that two hexadecimal digits do not follow");
            }
            decoded.put(
                    (byte)
                            (HexFormat.fromHexDigit(utf8[i + 1]) << 4
                                    | HexFormat.fromHexDigit(utf8[i + 2])));
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(decoded.flip()).toString();
        } catch (CharacterCodingException notUtf8) {
            throw malformed(where, "percent-encoded bytes that are not UTF-8");
        }
    }

    private static OperationFailed malformed(String where, String what) {
        return new OperationFailed(ErrorCode.INVALID_ARGUMENT, where + " has " + what);
    }

    /// Encodes `segment` for one segment of a path.
    public static String encodeSegment(String segment) {
        StringBuilder encoded = new StringBuilder(segment.length() + 16);
        for (byte b : segment.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if ((c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || (c < 128 && UNRESERVED.indexOf(c) >= 0)) {
                encoded.append(c);
            } else {
                encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return encoded.toString();
    }
}
