package io.ipfskit.node.kubo;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.KeyType;
import io.ipfskit.multiformats.PeerId;
import io.ipfskit.node.TestNode;
import io.ipfskit.node.ops.KuboImported;
import io.ipfskit.node.ops.RepoImportKuboInput;
import io.ipfskit.node.repository.PinEntry;
import io.ipfskit.node.repository.PinKind;
import io.ipfskit.operation.Tree;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/// A repository that Kubo 0.43.1 made, with tables of both kinds of compression and a log, comes
/// over as Kubo listed it. Its keys were made for this test.
class MadeByKuboTest {
    @TempDir Path temp;

    private Path unpacked() throws Exception {
        Path folder = temp.resolve("kubo");
        try (ZipInputStream zip =
                new ZipInputStream(
                        Objects.requireNonNull(
                                MadeByKuboTest.class.getResourceAsStream(
                                        "made-by-kubo-0.43.zip")))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = folder.resolve(entry.getName());
                Files.createDirectories(file.resolveSibling(""));
                Files.write(file, zip.readAllBytes());
            }
        }
        return folder;
    }

    @Test
    void itComesOverAsKuboListedIt() throws Exception {
        Path kubo = unpacked();
        TestNode.in(
                temp.resolve("ours"),
                it -> {
                    TestNode.Recorded call = TestNode.of(Tree.of(kubo));
                    KuboImported result =
                            it.node().kubo().run(new RepoImportKuboInput(true, false), call);
                    assertThat(call.rows).isEmpty();
                    assertThat(result.version()).isEqualTo(18);
                    assertThat(result.pinsRecursive()).isEqualTo(10);
                    assertThat(result.pinsDirect()).isEqualTo(1);
                    assertThat(result.keysImported()).isEqualTo(4);
                    assertThat(result.identity())
                            .isEqualTo("12D3KooWGa3q9dXBPATLuW15pcTX2eDiL483QXQyRkwzRGey5cr7");
                    assertThat(result.filesRoot())
                            .isEqualTo("QmcZHQ5zfLMSLv2XKQQpu8a6ggyxWGzKfupBmRzXG4GCUa");

                    for (var pin :
                            Map.of(
                                            "QmY5REBoeop4we7ww4gwDYNFhLvih81L9rJNSVSTMJKLEL",
                                            "photos",
                                            "QmP5idDAB7aGoLCMgzVxXjdt5XBsdA3fSwGoVqx16MqUSU",
                                            "a name that is repeated a name that is repeated 1",
                                            "QmZ67dKRDa7LembdtDKLhLNQNpbn4gJn8iAYg68n8Hi15n",
                                            "a name that is repeated a name that is repeated 8")
                                    .entrySet()) {
                        PinEntry ours = it.repository().pin(Cid.parse(pin.getKey())).orElseThrow();
                        assertThat(ours.kind()).isEqualTo(PinKind.RECURSIVE);
                        assertThat(ours.name()).isEqualTo(pin.getValue());
                    }
                    String single = "bafkreieup4mhkbxxmkoidsaypgrmwiswividrzfmo4ajdwex7ifixfc6hm";
                    assertThat(it.repository().pin(Cid.parse(single)))
                            .map(PinEntry::kind)
                            .contains(PinKind.DIRECT);
                    assertThat(new String(it.cat(single), UTF_8)).isEqualTo("single");
                    assertThat(
                                    new String(
                                            it.cat(
                                                    "QmY5REBoeop4we7ww4gwDYNFhLvih81L9rJNSVSTMJKLEL/a.jpg"),
                                            UTF_8))
                            .isEqualTo("a photo");
                    assertThat(new String(it.cat(result.filesRoot() + "/docs/note"), UTF_8))
                            .isEqualTo("notes in files");

                    assertThat(it.node().keys().list())
                            .containsExactly("kubo-self", "old", "s", "site");
                    assertKey(
                            it,
                            "site",
                            KeyType.ED25519,
                            "k51qzi5uqu5di9fnm7fhidvom7ezfupyeyquu0z2fjb1lpm2lpn5uwcqt7ldis");
                    assertKey(
                            it,
                            "old",
                            KeyType.RSA,
                            "k2k4r8ketvafk29dldhji5qmsks5n6roy9txnzw54uy10z3tqyqhalee");
                    assertKey(
                            it,
                            "s",
                            KeyType.SECP256K1,
                            "kzwfwjn5ji4puqdu07s3yl4nar12n0ajjdd9ztz5ip1l37n8bqj17kbxoememxi");
                });
    }

    private static void assertKey(TestNode it, String name, KeyType type, String id)
            throws Exception {
        var key = it.node().keys().get(name).orElseThrow();
        assertThat(key.type()).isEqualTo(type);
        assertThat(key.peerId()).isEqualTo(PeerId.parse(id));
    }
}
