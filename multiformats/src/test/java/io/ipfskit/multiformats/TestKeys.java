package io.ipfskit.multiformats;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;

/// The public test keys of the libp2p specification, never to be used elsewhere, each with its peer
/// id in three forms, the signature that Kubo makes of [#MESSAGE], and the PEM that Kubo exports.
final class TestKeys {
    /// What Kubo signs when it is to sign `hello`.
    static final byte[] MESSAGE = "libp2p-key signed message:hello".getBytes(UTF_8);

    private final String[] words;

    private TestKeys(String[] words) {
        this.words = words;
    }

    KeyType type() {
        return KeyType.ofName(words[0]);
    }

    byte[] privateKey() {
        return Fixtures.hex(words[1]);
    }

    byte[] publicKey() {
        return Fixtures.hex(words[2]);
    }

    String base58() {
        return words[3];
    }

    String base32() {
        return words[4];
    }

    String base36() {
        return words[5];
    }

    byte[] signature() {
        return Multibase.decode(words[6]);
    }

    static List<TestKeys> all() throws IOException {
        return read("keys.csv").lines().map(line -> new TestKeys(line.split(",", -1))).toList();
    }

    static TestKeys of(KeyType type) throws IOException {
        return all().stream().filter(key -> key.type() == type).findFirst().orElseThrow();
    }

    String pem() throws IOException {
        return read(type() + ".pem");
    }

    static String read(String name) throws IOException {
        try (InputStream in = TestKeys.class.getResourceAsStream("keys/" + name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), UTF_8);
        }
    }

    @Override
    public String toString() {
        return type().toString();
    }
}
