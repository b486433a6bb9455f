package io.ipfskit.kit.remote;

import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// The lines of an answer, each at most [#LINE_MAX] bytes.
final class ReplyLines {
    private static final int LINE_MAX = 16 << 20;

    private final Reply reply;
    private byte[] buffer = new byte[64 << 10];
    private int start;
    private int end;
    private boolean atEnd;

    ReplyLines(Reply reply) {
        this.reply = reply;
    }

    /// The next line without its end, or null when there are no more; an unfinished last line is
    /// one.
    byte @Nullable [] next() throws InterruptedException {
        int scanned = start;
        while (true) {
            for (int i = scanned; i < end; i++) {
                if (buffer[i] == '\n') {
                    byte[] line = Arrays.copyOfRange(buffer, start, i);
                    start = i + 1;
                    return line;
                }
            }
            if (atEnd) {
                byte[] rest = start == end ? null : Arrays.copyOfRange(buffer, start, end);
                start = end;
                return rest;
            }
            scanned = makeRoom();
            int count = reply.read(ByteBuffer.wrap(buffer, end, buffer.length - end));
            if (count < 0) {
                atEnd = true;
            } else {
                end += count;
            }
        }
    }

    /// Frees space behind `end`; returns where scanning goes on.
    private int makeRoom() {
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            end -= start;
            start = 0;
        } else if (end == buffer.length) {
            if (buffer.length >= LINE_MAX) {
                throw new OperationFailed(
                        ErrorCode.RESOURCE_EXHAUSTED,
                        "a row of the answer is longer than " + LINE_MAX + " bytes");
            }
            buffer = Arrays.copyOf(buffer, Math.min(LINE_MAX, buffer.length * 2));
        }
        return end;
    }
}
