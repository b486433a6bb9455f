package io.ipfskit.server.gateway;

import io.ipfskit.ipld.BlockSource;
import io.ipfskit.ipld.unixfs.FileReader;
import io.ipfskit.ipld.unixfs.UnixFsNode;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.Failure;
import io.ipfskit.server.http.ByteRange;
import io.ipfskit.server.http.ByteStreams;
import io.ipfskit.server.http.ContentDisposition;
import io.ipfskit.server.http.EntityTags;
import io.ipfskit.server.http.HttpExchange;
import io.ipfskit.server.http.HttpProblem;
import io.ipfskit.server.http.MediaTypes;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;

/// Sends one file of the gateway, or a range of it.
final class FileAnswer {
    private static final int PIECE_BYTES = 128 * 1024;

    private final BlockSource blocks;
    private final HttpExchange exchange;
    private final SmallFiles smallFiles;

    FileAnswer(BlockSource blocks, HttpExchange exchange, SmallFiles smallFiles) {
        this.blocks = blocks;
        this.exchange = exchange;
        this.smallFiles = smallFiles;
    }

    /// @param name the last name of the path, by which the type is found
    void send(UnixFsNode.Content file, String name) throws IOException, InterruptedException {
        String tag = "\"" + file.cid() + "\"";
        if (GatewayDoor.isNotModified(exchange, tag, GatewayDoor.IMMUTABLE)) {
            return;
        }
        exchange.set("Accept-Ranges", "bytes");
        ByteRange.Resolved range = range(file.size(), tag);
        long offset = range == null ? 0 : range.offset();
        long length = range == null ? file.size() : range.length();
        String wanted = exchange.query().first("filename");
        disposition(wanted);
        FileReader reader = new FileReader(blocks, file.cid(), offset, length);
        ByteBuffer chunk = reader.next();
        exchange.set(
                "Content-Type", mediaType(wanted == null ? name : wanted, file, offset, chunk));
        exchange.contentLength(length);
        if (chunk != null && range == null && exchange.rawQuery() == null) {
            smallFiles.keep(exchange, chunk.duplicate(), length);
        }
        if (!exchange.isHead()) {
            send(reader, chunk, length);
        }
        exchange.finish();
    }

    /// Sends what was looked at already, then the rest.
    private void send(FileReader reader, @Nullable ByteBuffer first, long length)
            throws IOException, InterruptedException {
        long left = length;
        if (first != null) {
            left -= first.remaining();
            while (first.hasRemaining()) {
                // In pieces: the JDK copies what it writes from the heap.
                int size = Math.min(PIECE_BYTES, first.remaining());
                ByteBuffer piece = first.slice(first.position(), size);
                first.position(first.position() + size);
                if (left == 0 && !first.hasRemaining()) {
                    exchange.finish(piece);
                } else {
                    exchange.write(piece);
                }
            }
        }
        if (left > 0) {
            ByteStreams.sendBody(exchange, reader::read, left);
        }
    }

    private ByteRange.@Nullable Resolved range(long size, String tag) {
        ByteRange range = ByteRange.parse(exchange.header("Range"));
        if (range == null || !EntityTags.allowsRange(exchange.header("If-Range"), tag)) {
            return null;
        }
        ByteRange.Resolved resolved = range.resolve(size);
        if (resolved == null) {
            throw new HttpProblem(
                    416,
                    Failure.of(
                            ErrorCode.INVALID_ARGUMENT,
                            "the file has " + size + " bytes, none of them in the range"),
                    Map.of("Content-Range", "bytes */" + size));
        }
        exchange.status(206);
        exchange.set(
                "Content-Range",
                "bytes "
                        + resolved.offset()
                        + "-"
                        + (resolved.offset() + resolved.length() - 1)
                        + "/"
                        + size);
        return resolved;
    }

    private void disposition(@Nullable String fileName) {
        boolean isDownload = "true".equals(exchange.query().first("download"));
        if (isDownload || fileName != null) {
            exchange.set(
                    "Content-Disposition",
                    ContentDisposition.of(isDownload ? "attachment" : "inline", fileName));
        }
    }

    private String mediaType(
            String name, UnixFsNode.Content file, long offset, @Nullable ByteBuffer chunk)
            throws IOException, InterruptedException {
        String byName = MediaTypes.byName(name);
        if (byName != null) {
            return byName;
        }
        if (chunk == null) {
            return "text/plain; charset=utf-8"; // empty
        }
        if (offset == 0) {
            return MediaTypes.sniff(chunk);
        }
        FileReader head =
                new FileReader(
                        blocks, file.cid(), 0, Math.min(MediaTypes.SNIFF_BYTES, file.size()));
        ByteBuffer first = head.next();
        return MediaTypes.sniff(first == null ? ByteBuffer.allocate(0) : first);
    }
}
