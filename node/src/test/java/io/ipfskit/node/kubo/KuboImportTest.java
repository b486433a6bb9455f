package io.ipfskit.node.kubo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.Outcome;
import io.ipfskit.ipld.Block;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Ed25519Key;
import io.ipfskit.multiformats.Multicodec;
import io.ipfskit.node.TestNode;
import io.ipfskit.node.gc.Hold;
import io.ipfskit.node.ops.KuboImported;
import io.ipfskit.node.ops.KuboProblem;
import io.ipfskit.node.ops.RepoGcInput;
import io.ipfskit.node.ops.RepoImportKuboInput;
import io.ipfskit.node.repository.PinEntry;
import io.ipfskit.node.repository.PinKind;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;
import io.ipfskit.operation.Tree;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;

class KuboImportTest {
    private static final RepoImportKuboInput PLAIN = new RepoImportKuboInput(false, false);

    @TempDir Path temp;

    private KuboFolder kubo;

    @BeforeEach
    void aRepository() throws Exception {
        kubo = new KuboFolder(temp.resolve("kubo"));
    }

    private void inNode(TestNode.Body body) throws Exception {
        TestNode.in(temp.resolve("ours"), body);
    }

    /// What an import gave.
    private record Told(KuboImported result, List<KuboProblem> problems) {
        List<String> told() {
            return problems.stream()
                    .map(problem ->
                            problem.kind() + ": " + problem.what() + ": " + problem.reason())
                    .toList();
        }
    }

    private Told run(TestNode it, RepoImportKuboInput input) throws Exception {
        TestNode.Recorded call = TestNode.of(Tree.of(kubo.root));
        KuboImported result = it.node().kubo().run(input, call);
        return new Told(result, call.rows.stream().map(row -> (KuboProblem) row).toList());
    }

    private static byte[] bytes(int seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static Ed25519Key key(int seed) {
        return Ed25519Key.generate(bytes(seed, Ed25519Key.SEED_LENGTH));
    }

    private ErrorCode refused(RepoImportKuboInput input, String... words) throws Exception {
        ErrorCode[] code = new ErrorCode[1];
        inNode(it ->
                assertThatThrownBy(() -> run(it, input))
                        .isInstanceOfSatisfying(OperationFailed.class, e -> code[0] = e.code())
                        .message()
                        .contains(words));
        return code[0];
    }

    @Test
    void blocksPinsFilesAndKeysComeOverAndTheSourceStaysAsItWas() throws Exception {
        Cid leaf = kubo.block(Multicodec.RAW, bytes(1, 1000));
        Cid other = kubo.block(Multicodec.RAW, bytes(2, 70_000));
        Cid root = kubo.links(leaf, other, kubo.links(leaf));
        Cid files = kubo.links(other);
        kubo.pin(root, 0, "photos");
        kubo.pin(other, 1, null);
        kubo.database.put("/local/filesroot", files.bytes());
        kubo.database.put("/pins/index/cidRindex/x", new byte[] {1});
        kubo.key("site", key(7));
        kubo.done();
        SortedMap<String, String> before = SourceState.of(kubo.root);
        inNode(it -> {
            Told outcome = run(it, PLAIN);
            assertThat(outcome.told()).isEmpty();
            KuboImported result = outcome.result();
            assertThat(result.version()).isEqualTo(18);
            assertThat(result.blocksImported()).isEqualTo(5);
            assertThat(result.blocksPresent()).isZero();
            assertThat(result.pinsRecursive()).isEqualTo(1);
            assertThat(result.pinsDirect()).isEqualTo(1);
            assertThat(result.keysImported()).isEqualTo(1);
            assertThat(result.filesRoot()).isEqualTo(files.toString());
            assertThat(result.filesKeptBy()).contains(KuboImport.FILES_PIN);
            assertThat(result.identity()).isNull();
            assertThat(it.repository().pin(root)).map(PinEntry::name).contains("photos");
            assertThat(it.repository().pin(other)).map(PinEntry::kind).contains(PinKind.DIRECT);
            assertThat(it.repository().pin(files))
                    .map(PinEntry::name)
                    .contains(KuboImport.FILES_PIN);
            assertThat(it.node().keys().list()).containsExactly("site");
            assertThat(it.node().keys().get("site").orElseThrow().peerId())
                    .isEqualTo(key(7).peerId());
            assertThat(it.cat(other.toString())).isEqualTo(bytes(2, 70_000));
            assertThat(it.node().holds().held()).isEmpty();
        });
        assertThat(SourceState.of(kubo.root)).isEqualTo(before);
        inNode(again -> {
            KuboImported result = run(again, PLAIN).result();
            assertThat(result.blocksImported()).isZero();
            assertThat(result.blocksPresent()).isEqualTo(5);
            assertThat(result.pinsRecursive()).isEqualTo(1);
            assertThat(result.keysPresent()).isEqualTo(1);
            assertThat(result.problems()).isZero();
            again.node().gc().collect(new RepoGcInput(false, true), _ -> {}, _ -> {});
            assertThat(again.blocks().has(leaf)).isTrue();
        });
    }

    @Test
    void aDryRunCountsAndChangesNothing() throws Exception {
        Cid leaf = kubo.block(Multicodec.RAW, bytes(1, 1000));
        kubo.pin(leaf, 0, null);
        kubo.key("site", key(7));
        kubo.identity(key(8));
        kubo.done();
        inNode(it -> {
            KuboImported result = run(it, new RepoImportKuboInput(true, true)).result();
            assertThat(result.blocksImported()).isEqualTo(1);
            assertThat(result.bytesImported()).isEqualTo(1000);
            assertThat(result.pinsRecursive()).isEqualTo(1);
            assertThat(result.keysImported()).isEqualTo(2);
            assertThat(it.blocks().statistics().blocks()).isZero();
            assertThat(it.repository().pinCount()).isZero();
            assertThat(it.node().keys().list()).isEmpty();
        });
    }

    @Test
    void badAndStrayFilesAreToldAndTheOthersCome() throws Exception {
        Cid good = kubo.block(Multicodec.RAW, bytes(1, 1000));
        Cid bad = kubo.block(Multicodec.RAW, bytes(2, 1000));
        Files.write(kubo.file(bad), bytes(3, 1000));
        Cid cut = kubo.block(Multicodec.RAW, bytes(4, 1000));
        Files.write(kubo.file(cut), new byte[0]);
        Cid large = kubo.block(Multicodec.RAW, bytes(5, (4 << 20) + 1));
        Cid linked = Block.raw(ByteBuffer.wrap(bytes(6, 10))).cid();
        Path outside = Files.write(temp.resolve("outside"), bytes(6, 10));
        Files.createDirectories(kubo.file(linked).resolveSibling(""));
        Files.createSymbolicLink(kubo.file(linked), outside);
        Files.createSymbolicLink(
                kubo.root.resolve("blocks/ZZ"), Files.createDirectory(temp.resolve("folder")));
        Path folder = kubo.file(good).resolveSibling("");
        Files.write(folder.resolve("put-123"), new byte[1]);
        Files.write(folder.resolve(".hidden"), new byte[1]);
        Files.write(folder.resolve("notes.txt"), new byte[1]);
        Files.write(folder.resolve("lower.data"), new byte[1]);
        Files.copy(kubo.file(good), kubo.file(large).resolveSibling(kubo.file(good).getFileName()));
        kubo.done();
        inNode(it -> {
            Told outcome = run(it, PLAIN);
            KuboImported result = outcome.result();
            assertThat(result.blocksImported()).isEqualTo(1);
            assertThat(result.blocksBad()).isEqualTo(4);
            assertThat(result.filesStray()).isEqualTo(4);
            assertThat(result.problems()).isEqualTo(8).isEqualTo(outcome.problems().size());
            assertThat(it.blocks().has(good)).isTrue();
            for (Cid absent : List.of(bad, cut, large, linked)) {
                assertThat(it.blocks().has(absent)).isFalse();
                String name = kubo.file(absent).getFileName().toString();
                assertThat(outcome.told())
                        .anyMatch(line -> line.startsWith("block: ") && line.contains(name));
            }
            assertThat(outcome.told())
                    .anyMatch(line -> line.contains("is a symbolic link"))
                    .anyMatch(line -> line.contains("at most 4194303"))
                    .anyMatch(line -> line.contains("do not hash"))
                    .anyMatch(line -> line.contains("its folder is"))
                    .anyMatch(line -> line.contains("notes.txt: it is no .data"));
        });
    }

    @Test
    void aPinThatIsIncompleteIsToldAndNotMade() throws Exception {
        Cid gone = Block.raw(ByteBuffer.wrap(bytes(9, 10))).cid();
        Cid whole = kubo.links(kubo.block(Multicodec.RAW, bytes(1, 10)));
        Cid broken = kubo.links(whole, kubo.links(gone));
        kubo.pin(broken, 0, "broken");
        kubo.pin(whole, 0, "n".repeat(300));
        kubo.pin(gone, 1, null);
        kubo.pin(whole, 7, null);
        kubo.database.put("/pins/pin/zz", new byte[] {(byte) 0xff});
        kubo.database.put("/filestore/A", new byte[] {1});
        kubo.done();
        inNode(it -> {
            Told outcome = run(it, PLAIN);
            assertThat(outcome.result().pinsRecursive()).isEqualTo(1);
            assertThat(outcome.result().pinsFailed()).isEqualTo(4);
            assertThat(outcome.result().filestoreReferences()).isEqualTo(1);
            assertThat(outcome.told())
                    .anyMatch(line ->
                            line.equals(
                                    "pin: %s (recursive): block %s is not here"
                                            .formatted(broken, gone)))
                    .anyMatch(line -> line.startsWith("pin: " + gone + " (direct)"))
                    .anyMatch(line -> line.contains("pinned without it"))
                    .anyMatch(line -> line.contains("mode is neither"))
                    .anyMatch(line -> line.startsWith("pin: /pins/pin/zz"));
            assertThat(it.repository().pin(broken)).isEmpty();
            assertThat(it.repository().pin(whole)).map(PinEntry::kind).contains(PinKind.RECURSIVE);
        });
    }

    @Test
    void aDirectPinNeverWeakensARecursiveOne() throws Exception {
        Cid leaf = kubo.block(Multicodec.RAW, bytes(1, 10));
        for (int i = 0; i < 20; i++) {
            kubo.pin(leaf, i % 2, null);
        }
        kubo.done();
        inNode(it -> {
            assertThat(run(it, PLAIN).told()).isEmpty();
            assertThat(it.repository().pin(leaf)).map(PinEntry::kind).contains(PinKind.RECURSIVE);
        });
    }

    @Test
    void theIdentityComesOnlyWhenAskedForAndNoKeyIsReplaced() throws Exception {
        kubo.identity(key(8));
        kubo.key("site", key(7));
        kubo.key("other", key(9));
        Files.write(kubo.root.resolve("keystore/key_a"), new byte[] {1});
        Files.write(kubo.root.resolve("keystore/readme"), new byte[] {1});
        Files.write(
                kubo.root.resolve("keystore/key_mi"), // "b"
                new byte[] {8, 1, 18, 1, 0});
        kubo.done();
        inNode(it -> {
            it.node().keys().put("site", key(1));
            String ours = it.node().identity().peerId().toString();
            Told outcome = run(it, new RepoImportKuboInput(true, false));
            assertThat(outcome.result().identity()).isEqualTo(key(8).peerId().toString());
            assertThat(outcome.result().keysImported()).isEqualTo(2);
            assertThat(outcome.result().keysFailed()).isEqualTo(4);
            assertThat(it.node().keys().list()).containsExactly("kubo-self", "other", "site");
            assertThat(it.node().keys().get("kubo-self").orElseThrow().peerId())
                    .isEqualTo(key(8).peerId());
            assertThat(it.node().keys().get("site").orElseThrow().peerId())
                    .isEqualTo(key(1).peerId());
            assertThat(it.node().identity().peerId().toString()).isEqualTo(ours);
            assertThat(outcome.told()).anyMatch(line -> line.contains("another key of that name"));
        });
    }

    @Test
    void aBadIdentityShowsNothingOfItself() throws Exception {
        Files.writeString(
                kubo.root.resolve("config"),
                "{\"Identity\": {\"PeerID\": \"x\", \"PrivKey\": \"SECRETSECRET\" oops}}");
        kubo.done();
        inNode(it -> {
            Told outcome = run(it, new RepoImportKuboInput(true, false));
            assertThat(outcome.result().keysFailed()).isEqualTo(1);
            assertThat(outcome.told().toString()).contains("config").doesNotContain("SECRET");
        });
    }

    @Test
    void whatIsNoRepositoryOfAKnownKindIsRefusedByName() throws Exception {
        kubo.done();
        Files.writeString(kubo.root.resolve("version"), "15");
        assertThat(refused(PLAIN, "15", "16", "18", "migrate")).isEqualTo(ErrorCode.UNSUPPORTED);
        Files.writeString(kubo.root.resolve("version"), "19");
        assertThat(refused(PLAIN, "19", "newer ipfs-kit")).isEqualTo(ErrorCode.UNSUPPORTED);
        Files.writeString(kubo.root.resolve("version"), "17");
        for (var spec :
                Map.of(
                                "{\"path\":\"badgerds\",\"type\":\"badgerds\"}",
                                "badgerds",
                                "{\"path\":\"pebbleds\",\"type\":\"pebbleds\"}",
                                "ipfs dag export",
                                KuboFolder.SPEC.replace("\"datastore\"", "\"/var/x\""),
                                "outside",
                                KuboFolder.SPEC.replace("\"datastore\"", "\"../x\""),
                                "outside",
                                KuboFolder.SPEC.replace("levelds", "pebbleds"),
                                "pebbleds at /")
                        .entrySet()) {
            Files.writeString(kubo.root.resolve("datastore_spec"), spec.getKey());
            assertThat(refused(PLAIN, spec.getValue())).isEqualTo(ErrorCode.UNSUPPORTED);
        }
        Files.writeString(kubo.root.resolve("datastore_spec"), "{\"type\":");
        assertThat(refused(PLAIN, "datastore_spec")).isEqualTo(ErrorCode.INTEGRITY);
        Files.writeString(kubo.root.resolve("datastore_spec"), KuboFolder.SPEC);
        Files.writeString(kubo.root.resolve("blocks/SHARDING"), "/repo/flatfs/shard/v1/prefix/2");
        assertThat(refused(PLAIN, "SHARDING")).isEqualTo(ErrorCode.INTEGRITY);
        Files.delete(kubo.root.resolve("version"));
        assertThat(refused(PLAIN, "no Kubo repository")).isEqualTo(ErrorCode.INVALID_ARGUMENT);
    }

    @Test
    void aFolderThatIsALinkIsNotFollowed() throws Exception {
        kubo.done();
        Path blocks = kubo.root.resolve("blocks");
        Files.move(blocks, temp.resolve("elsewhere"));
        Files.createSymbolicLink(blocks, temp.resolve("elsewhere"));
        assertThat(refused(PLAIN, "symbolic link")).isEqualTo(ErrorCode.UNSUPPORTED);
    }

    @Test
    void aLockThatIsNotFreeRefusesAndIsLeftAlone() throws Exception {
        kubo.done();
        Path lock = Files.writeString(kubo.root.resolve("repo.lock"), "{}");
        SortedMap<String, String> before = SourceState.of(kubo.root);
        assertThat(refused(PLAIN, "in use", "ipfs shutdown")).isEqualTo(ErrorCode.CONFLICT);
        assertThat(SourceState.of(kubo.root)).isEqualTo(before);
        Files.write(lock, new byte[0]);
        before = SourceState.of(kubo.root);
        inNode(it -> assertThat(run(it, PLAIN).told()).isEmpty());
        assertThat(SourceState.of(kubo.root)).isEqualTo(before);
    }

    @Test
    void aDamagedDatabaseIsRefusedWithWhatToDo() throws Exception {
        kubo.done();
        Path log = kubo.root.resolve("datastore/000008.log");
        byte[] bytes = Files.readAllBytes(log);
        bytes[8] ^= 1;
        Files.write(log, bytes);
        assertThat(refused(PLAIN, "000008.log", "daemon once")).isEqualTo(ErrorCode.INTEGRITY);
    }

    @Test
    void bytesOrEntriesOfAClientAreNoRepository() throws Exception {
        kubo.done();
        inNode(it -> {
            for (TestNode.Recorded call :
                    List.of(
                            TestNode.of(new byte[] {1}),
                            TestNode.of(Tree.of(List.of(Tree.Entry.directory("kubo")))))) {
                assertThatThrownBy(() -> it.node().kubo().run(PLAIN, call))
                        .isInstanceOfSatisfying(
                                OperationFailed.class,
                                e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                        .hasMessageContaining("node's own machine");
            }
        });
    }

    @Test
    void manyBlocksAndPinsOfSharedContentComeOver() throws Exception {
        List<Cid> roots = new ArrayList<>();
        Cid below = kubo.block(Multicodec.RAW, "begin".getBytes(UTF_8));
        for (int i = 0; i < 600; i++) {
            Cid leaf = kubo.block(Multicodec.RAW, bytes(i, 1 + i * 7));
            below = kubo.links(below, leaf, below);
            roots.add(below);
            kubo.pin(below, 0, "version " + i);
        }
        kubo.done();
        inNode(it -> {
            Told outcome = run(it, PLAIN);
            assertThat(outcome.told()).isEmpty();
            assertThat(outcome.result().blocksImported()).isEqualTo(1201);
            assertThat(outcome.result().pinsRecursive()).isEqualTo(600);
            assertThat(it.repository().pinCount()).isEqualTo(600);
            assertThat(it.repository().pin(roots.get(77)))
                    .map(PinEntry::name)
                    .contains("version 77");
        });
    }

    @Test
    void anImportCancelledAnywhereCanBeDoneAgain() throws Exception {
        for (int i = 0; i < 300; i++) {
            kubo.pin(kubo.block(Multicodec.RAW, bytes(i, 30_000)), 0, null);
        }
        kubo.done();
        SortedMap<String, String> before = SourceState.of(kubo.root);
        inNode(it -> {
            int tasks = AnyIO.current().tasks().size();
            for (int at = 0; at <= 300; at += 60) {
                int stop = at;
                Outcome<KuboImported> outcome =
                        CancelScope.<KuboImported, RuntimeException>run(scope ->
                                it.node()
                                        .kubo()
                                        .run(
                                                PLAIN,
                                                new TestNode.Recorded(
                                                        null,
                                                        Tree.of(kubo.root),
                                                        progress -> {
                                                            if (progress.done() >= stop) {
                                                                scope.cancel("test");
                                                            }
                                                        })));
                assertThat(outcome.wasCaught()).as("at " + at).isTrue();
                assertThat(it.node().holds().held()).isEmpty();
                assertThat(AnyIO.current().tasks()).hasSize(tasks);
            }
            assertThat(run(it, PLAIN).told()).isEmpty();
            assertThat(it.repository().pinCount()).isEqualTo(300);
            assertThat(it.node().repo().verify(_ -> {}, _ -> {}).bad()).isZero();
        });
        assertThat(SourceState.of(kubo.root)).isEqualTo(before);
    }

    @Test
    void sessionsThatWereCommittedStayWhenTheImportEndsEarly() throws Exception {
        for (int i = 0; i < 200; i++) {
            kubo.block(Multicodec.RAW, bytes(i, 100_000));
        }
        kubo.done();
        inNode(it -> {
            Outcome<Boolean> outcome =
                    CancelScope.<Boolean, Exception>run(scope -> {
                        TestNode.Recorded call =
                                new TestNode.Recorded(
                                        null,
                                        null,
                                        progress -> {
                                            if (progress.done() >= 120) {
                                                scope.cancel("test");
                                            }
                                        });
                        return blocks(it, call).present() == 0;
                    });
            assertThat(outcome.wasCaught()).isTrue();
            long stored = it.blocks().statistics().blocks();
            assertThat(stored).isBetween(40L, 199L);
            BlockImport rest = blocks(it, TestNode.of(new byte[0]));
            assertThat(rest.present()).isEqualTo(stored);
            assertThat(rest.imported()).isEqualTo(200 - stored);
        });
    }

    /// Imports the blocks in sessions of 1 MB.
    private BlockImport blocks(TestNode it, TestNode.Recorded call) throws Exception {
        try (Hold hold = it.node().holds().open("test")) {
            BlockImport blocks =
                    new BlockImport(
                            Disk.real(), it.blocks(), hold, new Import(call), false, 1_000_000);
            blocks.run(
                    new FlatFs(
                            Disk.real(),
                            kubo.root.resolve("blocks"),
                            new ShardFunction(ShardFunction.Kind.NEXT_TO_LAST, 2)));
            return blocks;
        }
    }
}
