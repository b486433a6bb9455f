package io.ipfskit.node.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backends;
import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.Rng;
import io.ipfskit.multiformats.KeyType;
import io.ipfskit.multiformats.PeerKey;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

class KeyStoreTest {
    @TempDir Path temp;

    private interface Body {
        void run(KeyStore keys) throws Exception;
    }

    private Path folder() {
        return temp.resolve("keys");
    }

    private void with(Body body) throws Exception {
        AnyIO.<@Nullable Void, Exception>run(
                Backends.named("threads"),
                _ -> {
                    body.run(new KeyStore(Disk.real(), folder()));
                    return null;
                });
    }

    private static PeerKey generate(KeyType type) {
        return PeerKey.generate(
                type,
                bytes -> {
                    byte[] random = Rng.bytes(bytes.length);
                    System.arraycopy(random, 0, bytes, 0, bytes.length);
                });
    }

    @Test
    void keysOfEveryTypeComeBackByTheirNames() throws Exception {
        with(keys -> {
            assertThat(keys.list()).isEmpty();
            assertThat(keys.has("rsa")).isFalse();
            for (KeyType type : KeyType.values()) {
                PeerKey key = generate(type);
                keys.put(type.toString(), key);
                assertThat(keys.has(type.toString())).isTrue();
                PeerKey again = keys.get(type.toString()).orElseThrow();
                assertThat(again.type()).isEqualTo(type);
                assertThat(again.protobuf()).isEqualTo(key.protobuf());
            }
            assertThat(keys.list()).containsExactly("ecdsa", "ed25519", "rsa", "secp256k1");
            assertThat(keys.get("none")).isEmpty();
        });
        try (var files = Files.newDirectoryStream(folder())) {
            for (Path file : files) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------");
            }
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder())))
                .isEqualTo("rwx------");
    }

    @Test
    void anyTextIsANameAndNoTwoAreOneFile() throws Exception {
        List<String> names =
                List.of("../evil", "A", "a", "a/b", "key_a", "\u00e9", "e\u0301", "n".repeat(128));
        with(keys -> {
            for (String name : names) {
                keys.put(name, generate(KeyType.ED25519));
            }
            assertThat(keys.list()).containsExactlyInAnyOrderElementsOf(names);
        });
        try (var files = Files.newDirectoryStream(temp)) {
            assertThat(files).containsExactly(folder());
        }
    }

    @Test
    void aKeyIsNeverReplaced() throws Exception {
        with(keys -> {
            PeerKey first = generate(KeyType.ED25519);
            keys.put("a", first);
            assertThatThrownBy(() -> keys.put("a", generate(KeyType.ED25519)))
                    .isInstanceOfSatisfying(
                            OperationFailed.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.ALREADY_EXISTS));
            assertThat(keys.get("a").orElseThrow().peerId()).isEqualTo(first.peerId());
        });
    }

    @Test
    void aNameIsTextWithinItsLimitsAndNotThatOfTheIdentity() throws Exception {
        with(keys -> {
            for (String name : List.of("", "self", "a\nb", "n".repeat(129), "\ud800")) {
                assertThatThrownBy(() -> keys.put(name, generate(KeyType.ED25519)))
                        .isInstanceOfSatisfying(
                                OperationFailed.class,
                                e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
            }
        });
        assertThat(folder()).doesNotExist();
    }

    @Test
    void everyDamagedByteOfAFileIsFoundAndNothingOfTheKeyIsShown() throws Exception {
        with(keys -> {
            keys.put("a", generate(KeyType.ED25519));
            Path file = folder().resolve("key_me");
            byte[] good = Files.readAllBytes(file);
            for (int at = 0; at < good.length; at++) {
                byte[] bad = good.clone();
                bad[at] ^= 1;
                Files.write(file, bad);
                assertThatThrownBy(() -> keys.get("a"))
                        .isInstanceOfSatisfying(
                                OperationFailed.class,
                                e ->
                                        assertThat(e.code())
                                                .isIn(ErrorCode.INTEGRITY, ErrorCode.UNSUPPORTED));
            }
            for (int length = 0; length < good.length; length++) {
                Files.write(file, java.util.Arrays.copyOf(good, length));
                assertThatThrownBy(() -> keys.get("a")).isInstanceOf(OperationFailed.class);
            }
            assertThat(keys.toString()).isEqualTo("KeyStore[" + folder() + "]");
        });
    }

    @Test
    void whatIsNoKeyFileIsNamed() throws Exception {
        with(keys -> {
            keys.put("a", generate(KeyType.ED25519));
            Files.write(folder().resolve(".key_me.x.tmp"), new byte[1]);
            assertThat(keys.list()).containsExactly("a");
            Files.write(folder().resolve("note"), new byte[1]);
            assertThatThrownBy(keys::list)
                    .isInstanceOf(OperationFailed.class)
                    .hasMessageContaining("note is no key file");
        });
    }
}
