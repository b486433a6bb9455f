package io.ipfskit.interop;

import org.awaitility.Awaitility;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An upload that never ends, until its client leaves.
record SlowUpload(Socket socket, String operationId) implements AutoCloseable {
    private static final Pattern RUNNING =
            Pattern.compile("\"id\":\"([0-9a-f-]{36})\",\"operation\":\"ipfs.add\"");

    /// Begins one and waits until its operation runs.
    static SlowUpload begin(Product.Daemon daemon) throws Exception {
        URI api = URI.create(daemon.api());
        Socket socket = new Socket(api.getHost(), api.getPort());
        socket.getOutputStream()
                .write(
                        ("POST /api/v1/ipfs/add HTTP/1.1\r\nHost: "
                                        + api.getAuthority()
                                        + "\r\nContent-Type: application/octet-stream\r\n"
                                        + "Content-Length: 1000000\r\n\r\nbegin")
                                .getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        String[] id = new String[1];
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> {
                    Matcher matcher =
                            RUNNING.matcher(
                                    daemon.get("/api/v1/admin/operations?state=running").body());
                    if (matcher.find()) {
                        id[0] = matcher.group(1);
                    }
                    return id[0] != null;
                });
        return new SlowUpload(socket, id[0]);
    }

    /// The client leaves.
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
