package io.ipfskit.kit.remote;

import io.ipfskit.anyio.Blocking;
import io.ipfskit.anyio.Checkpoint;
import io.ipfskit.anyio.OnCancel;
import io.ipfskit.anyio.Work;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// One HTTP/1.1 request and its answer on a connection of their own ([RFC
/// 9112](https://www.rfc-editor.org/rfc/rfc9112)). One task may send while another receives.
///
/// What the socket can take or give at once goes on the task's own thread; waiting for more is done
/// on a helper thread. (A virtual thread that waits in a socket starts the JDK's poller, and a JVM
/// with one takes 300 ms longer to exit, which is most of the time of a short command.) A cancelled
/// caller closes the connection: nobody stays behind in it, and the server sees that the client has
/// gone.
final class HttpConnection implements AutoCloseable {
    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final URI server;
    private final SocketChannel channel;

    /// Around the channel, for `https`; else null.
    private final @Nullable SSLSocket tls;

    // Each belongs to the one task that sends, or receives.
    private final Readiness writable;
    private final Readiness readable;

    private HttpConnection(URI server, SocketChannel channel, @Nullable SSLSocket tls) {
        this.server = server;
        this.channel = channel;
        this.tls = tls;
        this.writable = new Readiness(channel, SelectionKey.OP_WRITE);
        this.readable = new Readiness(channel, SelectionKey.OP_READ);
    }

    /// Connects.
    ///
    /// @throws OperationFailed `unavailable` when nothing answers there
    static HttpConnection open(URI server, Duration timeout) throws InterruptedException {
        boolean secure = "https".equals(server.getScheme());
        int port = server.getPort() >= 0 ? server.getPort() : secure ? 443 : 80;
        String host = bare(server.getHost());
        HttpConnection plain = null;
        boolean done = false;
        try {
            SocketChannel channel = SocketChannel.open();
            plain = new HttpConnection(server, channel, null);
            SSLSocket tls =
                    plain.call(() -> {
                        Socket socket = channel.socket();
                        socket.setTcpNoDelay(true);
                        socket.connect(
                                new InetSocketAddress(host, port),
                                Math.toIntExact(timeout.toMillis()));
                        return secure ? secure(socket, host, port) : null;
                    });
            if (tls == null) {
                channel.configureBlocking(false);
            }
            done = true;
            return tls == null ? plain : new HttpConnection(server, channel, tls);
        } catch (IOException refused) {
            throw new OperationFailed(
                    ErrorCode.UNAVAILABLE,
                    "no server answers at "
                            + server
                            + " ("
                            + text(refused)
                            + "); start one with `ipfs-kit daemon`, or name another with --api",
                    refused);
        } finally {
            if (!done && plain != null) {
                plain.close();
            }
        }
    }

    private static SSLSocket secure(Socket plain, String host, int port) throws IOException {
        SSLSocket socket =
                (SSLSocket)
                        ((SSLSocketFactory) SSLSocketFactory.getDefault())
                                .createSocket(plain, host, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    URI server() {
        return server;
    }

    /// Sends the head of the request; a body is announced as chunks.
    void sendHead(String method, String target, Map<String, String> headers, boolean body)
            throws IOException, InterruptedException {
        StringBuilder head = new StringBuilder(512);
        head.append(method).append(' ').append(target).append(" HTTP/1.1\r\n");
        head.append("Host: ").append(server.getRawAuthority()).append("\r\n");
        head.append("Connection: close\r\nUser-Agent: ipfs-kit\r\n");
        headers.forEach((name, value) -> head.append(header(name, value)));
        if (body) {
            head.append("Transfer-Encoding: chunked\r\n");
        }
        head.append("\r\n");
        send(ByteBuffer.wrap(head.toString().getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static String header(String name, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f || c > 0xff) {
                throw new IllegalArgumentException(
                        "header " + name.toLowerCase(Locale.ROOT) + " holds a control character");
            }
        }
        return name + ": " + value + "\r\n";
    }

    /// Sends what remains in `bytes` as one chunk of the body.
    void sendChunk(ByteBuffer bytes) throws IOException, InterruptedException {
        if (bytes.hasRemaining()) {
            String size = Integer.toHexString(bytes.remaining()) + "\r\n";
            send(
                    ByteBuffer.wrap(size.getBytes(StandardCharsets.US_ASCII)),
                    bytes,
                    ByteBuffer.wrap(CRLF));
        }
    }

    /// Ends the body.
    void sendEnd() throws IOException, InterruptedException {
        send(ByteBuffer.wrap(LAST_CHUNK));
    }

    private void send(ByteBuffer... parts) throws IOException, InterruptedException {
        SSLSocket secured = tls;
        if (secured != null) {
            call(() -> {
                for (ByteBuffer part : parts) {
                    byte[] bytes = new byte[part.remaining()];
                    part.get(bytes);
                    secured.getOutputStream().write(bytes);
                }
                return null;
            });
            return;
        }
        Checkpoint.ifCancelled();
        ByteBuffer last = parts[parts.length - 1];
        while (last.hasRemaining()) {
            if (channel.write(parts) == 0) {
                call(writable::await);
            }
        }
    }

    /// Receives at least one byte into `target`, which has room; -1 at the end of the connection.
    int receive(ByteBuffer target) throws IOException, InterruptedException {
        SSLSocket secured = tls;
        if (secured != null) {
            byte[] bytes = new byte[target.remaining()];
            int count = call(() -> secured.getInputStream().read(bytes));
            if (count > 0) {
                target.put(bytes, 0, count);
            }
            return count;
        }
        Checkpoint.ifCancelled();
        int count = channel.read(target);
        while (count == 0) {
            call(readable::await);
            count = channel.read(target);
        }
        return count;
    }

    /// Waits on a helper thread; a cancelled caller closes the connection.
    private <R extends @Nullable Object> R call(Work<R, IOException> work)
            throws IOException, InterruptedException {
        boolean done = false;
        try {
            R result = Blocking.call(work, OnCancel.ABANDON);
            done = true;
            return result;
        } finally {
            if (!done) {
                close();
            }
        }
    }

    static String text(Throwable t) {
        String message = t.getMessage();
        return message == null || message.isBlank() ? t.getClass().getSimpleName() : message;
    }

    @Override
    public void close() {
        try {
            if (tls != null) {
                tls.close();
            }
            channel.close();
            readable.close();
            writable.close();
        } catch (IOException alreadyBroken) {
            // closing is all that was wanted
        }
    }
}
