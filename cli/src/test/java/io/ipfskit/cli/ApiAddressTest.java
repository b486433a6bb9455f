package io.ipfskit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiAddressTest {
    @ParameterizedTest
    @CsvSource({
        "/ip4/127.0.0.1/tcp/5001, http://127.0.0.1:5001",
        "/ip6/::1/tcp/5001, http://[::1]:5001",
        "/dns4/node.example/tcp/443/https, https://node.example:443",
        "/dns/node.example/tcp/443/tls/http, https://node.example:443",
        "127.0.0.1:5001, http://127.0.0.1:5001",
        "[::1]:5001, http://[::1]:5001",
        "localhost:80, http://localhost:80",
        "http://127.0.0.1:5001, http://127.0.0.1:5001",
        "https://node.example/below, https://node.example/below",
    })
    void everyFormOfAnAddressNamesOneUrl(String text, String url) {
        assertThat(ApiAddress.parse(text)).hasToString(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5001",
                "host",
                "host:0",
                "12.1:5001",
                "/ip4/12.1/tcp/5001",
                "host:65536",
                "/ip4/127.0.0.1/udp/5001",
                "/ip4/127.0.0.1/tcp/99999",
                "ftp://host",
                "http://",
                "http://host/?a=b",
                "a b:1"
            })
    void whatIsNoAddressIsAUsageErrorThatShowsTheForms(String text) {
        assertThatThrownBy(() -> ApiAddress.parse(text))
                .isInstanceOf(ExitCodes.UsageException.class)
                .hasMessageContaining("/ip4/127.0.0.1/tcp/5001")
                .hasMessageContaining("HOST:PORT");
    }
}
