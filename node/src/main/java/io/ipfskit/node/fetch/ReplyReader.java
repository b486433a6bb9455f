package io.ipfskit.node.fetch;

import io.ipfskit.anyio.BrokenResource;
import io.ipfskit.anyio.net.ByteStream;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// Reads an answer of HTTP/1.1: its head, then its body in the framing that the head names, which
/// is a length, chunks, or all until the connection ends. For one task.
final class ReplyReader {
    static final int LINE_MAX = 16 << 10;
    static final int HEADERS_MAX = 200;

    private static final int INTERIM_MAX = 8;
    private static final int BUFFER = 16 << 10;

    /// How the end of the body is known.
    private enum Framing {
        LENGTH,
        CHUNKS,
        CONNECTION
    }

    private final ByteStream stream;

    /// What was received and not yet taken.
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).limit(0);

    private Framing framing = Framing.CONNECTION;
    private long length = -1;

    /// Bytes of the body, or of the chunk, that have not come.
    private long left;

    private boolean inChunk;
    private boolean ended;

    ReplyReader(ByteStream stream) {
        this.stream = stream;
    }

    /// Reads the head of the answer that is no interim one.
    ReplyHead head() throws IOException, InterruptedException {
        for (int i = 0; i < INTERIM_MAX; i++) {
            int status = status();
            Map<String, String> headers = headers();
            if (status >= 200) {
                frame(status, headers);
                return new ReplyHead(status, headers);
            }
            if (status == 101) {
                throw new IOException("it switches protocols unasked");
            }
        }
        throw new IOException("more than " + INTERIM_MAX + " interim answers");
    }

    private int status() throws IOException, InterruptedException {
        String line = line();
        if (!line.matches("HTTP/1\\.[01] [1-9][0-9]{2}( .*)?")) {
            throw new IOException("it does not speak HTTP/1.1");
        }
        return Integer.parseInt(line.substring(9, 12));
    }

    private Map<String, String> headers() throws IOException, InterruptedException {
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = 0; i <= HEADERS_MAX; i++) {
            String line = line();
            if (line.isEmpty()) {
                return headers;
            }
            int colon = line.indexOf(':');
            if (colon <= 0) {
                throw new IOException("a header line without a name");
            }
            String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            String value = line.substring(colon + 1).strip();
            String before = headers.putIfAbsent(name, value);
            if (before != null && !before.equals(value) && isFraming(name)) {
                throw new IOException("two headers " + name + " that differ");
            }
        }
        throw new IOException("more than " + HEADERS_MAX + " header lines");
    }

    private static boolean isFraming(String name) {
        return name.equals("content-length") || name.equals("transfer-encoding");
    }

    private void frame(int status, Map<String, String> headers) throws IOException {
        String coding = headers.get("transfer-encoding");
        String size = headers.get("content-length");
        if (status == 204 || status == 304) {
            ended = true;
            length = 0;
        } else if (coding != null) {
            if (!coding.equalsIgnoreCase("chunked") || size != null) {
                throw new IOException("a transfer encoding other than chunked alone");
            }
            framing = Framing.CHUNKS;
        } else if (size != null) {
            if (!size.matches("[0-9]{1,18}")) {
                throw new IOException("a malformed content length");
            }
            framing = Framing.LENGTH;
            length = Long.parseLong(size);
            left = length;
        }
    }

    /// Bytes of the body, -1 when the head does not say.
    long length() {
        return length;
    }

    /// Puts at least one byte of the body into `target`, which has room; -1 at its end.
    int read(ByteBuffer target) throws IOException, InterruptedException {
        if (ended) {
            return -1;
        }
        return switch (framing) {
            case LENGTH -> left == 0 ? -1 : counted(target);
            case CHUNKS -> {
                if (left == 0) {
                    nextChunk();
                }
                yield ended ? -1 : counted(target);
            }
            case CONNECTION -> {
                int count = bytes(target, Long.MAX_VALUE);
                ended = count < 0;
                yield count;
            }
        };
    }

    private int counted(ByteBuffer target) throws IOException, InterruptedException {
        int count = bytes(target, left);
        if (count < 0) {
            throw early();
        }
        left -= count;
        return count;
    }

    private void nextChunk() throws IOException, InterruptedException {
        if (inChunk && !line().isEmpty()) {
            throw new IOException("a chunk longer than its size");
        }
        inChunk = true;
        String line = line();
        int semicolon = line.indexOf(';');
        String size = (semicolon < 0 ? line : line.substring(0, semicolon)).strip();
        if (!size.matches("[0-9A-Fa-f]{1,15}")) {
            throw new IOException("a malformed chunk size");
        }
        left = Long.parseLong(size, 16);
        if (left == 0) {
            headers(); // trailers say nothing that is wanted
            ended = true;
        }
    }

    private String line() throws IOException, InterruptedException {
        StringBuilder line = new StringBuilder(80);
        while (true) {
            if (!buffer.hasRemaining() && !fill()) {
                throw early();
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
            return receive(buffer) >= 0;
        } finally {
            buffer.flip();
        }
    }

    private int receive(ByteBuffer target) throws IOException, InterruptedException {
        try {
            return stream.receive(target);
        } catch (BrokenResource broken) {
            throw new IOException(broken.getMessage(), broken);
        }
    }

    /// Puts at most `max` bytes into `target`: those that were received before come first.
    private int bytes(ByteBuffer target, long max) throws IOException, InterruptedException {
        int wanted = (int) Math.min(max, target.remaining());
        if (!buffer.hasRemaining()) {
            if (wanted >= BUFFER) {
                int limit = target.limit();
                try {
                    return receive(target.limit(target.position() + wanted));
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

    private static EOFException early() {
        return new EOFException("the connection ended before the answer did");
    }
}
