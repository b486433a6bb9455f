package io.ipfskit.node.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.operation.ErrorCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;

class UrlPolicyTest {
    private static final UrlPolicy POLICY = UrlPolicy.PUBLIC;

    private static void refused(
            ErrorCode code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        FetchFailed.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void aUrlIsReadInOneFormWithoutItsFragment() throws Exception {
        assertThat(POLICY.parse("HTTP://Example.ORG")).hasToString("http://example.org/");
        assertThat(POLICY.parse("https://example.org:8443/a%20b?q=1#part"))
                .hasToString("https://example.org:8443/a%20b?q=1");
        assertThat(POLICY.parse("http://example.org/größe"))
                .hasToString("http://example.org/gr%C3%B6%C3%9Fe");
        assertThat(POLICY.parse("http://[2606:4700::1]:80/").getHost()).isEqualTo("[2606:4700::1]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.org",
                "//example.org/a",
                "file:///etc/passwd",
                "ftp://example.org/",
                "gopher://example.org/",
                "jar:http://example.org/!/",
                "http:",
                "http:///path",
                "http://",
                "http:opaque",
                "http://user@example.org/",
                "http://user:secret@example.org/",
                "http://@example.org/",
                "http://example.org:0/",
                "http://example.org:65536/",
                "http://exa mple.org/",
                "http://example.org/\r\nX: y",
                "http://bücher.example/",
                "http://0x7f.1/",
                "http://127.1/"
            })
    void whatIsNoPlainHttpUrlIsRefused(String url) {
        refused(ErrorCode.INVALID_ARGUMENT, () -> POLICY.parse(url));
        refused(ErrorCode.INVALID_ARGUMENT, () -> POLICY.withPrivate(true).parse(url));
    }

    @Test
    void noMessageRepeatsAPassword() {
        assertThatThrownBy(() -> POLICY.parse("http://user:secret@example.org/"))
                .hasMessageNotContaining("secret");
    }

    @Test
    void aUrlThatIsTooLongIsRefused() {
        refused(
                ErrorCode.INVALID_ARGUMENT,
                () -> POLICY.parse("http://example.org/" + "x".repeat(UrlPolicy.URL_MAX)));
    }

    @Test
    void aRedirectIsReadRelativeToWhereItCameFromAndAsStrictly() throws Exception {
        URI from = URI.create("https://example.org/a/b");
        assertThat(POLICY.redirected(from, "../c?d")).hasToString("https://example.org/c?d");
        assertThat(POLICY.redirected(from, "//other.example/x"))
                .hasToString("https://other.example/x");
        assertThat(POLICY.redirected(URI.create("http://example.org/"), "https://example.org/"))
                .hasToString("https://example.org/");
        refused(ErrorCode.PERMISSION_DENIED, () -> POLICY.redirected(from, "http://example.org/"));
        refused(ErrorCode.INVALID_ARGUMENT, () -> POLICY.redirected(from, "file:///etc/passwd"));
        refused(ErrorCode.INVALID_ARGUMENT, () -> POLICY.redirected(from, "//user@example.org/"));
        refused(ErrorCode.UNAVAILABLE, () -> POLICY.redirected(from, "http://exa mple/"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.255.255.255",
                "10.0.0.1",
                "10.255.255.255",
                "100.64.0.0",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.254",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.8",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.7",
                "203.0.113.9",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "::7f00:1",
                "64:ff9b::7f00:1",
                "100::1",
                "fc00::1",
                "fd12:3456::1",
                "fe80::1",
                "fec0::1",
                "ff02::1",
                "2001::1",
                "2001:db8::1",
                "2002:7f00:1::",
                "3fff::1",
                "4000::1"
            })
    void whatIsNotOnThePublicInternetIsRefusedUnlessAllowed(String address) throws Exception {
        URI url = URI.create("http://example.org/");
        InetAddress good = InetAddress.ofLiteral("93.184.215.14");
        InetAddress bad = InetAddress.ofLiteral(address);
        refused(ErrorCode.PERMISSION_DENIED, () -> POLICY.require(url, List.of(bad)));
        refused(ErrorCode.PERMISSION_DENIED, () -> POLICY.require(url, List.of(good, bad)));
        POLICY.withPrivate(true).require(url, List.of(bad));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.0",
                "169.253.255.255",
                "172.15.255.255",
                "172.32.0.0",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "2001:200::1",
                "2001:4860:4860::8888",
                "2606:4700::1111",
                "2a00:1450:4001::5"
            })
    void whatIsOnThePublicInternetIsTaken(String address) throws Exception {
        POLICY.require(URI.create("http://example.org/"), List.of(InetAddress.ofLiteral(address)));
    }
}
