package io.ipfskit.mcp;

import io.ipfskit.anyio.Event;
import io.ipfskit.operation.Principal;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// One HTTP exchange in memory.
final class TestExchange implements McpExchange {
    private final String method;
    private final Principal principal;
    private final Map<String, String> requestHeaders = new LinkedHashMap<>();
    private final ByteBuffer body;

    int status;
    Map<String, String> headers = Map.of();
    boolean ended;

    /// Something was written to the event stream.
    final Event wrote = new Event();

    private final List<String> text = new CopyOnWriteArrayList<>();

    private TestExchange(String method, String body, Principal principal) {
        this.method = method;
        this.principal = principal;
        this.body = ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8));
        with("Content-Type", "application/json");
        with("Accept", "application/json, text/event-stream");
    }

    static TestExchange of(String method, String body) {
        return new TestExchange(method, body, Principal.LOCAL);
    }

    static TestExchange of(String method, String body, Principal principal) {
        return new TestExchange(method, body, principal);
    }

    TestExchange with(String name, @Nullable String value) {
        if (value == null) {
            requestHeaders.remove(name.toLowerCase(Locale.ROOT));
        } else {
            requestHeaders.put(name.toLowerCase(Locale.ROOT), value);
        }
        return this;
    }

    String text() {
        return String.join("", text);
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public @Nullable String header(String name) {
        return requestHeaders.get(name.toLowerCase(Locale.ROOT));
    }

    @Override
    public Principal principal() {
        return principal;
    }

    @Override
    public int read(ByteBuffer target) {
        if (!body.hasRemaining()) {
            return -1;
        }
        int count = Math.min(target.remaining(), body.remaining());
        target.put(body.slice(body.position(), count));
        body.position(body.position() + count);
        return count;
    }

    @Override
    public void respond(int status, Map<String, String> headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        text.add(new String(body, StandardCharsets.UTF_8));
        ended = true;
    }

    @Override
    public EventStream open(Map<String, String> headers) {
        this.status = 200;
        this.headers = headers;
        return new EventStream() {
            @Override
            public void write(byte[] bytes) {
                text.add(new String(bytes, StandardCharsets.UTF_8));
                wrote.set();
            }

            @Override
            public void end() {
                ended = true;
            }
        };
    }
}
