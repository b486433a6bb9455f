package io.ipfskit.anyio;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// File names as strict UTF-8. The JDK shows bytes it cannot decode as U+FFFD, which would name
/// another file.
final class FileNames {
    private static final char REPLACEMENT = '\uFFFD';

    private FileNames() {}

    /// The names in a directory, sorted by their bytes.
    static List<String> in(Path directory) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                Path name = entry.getFileName();
                if (name != null) {
                    names.add(strict(name));
                }
            }
        } catch (DirectoryIteratorException failed) {
            throw failed.getCause();
        }
        names.sort((a, b) ->
                Arrays.compareUnsigned(
                        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8)));
        return names;
    }

    /// The path as text, or an error that shows its bytes escaped.
    static String strict(Path path) throws IOException {
        String text = path.toString();
        if (text.indexOf(REPLACEMENT) < 0) {
            return text;
        }
        byte[] raw = bytes(path);
        try {
            String decoded =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw)).toString();
            if (decoded.equals(text)) {
                return text; // a name that really contains U+FFFD
            }
        } catch (CharacterCodingException _) {
            // told below
        }
        throw new IOException(
                "the name '"
                        + escaped(raw)
                        + "' is not valid UTF-8 in this locale; rename the file");
    }

    /// The bytes of a relative path, from its URI, where the JDK escapes them one by one.
    private static byte[] bytes(Path path) {
        Path root = Path.of("/");
        String uri = root.resolve(path).toUri().getRawPath();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = path.isAbsolute() ? 0 : 1; i < uri.length(); i++) {
            char c = uri.charAt(i);
            if (c == '%') {
                out.write(Integer.parseInt(uri, i + 1, i + 3, 16));
                i += 2;
            } else {
                out.write(c);
            }
        }
        return out.toByteArray();
    }

    private static String escaped(byte[] raw) {
        StringBuilder out = new StringBuilder();
        for (byte b : raw) {
            if (b >= 0x20 && b < 0x7f) {
                out.append((char) b);
            } else {
                out.append(String.format("\\x%02x", b & 0xff));
            }
        }
        return out.toString();
    }
}
