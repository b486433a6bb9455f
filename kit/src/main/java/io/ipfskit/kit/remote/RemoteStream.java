package io.ipfskit.kit.remote;

import io.ipfskit.operation.ByteStream;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Bytes of an answer, pulled from the connection as they are wanted.
final class RemoteStream implements ByteStream {
    private static final Pattern RANGE =
            Pattern.compile("bytes (\\d{1,18})-\\d{1,18}/(\\d{1,18}|\\*)");

    private final RemoteKit kit;
    private final Reply reply;
    private final long offset;
    private final long total;

    RemoteStream(RemoteKit kit, Reply reply) {
        this.kit = kit;
        this.reply = reply;
        Matcher range = RANGE.matcher(reply.header("content-range", ""));
        if (range.matches()) {
            offset = Long.parseLong(range.group(1));
            total = range.group(2).equals("*") ? -1 : Long.parseLong(range.group(2));
        } else {
            offset = number(reply.header("x-content-offset", ""), 0);
            total = number(reply.header("x-content-total", ""), reply.length());
        }
    }

    private static long number(String text, long absent) {
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : absent;
    }

    @Override
    public long length() {
        return reply.length();
    }

    @Override
    public long offset() {
        return offset;
    }

    @Override
    public long total() {
        return total;
    }

    @Override
    public @Nullable String mediaType() {
        String type = reply.header("content-type", "");
        return type.isEmpty() ? null : type;
    }

    @Override
    public @Nullable String entityTag() {
        String tag = reply.header("etag", "");
        return tag.length() > 2 && tag.startsWith("\"") && tag.endsWith("\"")
                ? tag.substring(1, tag.length() - 1)
                : null;
    }

    @Override
    public int read(ByteBuffer target) throws InterruptedException {
        if (!target.hasRemaining()) {
            throw new IllegalArgumentException("read into a full buffer");
        }
        return kit.enter(() -> reply.read(target));
    }

    @Override
    public void close() {
        reply.close();
    }
}
