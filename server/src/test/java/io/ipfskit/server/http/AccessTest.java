package io.ipfskit.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipfskit.server.RawClient;
import io.ipfskit.server.TestServer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.Set;

/// `Host`, `Origin` and token.
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessTest {
    private static final String CONFIGURED = "https://app.example";

    @SuppressWarnings("NullAway.Init")
    private TestServer server;

    @BeforeAll
    void start() throws IOException {
        HostPolicy hosts = new HostPolicy(false, Set.of(CONFIGURED));
        BearerToken token = new BearerToken("correct horse battery");
        server =
                new TestServer(exchange -> {
                    if (hosts.check(exchange)) {
                        exchange.status(204).finish();
                        return;
                    }
                    String name =
                            exchange.rawPath().equals("/open")
                                    ? "anybody"
                                    : token.authenticate(exchange).name();
                    exchange.respond(200, "text/plain", name);
                });
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private String ask(String method, String path, String... headers) throws IOException {
        try (RawClient client = server.connect()) {
            StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
            for (String header : headers) {
                request.append(header).append("\r\n");
            }
            return client.send(request + "\r\n").readResponse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST:5001",
                "127.0.0.1:5001",
                "[::1]:5001",
                "a.localhost",
                "192.168.1.7"
            })
    void namesOfThisMachineAndAddressesAreAnswered(String host) throws Exception {
        assertThat(ask("GET", "/open", "Host: " + host)).startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"evil.example", "localhost.evil.example:5001", "127.0.0.1.evil.example"})
    void otherNamesAre421(String host) throws Exception {
        assertThat(ask("GET", "/open", "Host: " + host))
                .startsWith("HTTP/1.1 421")
                .contains("permission_denied");
    }

    @Test
    void pagesOfTheSameOriginMayCall() throws Exception {
        assertThat(ask("GET", "/open", "Host: localhost:1", "Origin: http://localhost:1"))
                .startsWith("HTTP/1.1 200")
                .doesNotContain("Access-Control-Allow-Origin");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://localhost:2", "https://evil.example", "null", "http://127.0.0.1:1"})
    void foreignPagesAre403(String origin) throws Exception {
        assertThat(ask("POST", "/open", "Host: localhost:1", "Origin: " + origin))
                .startsWith("HTTP/1.1 403");
    }

    @Test
    void configuredOriginsMayCallAndAskBefore() throws Exception {
        assertThat(ask("GET", "/open", "Host: localhost", "Origin: " + CONFIGURED))
                .startsWith("HTTP/1.1 200")
                .contains("Access-Control-Allow-Origin: " + CONFIGURED)
                .doesNotContain("Allow-Credentials");
        assertThat(
                        ask(
                                "OPTIONS",
                                "/x",
                                "Host: localhost",
                                "Origin: " + CONFIGURED,
                                "Access-Control-Request-Method: POST"))
                .startsWith("HTTP/1.1 204")
                .contains("Access-Control-Allow-Methods");
    }

    @Test
    void theTokenIsNeededAndCompared() throws Exception {
        assertThat(ask("GET", "/x", "Host: localhost"))
                .startsWith("HTTP/1.1 401")
                .contains("WWW-Authenticate: Bearer realm=\"ipfs-kit\"")
                .contains("unauthenticated");
        assertThat(ask("GET", "/x", "Host: localhost", "Authorization: Bearer wrong"))
                .startsWith("HTTP/1.1 401")
                .contains("invalid_token");
        assertThat(
                        ask(
                                "GET",
                                "/x",
                                "Host: localhost",
                                "Authorization: bearer correct horse battery"))
                .startsWith("HTTP/1.1 200")
                .endsWith("token");
    }

    @Test
    void theTokenIsNotPrinted() {
        assertThat(new BearerToken("correct horse battery").toString()).doesNotContain("horse");
    }
}
