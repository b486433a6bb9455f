package io.ipfskit.mcp;

import io.ipfskit.anyio.Lock;
import io.ipfskit.anyio.Time;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// The response to one POST: a JSON body when the answer is all there is to send, else an event
/// stream, opened by the first message before the answer or by a long silence.
final class HttpOutlet implements Outlet {
    private static final byte[] COMMENT = ": still working\n\n".getBytes(StandardCharsets.US_ASCII);

    private final McpExchange exchange;
    private final Map<String, String> headers;

    /// Held while writing; guards the fields below.
    private final Lock writing = new Lock();

    private McpExchange.@Nullable EventStream events;
    private long lastWrite;

    HttpOutlet(McpExchange exchange, Map<String, String> headers) {
        this.exchange = exchange;
        this.headers = headers;
        this.lastWrite = Time.now();
    }

    @Override
    public void send(ObjectNode message) throws IOException, InterruptedException {
        writing.lock();
        try {
            write(event(message));
        } finally {
            writing.unlock();
        }
    }

    /// Sends comments whenever nothing else was sent for `quiet`, until cancelled: the body of a
    /// service task. A client that is gone is noticed by the write.
    void keepAlive(Duration quiet) throws IOException, InterruptedException {
        while (true) {
            Time.sleep(quiet);
            writing.lock();
            try {
                if (Time.now() - lastWrite >= quiet.toNanos()) {
                    write(COMMENT);
                }
            } finally {
                writing.unlock();
            }
        }
    }

    /// Ends the response with the answer; null: the request was cancelled and gets none.
    void finish(@Nullable ObjectNode answer, int status) throws IOException, InterruptedException {
        writing.lock();
        try {
            if (answer != null && events == null) {
                respond(status, answer);
                return;
            }
            if (answer != null) {
                write(event(answer));
            }
            stream().end();
        } finally {
            writing.unlock();
        }
    }

    private void respond(int status, ObjectNode answer) throws IOException, InterruptedException {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("Content-Type", "application/json");
        all.put("Cache-Control", "no-store");
        exchange.respond(status, all, Wire.write(answer));
    }

    private void write(byte[] bytes) throws IOException, InterruptedException {
        stream().write(bytes);
        lastWrite = Time.now();
    }

    private McpExchange.EventStream stream() throws IOException, InterruptedException {
        McpExchange.EventStream open = events;
        if (open == null) {
            Map<String, String> all = new LinkedHashMap<>(headers);
            all.put("Content-Type", "text/event-stream");
            all.put("Cache-Control", "no-cache, no-transform");
            all.put("X-Accel-Buffering", "no");
            open = exchange.open(all);
            events = open;
        }
        return open;
    }

    /// One event; JSON text holds no line breaks. It has no id: there is nothing to resume.
    private static byte[] event(ObjectNode message) {
        return ("event: message\ndata: " + Wire.text(message) + "\n\n")
                .getBytes(StandardCharsets.UTF_8);
    }
}
