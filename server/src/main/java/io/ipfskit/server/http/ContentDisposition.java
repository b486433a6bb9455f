package io.ipfskit.server.http;

import org.jspecify.annotations.Nullable;

/// The header `Content-Disposition` of [RFC 6266](https://www.rfc-editor.org/rfc/rfc6266).
public final class ContentDisposition {
    private ContentDisposition() {}

    /// `type`, with a file name when there is one: plain for old clients where it is ASCII, and in
    /// UTF-8.
    public static String of(String type, @Nullable String fileName) {
        if (fileName == null || fileName.isEmpty()) {
            return type;
        }
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < fileName.length() && i < 255; i++) {
            char c = fileName.charAt(i);
            plain.append(c < 0x20 || c > 0x7e || c == '"' || c == '\\' || c == '%' ? '_' : c);
        }
        String encoded =
                PercentEncoding.encodeSegment(fileName)
                        .replace("'", "%27")
                        .replace("(", "%28")
                        .replace(")", "%29")
                        .replace("*", "%2A")
                        .replace(";", "%3B")
                        .replace(",", "%2C")
                        .replace("=", "%3D")
                        .replace("@", "%40")
                        .replace(":", "%3A");
        return type + "; filename=\"" + plain + "\"; filename*=UTF-8''" + encoded;
    }
}
