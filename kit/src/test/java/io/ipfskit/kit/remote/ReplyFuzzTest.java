package io.ipfskit.kit.remote;

import com.code_intelligence.jazzer.api.BugDetectors;
import com.code_intelligence.jazzer.junit.FuzzTest;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backends;
import io.ipfskit.operation.OperationFailed;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;

/// What a server answers is hostile: it is read to its end, or refused.
class ReplyFuzzTest {
    @FuzzTest(maxDuration = "20s")
    void anAnswerIsReadOrRefused(byte[] bytes) throws Exception {
        BugDetectors.allowNetworkConnections();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            URI address = URI.create("http://127.0.0.1:" + server.getLocalPort());
            AnyIO.run(
                    Backends.named("threads"),
                    _ -> {
                        try (HttpConnection connection =
                                HttpConnection.open(address, Duration.ofSeconds(10))) {
                            answer(server, bytes);
                            try (Reply reply = Reply.receive(connection)) {
                                ReplyLines lines = new ReplyLines(reply);
                                while (lines.next() != null) {
                                    // all that is asked for is an end
                                }
                            }
                        } catch (OperationFailed refused) {
                            // as it should be
                        }
                        return 0;
                    });
        }
    }

    private static void answer(ServerSocket server, byte[] bytes) {
        try (Socket accepted = server.accept();
                OutputStream out = accepted.getOutputStream()) {
            out.write(bytes, 0, Math.min(bytes.length, 32 << 10));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
