package io.ipfskit.server.gateway;

import io.ipfskit.server.http.EntityTags;
import io.ipfskit.server.http.HostPolicy;
import io.ipfskit.server.http.HttpExchange;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Answers to recent requests for small files, ready to be sent again without a task. What stands
/// under a CID never changes, so nothing here gets stale; what was checked when it was read stays
/// what it was. Least recently used ones go first. Any thread.
final class SmallFiles {
    private static final int FILE_BYTES_MAX = 64 * 1024;
    private static final long BYTES_MAX = 16L << 20;
    private static final int ENTRY_OVERHEAD_BYTES = 1024;
    private static final List<String> HEADERS =
            List.of(
                    "ETag",
                    "Cache-Control",
                    "Accept-Ranges",
                    "Content-Type",
                    "X-Ipfs-Path",
                    "X-Ipfs-Roots",
                    "X-Content-Type-Options");

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record SmallFile(ByteBuffer bytes, String tag, String[] headers) {
        long weight() {
            return (long) bytes.remaining() + ENTRY_OVERHEAD_BYTES;
        }
    }

    // Guarded by itself.
    private final Map<String, SmallFile> files = new LinkedHashMap<>(64, 0.75f, true);
    private long weight;

    /// Answers from memory, if it can be done.
    boolean serve(HttpExchange exchange, HostPolicy hosts) {
        if (exchange.rawQuery() != null
                || exchange.header("Range") != null
                || exchange.header("Origin") != null
                || !(exchange.isHead() || exchange.method().equals("GET"))
                || !hosts.isOwn(exchange)) {
            return false;
        }
        SmallFile file;
        synchronized (files) {
            file = files.get(exchange.rawPath());
        }
        if (file == null) {
            return false;
        }
        String[] headers = file.headers;
        for (int i = 0; i < headers.length; i += 2) {
            exchange.set(headers[i], headers[i + 1]);
        }
        if (EntityTags.matches(exchange.header("If-None-Match"), file.tag)) {
            exchange.status(304).respondAtOnce(ByteBuffer.allocate(0));
        } else {
            exchange.contentLength(file.bytes.remaining()).respondAtOnce(file.bytes.duplicate());
        }
        return true;
    }

    /// Keeps an answer about to be sent, if it is small and whole.
    void keep(HttpExchange exchange, ByteBuffer whole, long length) {
        String tag = exchange.responseHeader("ETag");
        if (length > FILE_BYTES_MAX || whole.remaining() != length || tag == null) {
            return;
        }
        ByteBuffer copy = ByteBuffer.allocateDirect((int) length).put(whole).flip();
        String[] headers =
                HEADERS.stream()
                        .filter(name -> exchange.responseHeader(name) != null)
                        .flatMap(name -> java.util.stream.Stream.of(name, value(exchange, name)))
                        .toArray(String[]::new);
        SmallFile file = new SmallFile(copy.asReadOnlyBuffer(), tag, headers);
        synchronized (files) {
            SmallFile before = files.put(exchange.rawPath(), file);
            weight += file.weight() - weight(before);
            var eldest = files.entrySet().iterator();
            while (weight > BYTES_MAX && eldest.hasNext()) {
                weight -= eldest.next().getValue().weight();
                eldest.remove();
            }
        }
    }

    private static String value(HttpExchange exchange, String name) {
        return String.valueOf(exchange.responseHeader(name));
    }

    private static long weight(@Nullable SmallFile file) {
        return file == null ? 0 : file.weight();
    }
}
