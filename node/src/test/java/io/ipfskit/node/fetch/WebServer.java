package io.ipfskit.node.fetch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.ipfskit.anyio.BrokenResource;
import io.ipfskit.anyio.ClosedResource;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.net.Address;
import io.ipfskit.anyio.net.ByteStream;
import io.ipfskit.anyio.net.Listener;
import io.ipfskit.anyio.net.Network;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A server on loopback that answers each request as the test says, one a connection.
public final class WebServer implements AutoCloseable {
    /// What is answered to one request.
    @FunctionalInterface
    public interface Answer {
        /// The bytes of the answer.
        ///
        /// @param path of the request
        /// @param head all of its head
        byte[] to(String path, String head) throws Exception;
    }

    private final Listener listener;
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());

    private WebServer(Listener listener) {
        this.listener = listener;
    }

    /// Serves within a group; close it before leaving the group.
    public static WebServer open(TaskGroup group, Answer answer) throws Exception {
        WebServer server = new WebServer(Network.real().listen(Address.of("127.0.0.1", 0)));
        group.forkService("web server", () -> server.serve(group, answer));
        return server;
    }

    private boolean serve(TaskGroup group, Answer answer) throws Exception {
        try {
            while (true) {
                ByteStream stream = listener.accept();
                group.fork("web answer", () -> answer(stream, answer));
            }
        } catch (ClosedResource closed) {
            return true;
        }
    }

    private boolean answer(ByteStream connection, Answer answer) throws Exception {
        try (ByteStream stream = connection) {
            StringBuilder head = new StringBuilder();
            ByteBuffer one = ByteBuffer.allocate(1);
            while (head.indexOf("\r\n\r\n") < 0) {
                if (stream.receive(one.clear()) < 0) {
                    return false;
                }
                head.append((char) one.get(0));
            }
            requests.add(head.toString());
            stream.send(
                    ByteBuffer.wrap(answer.to(head.toString().split(" ", 3)[1], head.toString())));
            stream.closeOutput();
        } catch (IOException | BrokenResource gone) {
            return false; // the client left
        }
        return true;
    }

    /// The heads of the requests so far.
    public List<String> requests() {
        return requests;
    }

    /// Where it listens.
    public int port() {
        return ((Address.Inet) listener.address()).port();
    }

    /// The URL of a path.
    public String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    /// An answer with a body.
    public static byte[] ok(byte[] body) {
        return join(
                ("HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\n\r\n")
                        .getBytes(ISO_8859_1),
                body);
    }

    /// The part of a body that a request asked for, all when it asked for none.
    public static byte[] part(byte[] body, String head) {
        Matcher range = Pattern.compile("Range: bytes=(\\d+)-(\\d+)").matcher(head);
        if (!range.find()) {
            return ok(body);
        }
        int from = Integer.parseInt(range.group(1));
        int to = Math.min(body.length - 1, Integer.parseInt(range.group(2)));
        if (from > to) {
            return text("HTTP/1.1 416 Range Not Satisfiable\r\nContent-Length: 0\r\n\r\n");
        }
        byte[] part = Arrays.copyOfRange(body, from, to + 1);
        return join(
                text(
                        "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes %d-%d/%d\r\nContent-Length: %d\r\n\r\n"
                                .formatted(from, to, body.length, part.length)),
                part);
    }

    /// An answer as it is.
    public static byte[] text(String answer) {
        return answer.getBytes(ISO_8859_1);
    }

    private static byte[] join(byte[] head, byte[] body) {
        byte[] all = new byte[head.length + body.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        return all;
    }

    @Override
    public void close() {
        listener.close();
    }
}
