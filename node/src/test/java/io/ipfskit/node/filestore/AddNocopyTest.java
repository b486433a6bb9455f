package io.ipfskit.node.filestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ipfskit.ipld.BlockNotFound;
import io.ipfskit.ipld.IntegrityException;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.node.TestNode;
import io.ipfskit.node.ops.AddInputBuilder;
import io.ipfskit.node.ops.Added;
import io.ipfskit.node.ops.BadBlock;
import io.ipfskit.node.ops.BlockReference;
import io.ipfskit.node.ops.BlockRmInput;
import io.ipfskit.node.ops.FilestoreInput;
import io.ipfskit.node.ops.PinRmInput;
import io.ipfskit.node.ops.RepoGcInput;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

class AddNocopyTest extends NocopyFixture {
    @Test
    void theLeavesStayInTheFileAndAreReadFromThere() throws Exception {
        in(it -> {
            Added added = add(it, file);
            String stored =
                    it.node()
                            .add()
                            .add(
                                    new AddInputBuilder()
                                            .chunker("size-" + CHUNK)
                                            .onlyHash(true)
                                            .build(),
                                    TestNode.of(content))
                            .cid();
            assertThat(added.cid()).isEqualTo(stored);
            assertThat(it.cat(added.cid())).isEqualTo(content);
            assertThat(references(it))
                    .hasSize(11)
                    .contains(
                            new BlockReference(
                                    leaf(content, 3).toString(), CHUNK, file.toString(), 3000),
                            new BlockReference(
                                    leaf(content, 10).toString(), 500, file.toString(), 10_000));
            assertThat(it.blocks().statistics().blocks()).isEqualTo(12);
            assertThat(it.blocks().statistics().bytes()).isLessThan(content.length);
            assertThat(it.blocks().has(leaf(content, 3))).isFalse();
            assertThat(it.node().blocks().has(leaf(content, 3))).isTrue();
            assertThat(it.node().blocks().size(leaf(content, 10))).isEqualTo(500);
            assertThat(states(it)).hasSize(11).containsOnly("ok");
        });
        in(it -> {
            assertThat(references(it)).hasSize(11);
            assertThat(it.node().blocks().get(leaf(content, 0)).size()).isEqualTo(CHUNK);
        });
    }

    @Test
    void aFolderKeepsItsStructureInTheStoreAndItsFilesOutside() throws Exception {
        Files.createDirectory(root.resolve("below"));
        Files.write(root.resolve("below/small"), bytes(2, 10));
        Files.write(root.resolve("below/empty"), new byte[0]);
        Files.createSymbolicLink(root.resolve("below/link"), Path.of("small"));
        in(it -> {
            Added added = add(it, root);
            assertThat(it.cat(added.path("film.bin"))).isEqualTo(content);
            assertThat(it.cat(added.path("below/small"))).isEqualTo(bytes(2, 10));
            assertThat(it.cat(added.path("below/empty"))).isEmpty();
            assertThat(references(it)).hasSize(12);
        });
    }

    @Test
    void aFileThatChangedIsAFailureThatNamesItAndTheBlockAndNeverOtherBytes() throws Exception {
        in(it -> {
            Added added = add(it, file);
            byte[] changed = content.clone();
            changed[3500]++;
            Files.write(file, changed);
            Cid broken = leaf(content, 3);
            assertThatThrownBy(() -> it.node().blocks().get(broken))
                    .isInstanceOf(IntegrityException.class)
                    .hasMessageContaining(broken.toString())
                    .hasMessageContaining(file.toString());
            fails(ErrorCode.INTEGRITY, () -> it.cat(added.cid()));
            assertThat(it.node().blocks().get(leaf(content, 4)).size()).isEqualTo(CHUNK);
            assertThat(states(it)).hasSize(11).containsOnlyOnce("changed");
            List<Object> bad = new ArrayList<>();
            assertThat(it.node().repo().verify(bad::add, _ -> {}).bad()).isEqualTo(1);
            assertThat(((BadBlock) bad.getFirst()).cid()).isEqualTo(broken.toString());
            Files.write(file, content);
            assertThat(it.cat(added.cid())).isEqualTo(content);
        });
    }

    @Test
    void aFileThatIsGoneOrShorterOrSomethingElseIsAFailure() throws Exception {
        in(it -> {
            Added added = add(it, file);
            Files.write(file, Arrays.copyOf(content, 3500));
            assertThat(states(it)).containsOnly("ok", "changed");
            fails(ErrorCode.INTEGRITY, () -> it.cat(added.cid()));
            Files.delete(file);
            assertThat(states(it)).containsOnly("no-file");
            fails(ErrorCode.INTEGRITY, () -> it.cat(added.cid()));
            Files.createDirectory(file);
            assertThat(states(it)).containsOnly("changed");
        });
    }

    @Test
    void bytesThatAreStoredTooWinOverReferences() throws Exception {
        in(it -> {
            Added added = add(it, file);
            List<Object> dups = new ArrayList<>();
            assertThat(it.node().filestore().duplicates(dups::add).blocks()).isZero();
            it.node()
                    .add()
                    .add(
                            new AddInputBuilder().chunker("size-" + CHUNK).build(),
                            TestNode.of(content));
            Files.delete(file);
            assertThat(it.cat(added.cid())).isEqualTo(content);
            assertThat(it.node().filestore().duplicates(dups::add).blocks()).isEqualTo(11);
            List<Cid> all = new ArrayList<>();
            it.node().blocks().forEach(all::add);
            assertThat(all).hasSize(12).doesNotHaveDuplicates();
        });
    }

    @Test
    void whatIsStoredAlreadyIsNotReferredTo() throws Exception {
        in(it -> {
            it.node()
                    .add()
                    .add(
                            new AddInputBuilder().chunker("size-" + CHUNK).build(),
                            TestNode.of(content));
            Added added = add(it, file);
            assertThat(references(it)).isEmpty();
            Files.delete(file);
            assertThat(it.cat(added.cid())).isEqualTo(content);
        });
    }

    @Test
    void aFileThatMovedIsReferredToAnewWhenItIsAddedAgain() throws Exception {
        in(it -> {
            Added added = add(it, file);
            for (int i = 0; i < 6; i++) {
                Path moved = root.resolve("moved" + i);
                Files.move(file, moved);
                file = moved;
                assertThatThrownBy(() -> it.cat(added.cid())).isInstanceOf(OperationFailed.class);
                assertThat(add(it, file).cid()).isEqualTo(added.cid());
                assertThat(it.cat(added.cid())).isEqualTo(content);
                if (i == ReferenceRecord.PLACES_MAX - 1) {
                    break; // there was no place left: the bytes were stored
                }
            }
            Files.delete(file);
            assertThat(it.cat(added.cid())).isEqualTo(content);
            assertThat(references(it)).hasSize(11 * ReferenceRecord.PLACES_MAX);
        });
    }

    @Test
    void theSameFileAddedTwiceOrWithRepeatedPartsIsReferredToOnce() throws Exception {
        Files.write(root.resolve("zeros"), new byte[50 * CHUNK]);
        in(it -> {
            String first = add(it, file).cid();
            assertThat(add(it, file).cid()).isEqualTo(first);
            assertThat(references(it)).hasSize(11);
            Added zeros = add(it, root.resolve("zeros"));
            add(it, root.resolve("zeros"));
            assertThat(references(it)).hasSize(12);
            assertThat(it.cat(zeros.cid())).isEqualTo(new byte[50 * CHUNK]);
        });
    }

    @Test
    void aChangeOfTheTimeAloneDoesNoHarm() throws Exception {
        in(it -> {
            Added added = add(it, file);
            Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
            assertThat(it.cat(added.cid())).isEqualTo(content);
            assertThat(states(it)).containsOnly("ok");
        });
    }

    @Test
    void referencesArePinnedCollectedAndRemovedAsBlocksAre() throws Exception {
        in(it -> {
            Added added = add(it, file);
            assertThat(collect(it)).isZero();
            Cid leaf = leaf(content, 5);
            List<Object> rows = new ArrayList<>();
            BlockRmInput rm = BlockRmInput.of(List.of(leaf.toString()));
            assertThat(it.node().gc().remove(rm, rows::add, _ -> {}).needed()).isEqualTo(1);
            it.node().pins().remove(new PinRmInput(added.cid(), true));
            assertThat(it.node().gc().remove(rm, rows::add, _ -> {}).removed()).isEqualTo(1);
            assertThat(it.node().blocks().has(leaf)).isFalse();
            assertThat(collect(it)).isEqualTo(11);
            assertThat(it.blocks().statistics().blocks()).isZero();
            assertThat(Files.readAllBytes(file)).isEqualTo(content);
        });
    }

    private static long collect(TestNode it) throws InterruptedException {
        return it.node().gc().collect(new RepoGcInput(false, true), _ -> {}, _ -> {}).blocks();
    }

    @Test
    void aRecordIsNobodysBlock() throws Exception {
        in(it -> {
            add(it, file);
            Cid key = ReferenceRecord.key(leaf(content, 0).multihash(), 0);
            assertThat(it.blocks().has(key)).isTrue();
            assertThat(it.node().blocks().has(key)).isFalse();
            assertThatThrownBy(() -> it.node().blocks().get(key)).isInstanceOf(BlockNotFound.class);
            assertThatThrownBy(() -> it.node().blocks().size(key))
                    .isInstanceOf(BlockNotFound.class);
            assertThat(it.node().blocks().delete(List.of(key))).isZero();
            assertThat(it.blocks().has(key)).isTrue();
            List<Cid> all = new ArrayList<>();
            it.node().blocks().forEach(all::add);
            assertThat(all).hasSize(12).noneMatch(ReferenceRecord::isKey);
        });
    }

    @Test
    void oneBlockCanBeListedAlone() throws Exception {
        in(it -> {
            add(it, file);
            List<Object> rows = new ArrayList<>();
            it.node().filestore().list(new FilestoreInput(leaf(content, 2).toString()), rows::add);
            assertThat(rows).hasSize(1);
            fails(
                    ErrorCode.NOT_FOUND,
                    () ->
                            it.node()
                                    .filestore()
                                    .list(
                                            new FilestoreInput(leaf(bytes(9, 9), 0).toString()),
                                            rows::add));
            fails(
                    ErrorCode.INVALID_ARGUMENT,
                    () -> it.node().filestore().list(new FilestoreInput("x"), rows::add));
        });
    }

    @Test
    void aRecordThatWasDamagedOnTheDiskIsToldByBothVerifications() throws Exception {
        in(it -> {
            add(it, file);
            it.blocks().cover(); // so that it is damage, and no torn write
        });
        try (Stream<Path> segments = Files.list(temp.resolve("data/blocks"))) {
            for (Path segment :
                    segments.filter(path -> path.toString().endsWith(".car")).toList()) {
                byte[] bytes = Files.readAllBytes(segment);
                int at = indexOf(bytes, file.toString().getBytes(UTF_8));
                if (at >= 0) {
                    bytes[at + 1] ^= 1;
                    Files.write(segment, bytes);
                }
            }
        }
        in(it -> {
            assertThat(states(it)).hasSize(11).containsOnlyOnce("damaged");
            List<Object> bad = new ArrayList<>();
            assertThat(it.node().repo().verify(bad::add, _ -> {}).bad()).isEqualTo(1);
            // what is added again takes its place, and all of it can be removed
            Added again = add(it, file);
            assertThat(it.cat(again.cid())).isEqualTo(content);
            it.node().pins().remove(new PinRmInput(again.cid(), true));
            List<String> all = new ArrayList<>();
            for (int i = 0; i < 11; i++) {
                all.add(leaf(content, i).toString());
            }
            assertThat(it.node().gc().remove(BlockRmInput.of(all), bad::add, _ -> {}).removed())
                    .isEqualTo(11);
            assertThat(states(it)).isEmpty();
        });
    }

    private static int indexOf(byte[] bytes, byte[] wanted) {
        for (int i = 0; i + wanted.length <= bytes.length; i++) {
            if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        return -1;
    }
}
