package io.ipfskit.server.multipart;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// The header of one part.
///
/// @param name the form field's name, or null
/// @param fileName the file name as it was sent, still percent-encoded where the sender did so, or
///   null
/// @param contentType the media type without parameters, lower case, or null
/// @param headers all headers by name in lower case
/// @param disposition parameters of the content disposition by name in lower case
public record PartHeader(
        @Nullable String name,
        @Nullable String fileName,
        @Nullable String contentType,
        Map<String, String> headers,
        Map<String, String> disposition) {

    /// Reads the lines of a header, in the bytes' own order as ISO-8859-1; values are UTF-8.
    static PartHeader parse(String text) {
        Map<String, String> headers = new TreeMap<>();
        for (String line : text.split("\r\n", -1)) {
            if (line.isEmpty()) {
                continue;
            }
            int colon = line.indexOf(':');
            if (colon <= 0) {
                throw MultipartReader.malformed("a header line without a colon");
            }
            headers.put(
                    line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                    utf8(line.substring(colon + 1).strip()));
        }
        Map<String, String> disposition =
                HeaderParameters.parse(headers.getOrDefault("content-disposition", ""));
        String type = headers.get("content-type");
        return new PartHeader(
                disposition.get("name"),
                disposition.get("filename"),
                type == null ? null : HeaderParameters.value(type).toLowerCase(Locale.ROOT),
                headers,
                disposition);
    }

    private static String utf8(String latin1) {
        byte[] bytes = latin1.getBytes(StandardCharsets.ISO_8859_1);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException notUtf8) {
            throw MultipartReader.malformed("a header that is not UTF-8");
        }
    }
}
