package io.ipfskit.kit.remote;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// Reads the head of an answer, and its body in the framing the head names: a length, chunks, or
/// all until the connection ends.
///
/// All that comes is hostile: lines, headers and chunk sizes are bounded, and a body that ends
/// before its framing says so is an error.
final class ReplyHead {
    private static final int LINE_MAX = 16 << 10;
    private static final int HEADERS_MAX = 200;

    private final HttpConnection connection;

    /// What was received and not yet taken.
    private final ByteBuffer buffer = ByteBuffer.allocate(16 << 10).limit(0);

    private ReplyHead(HttpConnection connection) {
        this.connection = connection;
    }

    static Reply receive(HttpConnection connection) throws IOException, InterruptedException {
        ReplyHead head = new ReplyHead(connection);
        while (true) {
            int status = head.status();
            Map<String, String> headers = head.headers();
            if (status >= 200) {
                return new Reply(connection, status, headers, head.body(status, headers));
            }
        }
    }

    private int status() throws IOException, InterruptedException {
        String line = line();
        if (line.length() < 12
                || !line.startsWith("HTTP/1.")
                || !line.substring(9, 12).chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IOException("it does not speak HTTP/1.1");
        }
        return Integer.parseInt(line.substring(9, 12));
    }

    private Map<String, String> headers() throws IOException, InterruptedException {
        Map<String, String> headers = new HashMap<>();
        for (int i = 0; i < HEADERS_MAX; i++) {
            String line = line();
            if (line.isEmpty()) {
                return headers;
            }
            int colon = line.indexOf(':');
            if (colon <= 0) {
                throw new IOException("a header line without a colon");
            }
            headers.putIfAbsent(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        throw new IOException("more than " + HEADERS_MAX + " header lines");
    }

    private Reply.ReplyBody body(int status, Map<String, String> headers) throws IOException {
        String coding = headers.get("transfer-encoding");
        if (status == 204 || status == 304) {
            return new Sized(0);
        }
        if (coding != null) {
            if (!coding.equalsIgnoreCase("chunked")) {
                throw new IOException("unknown transfer encoding " + coding);
            }
            return new Chunked();
        }
        String length = headers.get("content-length");
        if (length == null) {
            return new UntilEnd();
        }
        try {
            return new Sized(Long.parseUnsignedLong(length) & Long.MAX_VALUE);
        } catch (NumberFormatException malformed) {
            throw new IOException("malformed content length " + length, malformed);
        }
    }

    private String line() throws IOException, InterruptedException {
        StringBuilder line = new StringBuilder(80);
        while (true) {
            if (!buffer.hasRemaining() && !fill()) {
                throw Reply.endedEarly();
            }
            byte b = buffer.get();
            if (b == '\n') {
                int end = line.length();
                return end > 0 && line.charAt(end - 1) == '\r'
                        ? line.substring(0, end - 1)
                        : line.toString();
            }
            if (line.length() == LINE_MAX) {
                throw new IOException("a line longer than " + LINE_MAX + " bytes");
            }
            line.append((char) (b & 0xff));
        }
    }

    private boolean fill() throws IOException, InterruptedException {
        buffer.clear();
        try {
            return connection.receive(buffer) >= 0;
        } finally {
            buffer.flip();
        }
    }

    /// Puts at most `max` bytes into `target`: those that were received with the head come first,
    /// then those of the connection.
    private int bytes(ByteBuffer target, long max) throws IOException, InterruptedException {
        int wanted = (int) Math.min(max, target.remaining());
        if (!buffer.hasRemaining()) {
            if (wanted >= buffer.capacity()) {
                int limit = target.limit();
                try {
                    return connection.receive(target.limit(target.position() + wanted));
                } finally {
                    target.limit(limit);
                }
            }
            if (!fill()) {
                return -1;
            }
        }
        int count = Math.min(wanted, buffer.remaining());
        target.put(buffer.slice(buffer.position(), count));
        buffer.position(buffer.position() + count);
        return count;
    }

    private final class Sized implements Reply.ReplyBody {
        private final long length;
        private long left;

        Sized(long length) {
            this.length = length;
            this.left = length;
        }

        @Override
        public int read(ByteBuffer target) throws IOException, InterruptedException {
            if (left == 0) {
                return -1;
            }
            int count = bytes(target, left);
            if (count < 0) {
                throw Reply.endedEarly();
            }
            left -= count;
            return count;
        }

        @Override
        public long length() {
            return length;
        }
    }

    private final class UntilEnd implements Reply.ReplyBody {
        @Override
        public int read(ByteBuffer target) throws IOException, InterruptedException {
            return bytes(target, Long.MAX_VALUE);
        }

        @Override
        public long length() {
            return -1;
        }
    }

    private final class Chunked implements Reply.ReplyBody {
        private long left;
        private boolean first = true;
        private boolean ended;

        @Override
        public int read(ByteBuffer target) throws IOException, InterruptedException {
            if (left == 0 && !ended) {
                nextChunk();
            }
            if (ended) {
                return -1;
            }
            int count = bytes(target, left);
            if (count < 0) {
                throw Reply.endedEarly();
            }
            left -= count;
            return count;
        }

        private void nextChunk() throws IOException, InterruptedException {
            if (!first && !line().isEmpty()) {
                throw new IOException("a chunk longer than its size");
            }
            first = false;
            String line = line();
            int semicolon = line.indexOf(';');
            String size = (semicolon < 0 ? line : line.substring(0, semicolon)).strip();
            try {
                left = Long.parseLong(size, 16);
            } catch (NumberFormatException malformed) {
                throw new IOException("malformed chunk size", malformed);
            }
            if (left < 0) {
                throw new IOException("negative chunk size");
            }
            if (left == 0) {
                ended = true;
                headers();
            }
        }

        @Override
        public long length() {
            return -1;
        }
    }
}
