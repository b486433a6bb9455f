package io.ipfskit.multiformats;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// Percent-encoding of RFC 3986: everything but the unreserved characters is written as `%XX`, so
/// that the text has no slash. Read, a plus sign is itself, not a space.
final class PercentText {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private PercentText() {}

    static String encode(byte[] bytes) {
        if (bytes.length == 0) {
            throw new MultiformatException("a percent-encoded path must not be empty");
        }
        StringBuilder out = new StringBuilder(bytes.length);
        for (byte b : bytes) {
            if (isUnreserved(b)) {
                out.append((char) b);
            } else {
                out.append('%').append(HEX.toHexDigits(b));
            }
        }
        return out.toString();
    }

    private static boolean isUnreserved(byte b) {
        return (b >= 'a' && b <= 'z')
                || (b >= 'A' && b <= 'Z')
                || (b >= '0' && b <= '9')
                || b == '-'
                || b == '.'
                || b == '_'
                || b == '~';
    }

    static byte[] decode(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length());
        int at = 0;
        while (at < text.length()) {
            int next = text.indexOf('%', at);
            int end = next < 0 ? text.length() : next;
            out.writeBytes(text.substring(at, end).getBytes(StandardCharsets.UTF_8));
            at = end;
            if (next >= 0) {
                boolean hex =
                        next + 2 < text.length()
                                && HexFormat.isHexDigit(text.charAt(next + 1))
                                && HexFormat.isHexDigit(text.charAt(next + 2));
                if (!hex) {
                    throw MultiformatException.atCharacter(
                            next, "two hexadecimal digits must follow each percent sign");
                }
                out.write(HexFormat.fromHexDigits(text, next + 1, next + 3));
                at = next + 3;
            }
        }
        if (out.size() == 0) {
            throw new MultiformatException("a percent-encoded path must not be empty");
        }
        return out.toByteArray();
    }
}
