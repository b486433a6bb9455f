package io.ipfskit.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipfskit.anyio.Time;
import io.ipfskit.server.EveryBackend;
import io.ipfskit.server.RawClient;
import io.ipfskit.server.TestServer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// What happens to the work behind a request when its client leaves.
@Timeout(60)
@EveryBackend
class ClientGoneTest {
    @Parameter private String backend = "";

    /// Waits where nobody reads or writes, and tells how that ended.
    private static final class Waiting implements HttpService {
        private final Semaphore started = new Semaphore(0);
        private final Semaphore go = new Semaphore(0);
        private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();

        @Override
        public void serve(HttpExchange exchange) throws IOException, InterruptedException {
            if (exchange.rawPath().startsWith("/quick")) {
                exchange.respond(200, "text/plain", "quick " + exchange.rawPath());
                return;
            }
            started.release();
            try {
                while (!go.tryAcquire()) {
                    Time.sleep(Duration.ofMillis(20));
                }
                exchange.respond(200, "text/plain", "waited " + exchange.rawPath());
                ends.add("answered");
            } catch (InterruptedException cancelled) {
                ends.add("cancelled: " + exchange.cancelReason());
                throw cancelled;
            }
        }

        String end() throws InterruptedException {
            return String.valueOf(ends.poll(1, TimeUnit.SECONDS));
        }
    }

    @Test
    void leavingOnHttp1CancelsWorkThatOnlyWaits() throws Exception {
        Waiting service = new Waiting();
        try (TestServer server = new TestServer(backend, service)) {
            try (RawClient client = server.connect()) {
                client.get("/wait");
                service.started.acquire();
            }
            assertThat(service.end()).isEqualTo("cancelled: the client left");
        }
    }

    @Test
    void resettingOnHttp1CancelsWorkThatOnlyWaits() throws Exception {
        Waiting service = new Waiting();
        try (TestServer server = new TestServer(backend, service)) {
            try (RawClient client = server.connect()) {
                client.get("/wait");
                service.started.acquire();
                client.socket().setSoLinger(true, 0);
            }
            assertThat(service.end()).isEqualTo("cancelled: the client left");
        }
    }

    @Test
    void leavingAfterAPipelinedRequestCancelsBoth() throws Exception {
        Waiting service = new Waiting();
        try (TestServer server = new TestServer(backend, service)) {
            try (RawClient client = server.connect()) {
                client.get("/wait").get("/wait2");
                service.started.acquire();
            }
            assertThat(service.end()).isEqualTo("cancelled: the client left");
        }
    }

    @Test
    void leavingWithABodyThatNobodyReadsCancels() throws Exception {
        Waiting service = new Waiting();
        try (TestServer server = new TestServer(backend, service)) {
            try (RawClient client = server.connect()) {
                client.send("POST /wait HTTP/1.1\r\nHost: a\r\nContent-Length: 5000\r\n\r\n");
                service.started.acquire();
                client.send(new byte[4000]);
            }
            assertThat(service.end()).isEqualTo("cancelled: the client left");
        }
    }

    @Test
    void closingOnlyTheSendingHalfCountsAsLeaving() throws Exception {
        Waiting service = new Waiting();
        try (TestServer server = new TestServer(backend, service);
                RawClient client = server.connect()) {
            client.get("/wait");
            service.started.acquire();
            client.socket().shutdownOutput();
            assertThat(service.end()).isEqualTo("cancelled: the client left");
        }
    }

    @Test
    void pipelinedRequestsAreNotLostAndKeepTheirOrder() throws Exception {
        Waiting service = new Waiting();
        try (TestServer server = new TestServer(backend, service);
                RawClient client = server.connect()) {
            client.get("/wait");
            service.started.acquire();
            // time for the watch to read ahead, in several pieces
            client.send("GET /quick/1 HTTP/1.1\r\nHo");
            waitUntilLookedAt(server);
            client.send("st: localhost\r\n\r\n").get("/quick/2");
            waitUntilLookedAt(server);
            service.go.release();
            assertThat(client.readResponse()).contains("200").endsWith("waited /wait");
            assertThat(client.readResponse()).contains("200").endsWith("quick /quick/1");
            assertThat(client.readResponse()).contains("200").endsWith("quick /quick/2");
            assertThat(client.get("/quick/3").readResponse()).endsWith("quick /quick/3");
        }
    }

    /// Waits until every connection has certainly been looked at.
    private static void waitUntilLookedAt(TestServer server) {
        long enough = server.listener().rounds() + 2;
        while (server.listener().rounds() < enough) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aBodySentWhileNobodyReadsArrivesWhole() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        Semaphore go = new Semaphore(0);
        byte[] sent = new byte[3 << 20];
        for (int i = 0; i < sent.length; i++) {
            sent[i] = (byte) (i * 31 + i / 251);
        }
        HttpService service =
                exchange -> {
                    started.countDown();
                    while (!go.tryAcquire()) {
                        Time.sleep(Duration.ofMillis(20));
                    }
                    ByteBuffer all = ByteBuffer.allocate(sent.length + 1);
                    while (exchange.read(all) >= 0) {
                        // on
                    }
                    boolean isEqual = all.flip().equals(ByteBuffer.wrap(sent));
                    exchange.respond(200, "text/plain", isEqual ? "equal" : "different");
                };
        try (TestServer server = new TestServer(backend, service);
                HttpClient client = HttpClient.newHttpClient()) {
            CompletableFuture<HttpResponse<String>> answer =
                    client.sendAsync(
                            HttpRequest.newBuilder(server.uri("/"))
                                    .version(HttpClient.Version.HTTP_1_1)
                                    .POST(HttpRequest.BodyPublishers.ofByteArray(sent))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            started.await();
            waitUntilLookedAt(server);
            go.release();
            assertThat(answer.get().body()).isEqualTo("equal");
        }
    }

    @Test
    void resettingTheStreamOnHttp2CancelsWorkThatOnlyWaits() throws Exception {
        Waiting service = new Waiting();
        try (TestServer server = new TestServer(backend, service);
                HttpClient client =
                        HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
            // the first request upgrades the connection
            HttpRequest quick = HttpRequest.newBuilder(server.uri("/quick")).build();
            HttpResponse<String> first = client.send(quick, HttpResponse.BodyHandlers.ofString());
            assertThat(first.version()).isEqualTo(HttpClient.Version.HTTP_2);
            CompletableFuture<HttpResponse<String>> answer =
                    client.sendAsync(
                            HttpRequest.newBuilder(server.uri("/wait")).build(),
                            HttpResponse.BodyHandlers.ofString());
            service.started.acquire();
            answer.cancel(true);
            assertThat(service.end()).isEqualTo("cancelled: the client left");
            assertThat(client.send(quick, HttpResponse.BodyHandlers.ofString()).body())
                    .isEqualTo("quick /quick");
        }
    }

    @Test
    void losingTheConnectionOnHttp2CancelsWorkThatOnlyWaits() throws Exception {
        Waiting service = new Waiting();
        try (TestServer server = new TestServer(backend, service)) {
            try (HttpClient client =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
                client.send(
                        HttpRequest.newBuilder(server.uri("/quick")).build(),
                        HttpResponse.BodyHandlers.ofString());
                var _ =
                        client.sendAsync(
                                HttpRequest.newBuilder(server.uri("/wait")).build(),
                                HttpResponse.BodyHandlers.ofString());
                service.started.acquire();
                client.shutdownNow();
            }
            assertThat(service.end()).isEqualTo("cancelled: the client left");
        }
    }

    @Test
    void aSlowReaderSlowsTheWriterAndLeavingEndsIt() throws Exception {
        AtomicLong written = new AtomicLong();
        BlockingQueue<String> ends = new LinkedBlockingQueue<>();
        HttpService service =
                exchange -> {
                    ByteBuffer piece = ByteBuffer.allocate(64 * 1024);
                    try {
                        while (true) {
                            exchange.write(piece.clear());
                            written.addAndGet(piece.capacity());
                        }
                    } catch (IOException | InterruptedException ended) {
                        ends.add(ended.getClass().getSimpleName());
                        throw ended;
                    }
                };
        try (TestServer server = new TestServer(backend, service)) {
            try (Socket socket = new Socket()) {
                socket.setReceiveBufferSize(64 * 1024);
                socket.connect(server.listener().address());
                socket.getOutputStream()
                        .write(
                                "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                        .getBytes(StandardCharsets.US_ASCII));
                InputStream in = socket.getInputStream();
                assertThat(in.read()).isEqualTo('H');
                waitUntilLookedAt(server);
                long after = written.get();
                waitUntilLookedAt(server);
                assertThat(written.get()).isEqualTo(after).isLessThan(64L << 20);
                in.readNBytes(4 << 20);
            }
            assertThat(ends.poll(1, TimeUnit.SECONDS)).isNotNull();
            assertThat(written.get()).isPositive();
        }
    }

    @Test
    void aFailureAfterTheFirstByteBreaksTheAnswerOff() throws Exception {
        HttpService service =
                exchange -> {
                    exchange.write(ByteBuffer.wrap("half".getBytes(StandardCharsets.UTF_8)));
                    throw new IOException("the other half is missing");
                };
        try (TestServer server = new TestServer(backend, service);
                RawClient client = server.connect()) {
            String all = client.get("/").readAll();
            assertThat(all).contains("chunked").contains("half");
            assertThat(all).doesNotContain("\r\n0\r\n");
        }
    }

    @Test
    void stoppingRefusesNewConnectionsAndAnswers503OnKeptOnes() throws Exception {
        Waiting service = new Waiting();
        try (TestServer server = new TestServer(backend, service);
                RawClient kept = server.connect();
                RawClient waiting = server.connect()) {
            kept.get("/quick").readResponse();
            waiting.get("/wait");
            service.started.acquire();
            server.listener().stopAccepting();
            assertThat(kept.get("/quick").readResponse())
                    .startsWith("HTTP/1.1 503")
                    .contains("\"code\":\"unavailable\"");
            assertThat(server.listener().activeRequests()).isEqualTo(1);
            service.go.release();
            assertThat(waiting.readResponse()).endsWith("waited /wait");
            while (isConnected(server)) {
                Thread.onSpinWait(); // the system may take one more while the acceptor leaves
            }
        }
    }

    private static boolean isConnected(TestServer server) throws IOException {
        try (RawClient _ = server.connect()) {
            return true;
        } catch (ConnectException refused) {
            return false;
        }
    }
}
