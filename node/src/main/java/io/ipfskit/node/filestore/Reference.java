package io.ipfskit.node.filestore;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;

/// Where the bytes of a block are, outside the store.
public sealed interface Reference {
    /// The most bytes of a block that is kept by reference.
    int LENGTH_MAX = 8 << 20;

    /// The most bytes of a path or a URL in UTF-8.
    int TEXT_MAX = 8192;

    /// Position of the first byte.
    long offset();

    /// Bytes, 1 to [#LENGTH_MAX].
    int length();

    /// The path or URL, for people.
    String place();

    /// A part of a file of this machine.
    ///
    /// @param path absolute, with no symbolic link in it when it was referred to
    /// @param size bytes of the whole file then
    /// @param modified the time of its last modification then
    record OfFile(Path path, long offset, int length, long size, Instant modified)
            implements Reference {
        /// Checks the ranges.
        public OfFile {
            checkPart(offset, length);
            if (size < offset + length) {
                throw new IllegalArgumentException(
                        "a part that ends at " + (offset + length) + " of " + size + " bytes");
            }
            if (!path.isAbsolute()
                    || !path.equals(path.normalize())
                    || path.toString().indexOf('\uFFFD') >= 0) {
                throw new IllegalArgumentException(
                        "a path must be absolute, in one form, in UTF-8");
            }
            checkText(path.toString(), "path");
        }

        @Override
        public String place() {
            return path.toString();
        }
    }

    /// A part of what a URL names.
    ///
    /// @param url http or https
    record OfUrl(URI url, long offset, int length) implements Reference {
        /// Checks the ranges.
        public OfUrl {
            checkPart(offset, length);
            String scheme = url.getScheme();
            if (!"http".equals(scheme) && !"https".equals(scheme)) {
                throw new IllegalArgumentException("a URL must begin with http:// or https://");
            }
            checkText(url.toString(), "URL");
        }

        @Override
        public String place() {
            return url.toString();
        }
    }

    private static void checkPart(long offset, int length) {
        if (offset < 0 || length <= 0 || length > LENGTH_MAX || offset > Long.MAX_VALUE - length) {
            throw new IllegalArgumentException(
                    "a part has an offset of 0 or more and 1 to "
                            + LENGTH_MAX
                            + " bytes, was "
                            + length
                            + " at "
                            + offset);
        }
    }

    private static void checkText(String text, String what) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > TEXT_MAX || text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "a " + what + " has 1 to " + TEXT_MAX + " bytes without 0, had " + bytes);
        }
    }
}
