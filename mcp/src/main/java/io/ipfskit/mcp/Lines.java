package io.ipfskit.mcp;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// Cuts bytes into lines of a bounded length. Empty lines are left out; a line beyond the bound is
/// given as [Line#tooLong] without its bytes, and what follows it is read as usual.
final class Lines {
    /// One line without its end.
    record Line(@SuppressWarnings("ArrayRecordComponent") byte[] bytes, boolean tooLong) {}

    private static final byte[] NOTHING = {};

    private final int max;
    private byte[] pending = new byte[4096];
    private int length;
    private boolean overflow;

    private byte[] fed = NOTHING;
    private int position;
    private int limit;

    Lines(int max) {
        this.max = max;
    }

    /// Gives the next bytes, which [#next] then takes to the end before more are fed.
    void feed(byte[] bytes, int count) {
        fed = bytes;
        position = 0;
        limit = count;
    }

    /// The next whole line, or null when more bytes are needed.
    @Nullable Line next() {
        while (position < limit) {
            int end = position;
            while (end < limit && fed[end] != '\n') {
                end++;
            }
            append(end - position);
            position = end + 1;
            if (end == limit) {
                return null;
            }
            Line line = take();
            if (line != null) {
                return line;
            }
        }
        return null;
    }

    private void append(int count) {
        // one more than max: the carriage return of a line that just fits
        if (overflow || length + count > max + 1) {
            overflow = true;
            length = 0;
            return;
        }
        if (length + count > pending.length) {
            int larger = Math.min(max + 1, Math.max(length + count, 2 * pending.length));
            pending = Arrays.copyOf(pending, larger);
        }
        System.arraycopy(fed, position, pending, length, count);
        length += count;
    }

    private @Nullable Line take() {
        if (length > 0 && pending[length - 1] == '\r') {
            length--;
        }
        if (overflow || length > max) {
            overflow = false;
            length = 0;
            return new Line(NOTHING, true);
        }
        if (length == 0) {
            return null;
        }
        Line line = new Line(Arrays.copyOf(pending, length), false);
        length = 0;
        if (pending.length > 64 << 10) {
            pending = new byte[4096]; // a large message is rare; its buffer need not stay
        }
        return line;
    }
}
