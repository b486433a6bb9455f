package io.ipfskit.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backend;
import io.ipfskit.anyio.Backends;
import io.ipfskit.anyio.Time;
import io.ipfskit.server.EveryBackend;
import io.ipfskit.server.RawClient;
import io.ipfskit.server.TestServer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;

/// Every response says what it was made on, and requests are tasks of just that.
@Timeout(60)
@EveryBackend
class AsyncBackendTest {
    @Parameter private String backend = "";

    private void assertNamed(String response) {
        assertThat(response.toLowerCase(Locale.ROOT))
                .contains("x-async-backend: " + Backends.named(backend).engine() + "\r\n");
    }

    @Test
    void anAnswerNamesBackendAndEngine() throws Exception {
        HttpService service =
                exchange ->
                        exchange.respond(
                                200, "text/plain", AnyIO.current().backend().engine() + " served");
        try (TestServer server = new TestServer(backend, service);
                RawClient client = server.connect()) {
            String response = client.get("/").readResponse();
            assertNamed(response);
            assertThat(response).endsWith(Backends.named(backend).engine() + " served");
        }
    }

    @Test
    void aFailureNamesThemToo() throws Exception {
        HttpService service =
                exchange -> {
                    throw new IOException("broken");
                };
        try (TestServer server = new TestServer(backend, service);
                RawClient client = server.connect()) {
            String response = client.get("/").readResponse();
            assertThat(response).startsWith("HTTP/1.1 500");
            assertNamed(response);
        }
    }

    @Test
    void whatIsRefusedBeforeItBecomesATaskNamesThemToo() throws Exception {
        try (TestServer server = new TestServer(backend, HttpExchange::finish);
                RawClient malformed = server.connect();
                RawClient late = server.connect()) {
            String refused =
                    malformed.send("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n").readAll();
            assertThat(refused).startsWith("HTTP/1.1 400");
            assertNamed(refused);
            late.get("/").readResponse();
            server.listener().stopAccepting();
            String stopping = late.get("/").readResponse();
            assertThat(stopping).startsWith("HTTP/1.1 503");
            assertNamed(stopping);
        }
    }

    @Test
    void aRequestThatFindsNoTaskLeftIsAnswered503() throws Exception {
        Backend small =
                backend.equals("platform")
                        ? Backends.named("platform").options(Map.of("max-tasks", "2"))
                        : Backends.named(backend);
        Semaphore started = new Semaphore(0);
        HttpService service =
                exchange -> {
                    started.release();
                    Time.sleepForever();
                };
        try (TestServer server = new TestServer(small, service);
                RawClient first = server.connect();
                RawClient second = server.connect()) {
            first.get("/");
            started.acquire();
            second.get("/");
            if (backend.equals("platform")) { // its root and the first request are two
                assertThat(second.readResponse()).startsWith("HTTP/1.1 503");
                assertThat(server.listener().activeRequests()).isEqualTo(1);
            } else { // no other backend has a cap
                started.acquire();
                assertThat(server.listener().activeRequests()).isEqualTo(2);
            }
        }
    }
}
