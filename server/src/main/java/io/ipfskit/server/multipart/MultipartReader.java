package io.ipfskit.server.multipart;

import io.ipfskit.operation.ByteSource;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;

import org.jspecify.annotations.Nullable;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Reads the parts of a multipart body one after the other, from a source of bytes.
///
/// Grammar of [RFC 2046 section 5.1.1](https://www.rfc-editor.org/rfc/rfc2046#section-5.1.1): a
/// delimiter is `CRLF "--" boundary`, the first one may stand at the very start; what precedes it
/// and what follows the closing one is ignored. Everything is bounded: the header of a part, the
/// number of parts, the preamble.
///
/// Invariant: `buffer` is in draining mode, and its first `scanned` bytes hold no byte of a
/// delimiter.
public final class MultipartReader {
    /// Parts of one body.
    public static final int PARTS_MAX = 1_000_000;

    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int PART_HEADER_BYTES_MAX = 16 * 1024;
    private static final int PREAMBLE_BYTES_MAX = 64 * 1024;
    private static final int BOUNDARY_LENGTH_MAX = 70;

    private enum State {
        PREAMBLE,
        CONTENT,
        BETWEEN,
        END
    }

    private final ByteSource.Reader source;
    private final byte[] delimiter;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).flip();
    private State state = State.PREAMBLE;
    private boolean isContentBegun;
    private int parts;

    /// Reads from `source`, with the boundary of the body's content type.
    public MultipartReader(ByteSource.Reader source, String boundary) {
        if (boundary.isEmpty() || boundary.length() > BOUNDARY_LENGTH_MAX) {
            throw malformed(
                    "a boundary of " + boundary.length() + " characters, allowed are 1 to 70");
        }
        this.source = source;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    }

    /// The header of the next part, or null after the last. What is left of the content of the part
    /// before is skipped.
    ///
    /// @throws EOFException when the body ends before its closing delimiter
    public @Nullable PartHeader next() throws IOException, InterruptedException {
        switch (state) {
            case PREAMBLE -> skipPreamble();
            case CONTENT -> {
                ByteBuffer scratch = ByteBuffer.allocate(8 * 1024);
                while (read(scratch.clear()) >= 0) {
                    // skipped
                }
            }
            case BETWEEN, END -> {}
        }
        if (state == State.END || !isFollowedByPart()) {
            state = State.END;
            return null;
        }
        if (++parts > PARTS_MAX) {
            throw new OperationFailed(
                    ErrorCode.RESOURCE_EXHAUSTED,
                    "the multipart body has more than " + PARTS_MAX + " parts");
        }
        PartHeader header = readHeader();
        state = State.CONTENT;
        isContentBegun = false;
        return header;
    }

    /// Reads content of the current part: at least one byte into `target`, or -1 at its end.
    ///
    /// @throws EOFException when the body ends within the part
    public int read(ByteBuffer target) throws IOException, InterruptedException {
        if (state != State.CONTENT) {
            return -1;
        }
        if (!isContentBegun) {
            isContentBegun = true;
            if (skipBareDelimiter()) { // right after the header: empty content without its line end
                return -1;
            }
        }
        while (true) {
            int free = bytesBeforeDelimiter();
            if (free > 0) {
                int count = Math.min(free, target.remaining());
                target.put(buffer.slice(buffer.position(), count));
                buffer.position(buffer.position() + count);
                return count;
            }
            if (free == 0) {
                buffer.position(buffer.position() + delimiter.length);
                state = State.BETWEEN;
                return -1;
            }
            more("within a part");
        }
    }

    /// How many bytes certainly stand before the next delimiter; -1 when more bytes are needed to
    /// tell; 0 when the delimiter itself stands here.
    private int bytesBeforeDelimiter() {
        int start = buffer.position();
        int end = buffer.limit();
        byte[] bytes = buffer.array();
        for (int at = start; at < end; at++) {
            if (bytes[at] != '\r') {
                continue;
            }
            int matched = matchDelimiter(bytes, at, end);
            if (matched == delimiter.length) {
                return at - start;
            }
            if (at + matched == end) { // cut by the end of what is here
                return at == start ? -1 : at - start;
            }
        }
        return start == end ? -1 : end - start;
    }

    private int matchDelimiter(byte[] bytes, int at, int end) {
        int matched = 0;
        while (matched < delimiter.length
                && at + matched < end
                && bytes[at + matched] == delimiter[matched]) {
            matched++;
        }
        return matched;
    }

    /// Skips a delimiter that lacks its line end and stands here; returns whether one did.
    private boolean skipBareDelimiter() throws IOException, InterruptedException {
        for (int i = 0; i < delimiter.length - 2; i++) {
            while (buffer.remaining() <= i) {
                more("before a boundary");
            }
            if (buffer.get(buffer.position() + i) != delimiter[i + 2]) {
                return false;
            }
        }
        buffer.position(buffer.position() + delimiter.length - 2);
        state = State.BETWEEN;
        return true;
    }

    private void skipPreamble() throws IOException, InterruptedException {
        if (skipBareDelimiter()) {
            return;
        }
        isContentBegun = true;
        state = State.CONTENT;
        int skipped = 0;
        ByteBuffer scratch = ByteBuffer.allocate(8 * 1024);
        for (int count = read(scratch); count >= 0; count = read(scratch.clear())) {
            skipped += count;
            if (skipped > PREAMBLE_BYTES_MAX) {
                throw malformed("no boundary in its first " + PREAMBLE_BYTES_MAX + " bytes");
            }
        }
    }

    /// After a delimiter: `--` ends the body, optional blanks and CRLF lead to a part.
    private boolean isFollowedByPart() throws IOException, InterruptedException {
        int first = nextByte();
        if (first == '-') {
            if (nextByte() != '-') {
                throw malformed("a boundary that neither a line end nor -- follows");
            }
            return false;
        }
        int blanks = 0;
        while (first == ' ' || first == '\t') {
            if (++blanks > 100) {
                throw malformed("more than 100 blanks after a boundary");
            }
            first = nextByte();
        }
        if (first != '\r' || nextByte() != '\n') {
            throw malformed("a boundary that neither a line end nor -- follows");
        }
        return true;
    }

    private PartHeader readHeader() throws IOException, InterruptedException {
        StringBuilder text = new StringBuilder(256);
        while (true) {
            text.append((char) nextByte());
            int length = text.length();
            if (length > PART_HEADER_BYTES_MAX) {
                throw malformed("a part header of more than " + PART_HEADER_BYTES_MAX + " bytes");
            }
            boolean isEmpty = length == 2 && text.charAt(0) == '\r' && text.charAt(1) == '\n';
            if (isEmpty
                    || (length >= 4
                            && text.charAt(length - 1) == '\n'
                            && text.charAt(length - 2) == '\r'
                            && text.charAt(length - 3) == '\n'
                            && text.charAt(length - 4) == '\r')) {
                return PartHeader.parse(text.toString());
            }
        }
    }

    private int nextByte() throws IOException, InterruptedException {
        while (!buffer.hasRemaining()) {
            more("between its parts");
        }
        return buffer.get() & 0xff;
    }

    private void more(String where) throws IOException, InterruptedException {
        buffer.compact();
        try {
            if (source.read(buffer) < 0) {
                throw new EOFException("the multipart body ended " + where);
            }
        } finally {
            buffer.flip();
        }
    }

    static OperationFailed malformed(String what) {
        return new OperationFailed(
                ErrorCode.INVALID_ARGUMENT, "the multipart body is malformed: it has " + what);
    }
}
