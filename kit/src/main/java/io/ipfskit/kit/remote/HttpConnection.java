package io.ipfskit.kit.remote;

import io.ipfskit.anyio.Blocking;
import io.ipfskit.anyio.OnCancel;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
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
/// A cancelled caller closes the connection, so that no thread stays behind in it.
final class HttpConnection implements AutoCloseable {
    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final URI server;
    private final Socket socket;

    private HttpConnection(URI server, Socket socket) {
        this.server = server;
        this.socket = socket;
    }

    /// Connects.
    ///
    /// @throws OperationFailed `unavailable` when nothing answers there
    static HttpConnection open(URI server, Duration timeout) throws InterruptedException {
        boolean tls = "https".equals(server.getScheme());
        int port = server.getPort() >= 0 ? server.getPort() : tls ? 443 : 80;
        String host = bare(server.getHost());
        Socket plain = new Socket();
        HttpConnection connection = new HttpConnection(server, plain);
        boolean done = false;
        try {
            Socket connected =
                    Blocking.call(
                            () -> {
                                plain.setTcpNoDelay(true);
                                plain.connect(
                                        new InetSocketAddress(host, port),
                                        Math.toIntExact(timeout.toMillis()));
                                return tls ? secure(plain, host, port) : plain;
                            },
                            OnCancel.ABANDON);
            done = true;
            return new HttpConnection(server, connected);
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
            if (!done) {
                connection.close();
            }
        }
    }

    private static Socket secure(Socket plain, String host, int port) throws IOException {
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
        byte[] bytes = head.toString().getBytes(StandardCharsets.ISO_8859_1);
        send(bytes, 0, bytes.length);
    }

    private static String header(String name, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' && c != '\t' || c == 0x7f || c > 0xff) {
                throw new IllegalArgumentException(
                        "header " + name.toLowerCase(Locale.ROOT) + " holds a control character");
            }
        }
        return name + ": " + value + "\r\n";
    }

    /// Sends one chunk of the body.
    void sendChunk(byte[] bytes, int offset, int length) throws IOException, InterruptedException {
        if (length == 0) {
            return;
        }
        byte[] size = (Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        OutputStream out = socket.getOutputStream();
        call(() -> {
            out.write(size);
            out.write(bytes, offset, length);
            out.write(CRLF);
            return null;
        });
    }

    /// Ends the body.
    void sendEnd() throws IOException, InterruptedException {
        send(LAST_CHUNK, 0, LAST_CHUNK.length);
    }

    private void send(byte[] bytes, int offset, int length)
            throws IOException, InterruptedException {
        OutputStream out = socket.getOutputStream();
        call(() -> {
            out.write(bytes, offset, length);
            return null;
        });
    }

    /// Receives at least one byte; -1 at the end of the connection.
    int receive(byte[] buffer, int offset, int length) throws IOException, InterruptedException {
        InputStream in = socket.getInputStream();
        return call(() -> in.read(buffer, offset, length));
    }

    private <R extends @org.jspecify.annotations.Nullable Object> R call(
            io.ipfskit.anyio.Work<R, IOException> work) throws IOException, InterruptedException {
        boolean done = false;
        try {
            R result = Blocking.call(work, OnCancel.ABANDON);
            done = true;
            return result;
        } catch (IOException failed) {
            done = true;
            throw failed;
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
            socket.close();
        } catch (IOException alreadyBroken) {
            // closing is all that was wanted
        }
    }
}
