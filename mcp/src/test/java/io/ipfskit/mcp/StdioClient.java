package io.ipfskit.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipfskit.anyio.Blocking;
import io.ipfskit.anyio.OnCancel;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.operation.Principal;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// The client's end of the stdio transport, with streams that block like pipes.
final class StdioClient {
    /// What a test does as client.
    interface Talk {
        void with(StdioClient client) throws Exception;
    }

    private static final byte[] END = {};

    private final BlockingQueue<byte[]> toServer = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> fromServer = new LinkedBlockingQueue<>();

    /// Serves `server` over stdio for as long as `talk` takes; then the client closes its side.
    static void talk(McpServer server, Talk talk) throws Exception {
        Fixture.play(() -> {
            StdioClient client = new StdioClient();
            TaskGroup.<@Nullable Void, Exception>open(group -> {
                group.fork(() -> {
                    new StdioTransport(server, Duration.ZERO)
                            .serve(client.input(), client.output(), Principal.LOCAL);
                    return null;
                });
                talk.with(client);
                client.close();
                return null;
            });
        });
    }

    /// As [#talk], with a session already opened in `era`.
    static void talkIn(Era era, McpServer server, Talk talk) throws Exception {
        talk(
                server,
                client -> {
                    client.send(Fixture.initialize(era.version()));
                    assertThat(client.receive().at("/result/protocolVersion").asString())
                            .isEqualTo(era.version());
                    client.send(Fixture.INITIALIZED);
                    talk.with(client);
                });
    }

    void send(String line) {
        sendBytes((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    void sendBytes(byte[] bytes) {
        toServer.add(bytes);
    }

    void close() {
        toServer.add(END);
    }

    JsonNode receive() throws InterruptedException {
        return Fixture.json(Blocking.call(fromServer::take, OnCancel.INTERRUPT));
    }

    boolean nothingReceived() {
        return fromServer.isEmpty();
    }

    private InputStream input() {
        return new InputStream() {
            private byte[] rest = {};
            private int position;

            @Override
            public int read() {
                throw new UnsupportedOperationException();
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                if (position == rest.length) {
                    try {
                        rest = toServer.take();
                    } catch (InterruptedException interrupted) {
                        throw new IllegalStateException(interrupted);
                    }
                    position = 0;
                    if (rest.length == 0) {
                        return -1;
                    }
                }
                int count = Math.min(length, rest.length - position);
                System.arraycopy(rest, position, target, offset, count);
                position += count;
                return count;
            }
        };
    }

    private OutputStream output() {
        return new OutputStream() {
            private final ByteArrayOutputStream line = new ByteArrayOutputStream();

            @Override
            public void write(int value) {
                if (value == '\n') {
                    fromServer.add(line.toString(StandardCharsets.UTF_8));
                    line.reset();
                } else {
                    line.write(value);
                }
            }
        };
    }
}
