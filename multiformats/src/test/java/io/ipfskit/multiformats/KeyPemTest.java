package io.ipfskit.multiformats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.HexFormat;

class KeyPemTest {
    /// RFC 8410, section 10.3.
    private static final String RFC8410 =
            """
            -----BEGIN PRIVATE KEY-----
            MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
            -----END PRIVATE KEY-----
            """;

    @Test
    void theExampleOfTheRfcIsReadAndWritten() {
        PeerKey key = KeyPem.decode(RFC8410);
        assertThat(key.type()).isEqualTo(KeyType.ED25519);
        assertThat(KeyPem.encode(key)).isEqualTo(RFC8410);
        assertThat(((Ed25519Key) key).publicKey().raw())
                .isEqualTo(
                        HexFormat.of()
                                .parseHex(
                                        "19bf44096984cdfe8541bac167dc3b96"
                                                + "c85086aa30b6b6cb0c5c38ad703166e1"));
    }

    @Test
    void lineEndsOfWindowsAndSpaceAroundAreRead() {
        String windows = "\r\n" + RFC8410.replace("\n", "\r\n") + "  \n";
        assertThat(KeyPem.encode(KeyPem.decode(windows))).isEqualTo(RFC8410);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PRIVATE KEY | RSA PRIVATE KEY | must be a PRIVATE KEY",
                "PRIVATE KEY | ENCRYPTED PRIVATE KEY | this is 'ENCRYPTED PRIVATE KEY'",
                "-----BEGIN | ----BEGIN | not a PEM text",
                "-----END PRIVATE | -----END PUBLIC | does not end in",
                "MC4C | MC*C | not base64",
                "MC4C | MC8C | claims 47 bytes",
                "AwBQYDK2Vw | AwBQYDK2Vx | of this algorithm is not read",
                "CIEI | CIEJ | not an Ed25519 private key",
                "AQAw | AQEw | must be 0"
            })
    void whatIsNotThatIsRefused(String good, String bad, String why) {
        assertThatThrownBy(() -> KeyPem.decode(RFC8410.replaceFirst(good, bad)))
                .isInstanceOf(MultiformatException.class)
                .hasMessageContaining(why)
                .hasMessageNotContaining("INTuctv5");
    }

    @ParameterizedTest
    @CsvSource({"''", "-----BEGIN PRIVATE KEY-----", "-----BEGIN -----"})
    void textWithoutAKeyIsRefused(String text) {
        assertThatThrownBy(() -> KeyPem.decode(text)).isInstanceOf(MultiformatException.class);
    }

    @Test
    void longTextIsRefused() {
        assertThatThrownBy(() -> KeyPem.decode("-".repeat(40_000)))
                .isInstanceOf(MultiformatException.class)
                .hasMessageContaining("at most 32768 characters");
    }
}
