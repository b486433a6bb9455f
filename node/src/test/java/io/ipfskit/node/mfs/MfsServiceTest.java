package io.ipfskit.node.mfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Checkpoint;
import io.ipfskit.anyio.Event;
import io.ipfskit.anyio.Task;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.ipld.unixfs.UnixFs;
import io.ipfskit.ipld.unixfs.UnixFsNode;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;
import io.ipfskit.node.TestNode;
import io.ipfskit.node.ops.Added;
import io.ipfskit.node.ops.FilesChanged;
import io.ipfskit.node.ops.FilesChcidInput;
import io.ipfskit.node.ops.FilesChmodInput;
import io.ipfskit.node.ops.FilesCpInput;
import io.ipfskit.node.ops.FilesEntry;
import io.ipfskit.node.ops.FilesFlushInput;
import io.ipfskit.node.ops.FilesListed;
import io.ipfskit.node.ops.FilesLsInput;
import io.ipfskit.node.ops.FilesMkdirInput;
import io.ipfskit.node.ops.FilesReadInput;
import io.ipfskit.node.ops.FilesRmInput;
import io.ipfskit.node.ops.FilesStat;
import io.ipfskit.node.ops.FilesStatInput;
import io.ipfskit.node.ops.FilesTouchInput;
import io.ipfskit.node.ops.FilesWriteInput;
import io.ipfskit.node.ops.PinRmInput;
import io.ipfskit.node.ops.RepoGcInput;
import io.ipfskit.operation.ByteSource;
import io.ipfskit.operation.ByteStream;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class MfsServiceTest {
    private static final String EMPTY =
            "bafybeiczsscdsbs7ffqz55asqdf3smv6klcw3gofszvwlyarci47bgf354";
    private static final String MISSING =
            "bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e";

    @TempDir Path folder;

    private interface Body {
        void run(TestNode it, MfsTree tree) throws Exception;
    }

    private void in(Body body) throws Exception {
        TestNode.in(folder.resolve("data"), it -> body.run(it, MfsTree.of(it.node())));
    }

    private static void refuses(ErrorCode code, String message, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        OperationFailed.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(message);
    }

    private static byte[] bytes(int seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static void collect(TestNode it) throws Exception {
        it.node().gc().collect(new RepoGcInput(false, true), _ -> {}, _ -> {});
    }

    private static String cid(TestNode it, String path) throws Exception {
        return it.node().files().flush(new FilesFlushInput(path)).cid();
    }

    @Test
    void aNewTreeIsTheEmptyFolder() throws Exception {
        in((it, tree) -> {
            assertThat(cid(it, "/")).isEqualTo(EMPTY);
            assertThat(tree.ls("/")).isEmpty();
            collect(it);
            assertThat(it.node().files().stat(FilesStatInput.of("/")).type())
                    .isEqualTo("directory");
        });
    }

    @Test
    void whatIsWrittenIsReadAfterTheNextStart() throws Exception {
        in((it, tree) -> {
            FilesChanged changed = tree.write("/a/b/c", 0, "hello\n".getBytes(UTF_8), false);
            assertThat(changed.path()).isEqualTo("/a/b/c");
            assertThat(changed.sequence()).isPositive();
            assertThat(changed.root()).isEqualTo(cid(it, "/"));
            assertThat(changed.cid()).isEqualTo(cid(it, "/a/b/c"));
        });
        in((it, tree) -> {
            assertThat(tree.read("/a/b/c")).isEqualTo("hello\n".getBytes(UTF_8));
            assertThat(tree.read(new FilesReadInput("/a/b/c", 1, 3L)))
                    .isEqualTo("ell".getBytes(UTF_8));
            tree.rm("/a", true);
            assertThat(cid(it, "/")).isEqualTo(EMPTY);
        });
        in((_, tree) -> assertThat(tree.ls("/")).isEmpty());
    }

    @Test
    void aWriteInALargeFileTouchesFewBlocks() throws Exception {
        byte[] large = bytes(1, 40 << 20);
        in((it, tree) -> {
            tree.write("/large", 0, large, false);
            long before = it.blocks().statistics().blocks();
            byte[] part = bytes(2, 1000);
            tree.write("/large", (20 << 20) - 500, part, false);
            System.arraycopy(part, 0, large, (20 << 20) - 500, part.length);
            // two leaves, the root of the file and the folder
            assertThat(it.blocks().statistics().blocks() - before).isEqualTo(4);
            assertThat(tree.read("/large")).isEqualTo(large);
        });
    }

    @Test
    void writesAreRefusedWhereThereIsNoFileToWriteTo() throws Exception {
        in((it, tree) -> {
            tree.mkdir("/d", false);
            tree.write("/f", 0, new byte[3], false);
            var files = it.node().files();
            FilesWriteInput plain =
                    new FilesWriteInput(
                            "/no", 0, false, false, false, null, null, null, null, true);
            refuses(
                    ErrorCode.NOT_FOUND,
                    "/no: file does not exist",
                    () -> files.write(plain, TestNode.of(new byte[1])));
            FilesWriteInput create =
                    new FilesWriteInput(
                            "/x/no", 0, true, false, false, null, null, null, null, true);
            refuses(ErrorCode.NOT_FOUND, "/x", () -> files.write(create, TestNode.of(new byte[1])));
            for (String path : List.of("/", "/d", "/d/")) {
                refuses(
                        ErrorCode.INVALID_ARGUMENT,
                        "was not a file",
                        () -> tree.write(path, 0, new byte[1], false));
            }
            refuses(
                    ErrorCode.INVALID_ARGUMENT,
                    "not a directory",
                    () -> tree.write("/f/x", 0, new byte[1], false));
            refuses(
                    ErrorCode.INVALID_ARGUMENT,
                    "offset",
                    () -> tree.write("/f", Integer.MAX_VALUE, new byte[1], false));
            refuses(
                    ErrorCode.INVALID_ARGUMENT,
                    "body",
                    () ->
                            files.write(
                                    FilesWriteInput.of("/f"),
                                    new TestNode.Recorded(null, null, _ -> {})));
        });
    }

    @Test
    void aCountWritesTheFirstBytesOnlyAndAGapIsZeros() throws Exception {
        in((it, tree) -> {
            FilesWriteInput three =
                    new FilesWriteInput("/f", 5000, true, false, false, 3L, null, null, null, true);
            it.node().files().write(three, TestNode.of("abcdef".getBytes(UTF_8)));
            byte[] expected = new byte[5003];
            System.arraycopy("abc".getBytes(UTF_8), 0, expected, 5000, 3);
            assertThat(tree.read("/f")).isEqualTo(expected);
        });
    }

    @Test
    void foldersAreMadeListedAndRemoved() throws Exception {
        in((it, tree) -> {
            refuses(
                    ErrorCode.NOT_FOUND,
                    "/a: file does not exist",
                    () -> tree.mkdir("/a/b", false));
            tree.mkdir("/a/b", true);
            refuses(ErrorCode.ALREADY_EXISTS, "'/a/b'", () -> tree.mkdir("/a/b", false));
            refuses(ErrorCode.ALREADY_EXISTS, "'/'", () -> tree.mkdir("/", false));
            String root = cid(it, "/");
            assertThat(tree.mkdir("/a/b", true).root()).isEqualTo(root);
            tree.write("/a/z", 0, new byte[7], false);
            tree.write("/a/é", 0, new byte[5], false);
            assertThat(tree.ls("/a"))
                    .extracting(FilesEntry::name, FilesEntry::type, FilesEntry::size)
                    .containsExactly(
                            tuple("b", "directory", 0L),
                            tuple("z", "file", 7L),
                            tuple("é", "file", 5L));
            assertThat(tree.ls("/a/z"))
                    .singleElement()
                    .satisfies(e -> {
                        assertThat(e.name()).isEqualTo("z");
                        assertThat(e.cid()).isEqualTo(cid(it, "/a/z"));
                    });
            refuses(ErrorCode.INVALID_ARGUMENT, "use -r", () -> tree.rm("/a", false));
            refuses(ErrorCode.INVALID_ARGUMENT, "cannot delete root", () -> tree.rm("/", true));
            refuses(ErrorCode.NOT_FOUND, "/no", () -> tree.rm("/no", true));
            it.node().files().rm(new FilesRmInput("/no", false, true));
            it.node().files().rm(new FilesRmInput("/a", false, true));
            assertThat(tree.ls("/")).isEmpty();
        });
    }

    @Test
    void aListingGoesOnWhereItsLimitEndedIt() throws Exception {
        in((it, tree) -> {
            for (String name : List.of("c", "a", "b")) {
                tree.mkdir("/" + name, false);
            }
            List<Object> rows = new ArrayList<>();
            FilesListed page =
                    it.node().files().ls(new FilesLsInput("/", false, true, 2, null), rows::add);
            assertThat(page.nextCursor()).isNotNull();
            FilesListed last =
                    it.node()
                            .files()
                            .ls(
                                    new FilesLsInput("/", false, true, 2, page.nextCursor()),
                                    rows::add);
            assertThat(last.nextCursor()).isNull();
            assertThat(rows)
                    .extracting(row -> ((FilesEntry) row).name())
                    .containsExactly("a", "b", "c");
            refuses(
                    ErrorCode.INVALID_ARGUMENT,
                    "cursor",
                    () ->
                            it.node()
                                    .files()
                                    .ls(new FilesLsInput("/", false, true, 2, "x"), _ -> {}));
        });
    }

    @Test
    void aFolderOfManyEntriesIsShardedAndListedInOrder() throws Exception {
        in((it, tree) -> {
            String name = "n".repeat(1500);
            for (int i = 0; i < 200; i++) {
                tree.cp("/ipfs/" + it.put(Multicodec.RAW, bytes(1, 10)), "/" + name + i, false);
            }
            Cid root = it.node().files().root().cid();
            assertThat(UnixFs.read(it.blocks(), root)).isInstanceOf(UnixFsNode.ShardNode.class);
            assertThat(tree.names("/")).hasSize(200).isSorted();
            for (int i = 0; i < 190; i++) {
                tree.rm("/" + name + i, false);
            }
            root = it.node().files().root().cid();
            assertThat(UnixFs.read(it.blocks(), root)).isInstanceOf(UnixFsNode.DirectoryNode.class);
            assertThat(tree.names("/")).hasSize(10);
        });
    }

    @Test
    void contentIsLinkedWithoutItsBlocks() throws Exception {
        in((it, tree) -> {
            Added added = it.add(bytes(1, 3 << 20));
            it.node().pins().remove(new PinRmInput(added.cid(), true));
            List<Cid> leaves = new ArrayList<>();
            it.blocks()
                    .forEach(cid -> {
                        if (cid.codec() == Multicodec.RAW) {
                            leaves.add(cid);
                        }
                    });
            it.blocks().delete(leaves.subList(0, 2));
            tree.cp("/ipfs/" + added.cid(), "/partial", false);
            FilesStat stat = it.node().files().stat(new FilesStatInput("/partial", true));
            assertThat(stat.local()).isFalse();
            assertThat(stat.sizeLocal()).isBetween(1L << 20, 2L << 20);
            assertThat(stat.size()).isEqualTo(3 << 20);
            collect(it);
            assertThat(it.blocks().has(leaves.get(2))).isTrue();
            refuses(ErrorCode.NOT_FOUND, "is not here", () -> tree.read("/partial"));
            tree.mv("/partial", "/moved");
            tree.rm("/moved", false);
            collect(it);
            assertThat(it.blocks().has(leaves.get(2))).isFalse();
            refuses(
                    ErrorCode.NOT_FOUND,
                    "is not here",
                    () -> tree.cp("/ipfs/" + MISSING, "/x", false));
            String cbor = it.put(Multicodec.DAG_CBOR, new byte[] {(byte) 0xa0});
            refuses(ErrorCode.UNSUPPORTED, "dag-cbor", () -> tree.cp("/ipfs/" + cbor, "/x", false));
        });
    }

    @Test
    void copiesNeverReplaceWithoutForceAndNeverAFolder() throws Exception {
        in((it, tree) -> {
            tree.write("/a", 0, new byte[] {1}, false);
            tree.write("/b", 0, new byte[] {2}, false);
            tree.mkdir("/d", false);
            refuses(ErrorCode.ALREADY_EXISTS, "/b", () -> tree.cp("/a", "/b", false));
            refuses(ErrorCode.ALREADY_EXISTS, "/d", () -> tree.cp("/a", "/d", false));
            refuses(ErrorCode.INVALID_ARGUMENT, "not a file", () -> tree.cp("/a", "/d", true));
            refuses(ErrorCode.NOT_FOUND, "/no", () -> tree.cp("/a", "/no/x", false));
            tree.cp("/a", "/b", true);
            assertThat(tree.read("/b")).containsExactly(1);
            tree.cp("/a", "/d/", false);
            assertThat(tree.read("/d/a")).containsExactly(1);
            it.node().files().cp(new FilesCpInput("/d", "/x/y/d", true, false, true));
            assertThat(tree.read("/x/y/d/a")).containsExactly(1);
            it.node().files().cp(new FilesCpInput("/d", "/d/self", false, false, true));
            assertThat(tree.names("/d")).containsExactly("a", "self");
        });
    }

    @Test
    void movesReplaceFilesAndGoIntoFolders() throws Exception {
        in((_, tree) -> {
            tree.write("/a", 0, new byte[] {1}, false);
            tree.write("/b", 0, new byte[] {2}, false);
            tree.mkdir("/d/e", true);
            tree.mv("/a", "/b");
            assertThat(tree.names("/")).containsExactly("b", "d");
            assertThat(tree.read("/b")).containsExactly(1);
            tree.mv("/b", "/d");
            assertThat(tree.names("/d")).containsExactly("b", "e");
            tree.mv("/d/b", "/d/b");
            refuses(ErrorCode.INVALID_ARGUMENT, "into itself", () -> tree.mv("/d", "/d/e"));
            refuses(ErrorCode.INVALID_ARGUMENT, "into itself", () -> tree.mv("/d", "/d/new"));
            refuses(ErrorCode.INVALID_ARGUMENT, "root", () -> tree.mv("/", "/d"));
            refuses(ErrorCode.NOT_FOUND, "/no", () -> tree.mv("/no", "/x"));
            tree.write("/b", 0, new byte[] {3}, false);
            refuses(ErrorCode.ALREADY_EXISTS, "/d/b", () -> tree.mv("/b", "/d"));
            tree.mv("/d/e", "/");
            assertThat(tree.names("/")).containsExactly("b", "d", "e");
            tree.mv("/b", "/e/c");
            assertThat(tree.all().entries().keySet()).containsExactly("/d", "/d/b", "/e", "/e/c");
        });
    }

    @Test
    void attributesAreRecordedAndAWriteRenewsTheTime() throws Exception {
        in((it, tree) -> {
            var files = it.node().files();
            tree.write("/d/f", 0, bytes(1, 100), false);
            for (String path : List.of("/d/f", "/d", "/")) {
                files.chmod(new FilesChmodInput("0640", path, true));
                files.touch(new FilesTouchInput(path, 1_630_937_926L, 5, true));
                FilesStat stat = files.stat(FilesStatInput.of(path));
                assertThat(stat.mode()).isEqualTo(0640);
                assertThat(stat.mtime()).isEqualTo("2021-09-06T14:18:46.000000005Z");
            }
            assertThat(tree.read("/d/f")).isEqualTo(bytes(1, 100));
            tree.write("/d/f", 50, bytes(2, 100), false);
            FilesStat stat = files.stat(FilesStatInput.of("/d/f"));
            assertThat(stat.mode()).isEqualTo(0640);
            assertThat(stat.mtime()).isGreaterThan("2022");
            for (String mode : List.of("", "8", "rw", "17777", "-1", "0o644")) {
                refuses(
                        ErrorCode.INVALID_ARGUMENT,
                        "octal",
                        () -> files.chmod(new FilesChmodInput(mode, "/d", true)));
            }
            refuses(
                    ErrorCode.NOT_FOUND,
                    "/no",
                    () -> files.touch(new FilesTouchInput("/no", null, 0, true)));
        });
    }

    @Test
    void theCidOfAFolderIsMadeAsAskedFor() throws Exception {
        in((it, tree) -> {
            var files = it.node().files();
            files.mkdir(new FilesMkdirInput("/v0", false, 0, null, true));
            assertThat(cid(it, "/v0")).startsWith("QmUNLLsPAC");
            files.mkdir(new FilesMkdirInput("/b", false, null, "sha2-512", true));
            assertThat(Cid.parse(cid(it, "/b")).multihash().code()).isEqualTo(Multicodec.SHA2_512);
            tree.mkdir("/v0/x", false);
            assertThat(cid(it, "/v0")).startsWith("Qm");
            files.chcid(new FilesChcidInput("/v0", 1, null, true));
            assertThat(cid(it, "/v0")).startsWith("bafy");
            String root = cid(it, "/");
            files.chcid(new FilesChcidInput("/v0", null, null, true));
            assertThat(cid(it, "/")).isEqualTo(root);
            tree.write("/f", 0, new byte[1], false);
            refuses(
                    ErrorCode.INVALID_ARGUMENT,
                    "MFS root",
                    () -> files.chcid(new FilesChcidInput("/", 0, null, true)));
            refuses(
                    ErrorCode.INVALID_ARGUMENT,
                    "only update directories",
                    () -> files.chcid(new FilesChcidInput("/f", 0, null, true)));
            refuses(
                    ErrorCode.INVALID_ARGUMENT,
                    "hash",
                    () -> files.chcid(new FilesChcidInput("/v0", null, "md5", true)));
            refuses(
                    ErrorCode.INVALID_ARGUMENT,
                    "0 or 1",
                    () -> files.chcid(new FilesChcidInput("/v0", 2, null, true)));
        });
    }

    @Test
    void theWholeTreeCanBeReplaced() throws Exception {
        in((it, tree) -> {
            tree.mkdir("/old", false);
            tree.write("/d/f", 0, new byte[] {1, 2}, false);
            Cid file = Cid.parse(cid(it, "/d/f"));
            Cid next = Cid.parse(cid(it, "/d"));
            assertThat(it.node().files().replaceRoot(next).root()).isEqualTo(next.toString());
            assertThat(tree.names("/")).containsExactly("f");
            refuses(
                    ErrorCode.INVALID_ARGUMENT,
                    "not a directory",
                    () -> it.node().files().replaceRoot(file));
            collect(it);
            assertThat(tree.read("/f")).containsExactly(1, 2);
        });
        in((_, tree) -> assertThat(tree.read("/f")).containsExactly(1, 2));
    }

    @Test
    void aReaderReadsOnWhateverBecomesOfTheTree() throws Exception {
        byte[] large = bytes(1, 5 << 20);
        in((it, tree) -> {
            tree.write("/f", 0, large, false);
            try (ByteStream content = it.node().files().read(FilesReadInput.of("/f"))) {
                tree.rm("/f", false);
                collect(it);
                ByteBuffer all = ByteBuffer.allocate(large.length);
                assertThat(content.read(all)).isEqualTo(large.length);
                assertThat(all.array()).isEqualTo(large);
            }
            collect(it);
            assertThat(it.node().holds().held()).isEmpty();
            assertThat(it.blocks().statistics().blocks()).isLessThan(3);
        });
    }

    @Test
    void theOldTreeGoesAndTheNewOneStays() throws Exception {
        in((it, tree) -> {
            tree.write("/a", 0, bytes(1, 2000), false);
            String old = cid(it, "/a");
            tree.write("/a", 0, bytes(2, 2000), true);
            assertThat(it.blocks().has(Cid.parse(old))).isTrue();
            collect(it);
            assertThat(it.blocks().has(Cid.parse(old))).isFalse();
            assertThat(tree.read("/a")).isEqualTo(bytes(2, 2000));
        });
    }

    /// A sender that is slow holds up nobody but the writers of its path, and fails when the path
    /// was changed meanwhile.
    @Test
    void aSlowWriteLetsOthersGoOnAndLosesToAMove() throws Exception {
        in((it, tree) -> {
            tree.write("/a", 0, new byte[] {1}, false);
            Event begun = new Event("begun");
            Event go = new Event("go");
            ByteSource slow =
                    ByteSource.of(
                            target -> {
                                begun.set();
                                go.await();
                                return -1;
                            },
                            -1);
            TaskGroup.<Integer, Exception>open(group -> {
                Task<FilesChanged> writer =
                        group.fork(() ->
                                it.node()
                                        .files()
                                        .write(
                                                FilesWriteInput.of("/new").truncating(),
                                                new TestNode.Recorded(slow, null, _ -> {})));
                begun.await();
                tree.mv("/a", "/b");
                tree.write("/c", 0, new byte[] {3}, false);
                go.set();
                writer.join();
                return 0;
            });
            assertThat(tree.names("/")).containsExactly("b", "c", "new");
        });
    }

    @Test
    void aWriteToAPathThatIsMovedMeanwhileIsAConflict() throws Exception {
        in((it, tree) -> {
            tree.write("/a", 0, new byte[] {1, 2, 3}, false);
            ByteSource moving =
                    ByteSource.of(
                            new ByteSource.Reader() {
                                private boolean moved;

                                @Override
                                public int read(ByteBuffer target) throws InterruptedException {
                                    if (moved) {
                                        return -1;
                                    }
                                    moved = true;
                                    tree.mv("/a", "/b");
                                    target.put((byte) 9);
                                    return 1;
                                }
                            },
                            -1);
            refuses(
                    ErrorCode.CONFLICT,
                    "changed while",
                    () ->
                            it.node()
                                    .files()
                                    .write(
                                            FilesWriteInput.of("/a"),
                                            new TestNode.Recorded(moving, null, _ -> {})));
            assertThat(tree.read("/b")).containsExactly(1, 2, 3);
            assertThat(tree.names("/")).containsExactly("b");
            assertThat(it.node().holds().held()).isEmpty();
        });
    }

    @Test
    void aCancelledWriteLeavesTheTreeAsItWas() throws Exception {
        in((it, tree) -> {
            tree.write("/a", 0, new byte[] {1}, false);
            String root = cid(it, "/");
            long blocks = it.blocks().statistics().blocks();
            CancelScope.run(scope -> {
                ByteSource endless =
                        ByteSource.of(
                                target -> {
                                    Checkpoint.ifCancelled();
                                    scope.cancel("enough");
                                    int count = target.remaining();
                                    target.put(new byte[count]);
                                    return count;
                                },
                                -1);
                return it.node()
                        .files()
                        .write(
                                FilesWriteInput.of("/a"),
                                new TestNode.Recorded(endless, null, _ -> {}));
            });
            assertThat(cid(it, "/")).isEqualTo(root);
            assertThat(it.blocks().statistics().blocks()).isEqualTo(blocks);
            assertThat(it.node().holds().held()).isEmpty();
        });
    }

    @Test
    void manyWritersAtOnceLoseNothing() throws Exception {
        in((it, tree) -> {
            List<Integer> tasks = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                tasks.add(i);
            }
            TaskGroup.map(
                    tasks,
                    tasks.size(),
                    task -> {
                        for (int i = 0; i < 10; i++) {
                            tree.write("/t/" + task + "/" + i, 0, bytes(task, 100), false);
                        }
                        return task;
                    });
            assertThat(tree.all().entries()).hasSize(1 + 8 + 80);
        });
    }
}
