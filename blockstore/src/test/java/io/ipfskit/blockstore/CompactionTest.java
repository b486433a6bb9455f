package io.ipfskit.blockstore;

import static io.ipfskit.blockstore.BlockStoreContract.addAll;
import static io.ipfskit.blockstore.BlockStoreContract.all;
import static io.ipfskit.blockstore.BlockStoreContract.assertHolds;
import static io.ipfskit.blockstore.BlockStoreContract.blocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Checkpoint;
import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.SimBackend;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.Time;
import io.ipfskit.anyio.sim.DiskCall;
import io.ipfskit.anyio.sim.DiskFault;
import io.ipfskit.anyio.sim.DiskScript;
import io.ipfskit.anyio.sim.SimDisk;
import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.IntegrityException;
import io.ipfskit.multiformats.Cid;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

class CompactionTest {
    private static final Path STORE = Path.of("/data/blocks");
    private static final PackOptions SMALL = PackStoreTest.SMALL;
    private static final CompactOptions EAGER = new CompactOptions(1, 0, 0);

    private final SimDisk disk = new SimDisk();

    /// What a task does with a store.
    private interface Step {
        void run(PackStore store) throws Exception;
    }

    private void open(Step step) throws Exception {
        World.run(services -> {
            try (PackStore store = PackStore.open(services, disk, STORE, SMALL)) {
                step.run(store);
            }
            return 0;
        });
    }

    /// Bytes of all files of the store.
    private long used() throws IOException {
        long bytes = 0;
        for (Path file : disk.files()) {
            bytes += disk.content(file).length;
        }
        return bytes;
    }

    private static List<Block> every(int step, List<Block> blocks) {
        return IntStream.range(0, blocks.size())
                .filter(i -> i % step == 0)
                .mapToObj(blocks::get)
                .toList();
    }

    private static List<Cid> without(List<Block> blocks, List<Block> kept) {
        return blocks.stream().filter(block -> !kept.contains(block)).map(Block::cid).toList();
    }

    @Test
    void aSegmentWithoutLiveBlocksIsRemoved() throws Exception {
        List<Block> gone = blocks(1, 60, 9000);
        List<Block> kept = blocks(2, 5, 100);
        open(store -> {
            addAll(store, kept);
            addAll(store, gone);
            long before = used();
            store.delete(gone.stream().map(Block::cid).toList());
            assertThat(used()).isGreaterThan(before);
            CompactionReport report = store.compact(CompactOptions.DEFAULT);
            assertThat(report.segmentsFreed()).isPositive();
            assertThat(report.bytesFreed()).isGreaterThan(60 * 9000);
            assertThat(report.blocksMoved()).isZero();
            assertThat(used()).isLessThan(before - 60 * 9000);
            assertHolds(store, kept);
        });
        open(store -> {
            assertHolds(store, kept);
            assertThat(store.statistics().blocks()).isEqualTo(5);
            assertThat(store.has(gone.getFirst().cid())).isFalse();
        });
    }

    @Test
    void whatLivesInAMostlyDeadSegmentIsMovedFirst() throws Exception {
        List<Block> all = blocks(1, 120, 5000);
        List<Block> kept = every(4, all);
        open(store -> {
            addAll(store, all);
            store.delete(without(all, kept));
            CompactionReport report = store.compact(CompactOptions.DEFAULT);
            assertThat(report.blocksMoved()).isEqualTo(30);
            assertThat(report.bytesSaved()).isGreaterThan(60 * 5000);
            assertThat(report.bytesSaved()).isEqualTo(report.bytesFreed() - report.bytesWritten());
            assertThat(used()).isLessThan(60 * 5000);
            assertHolds(store, kept);
            assertThat(all(store)).containsExactlyInAnyOrderElementsOf(cids(kept));
            assertThat(store.compact(CompactOptions.DEFAULT)).isEqualTo(CompactionReport.NOTHING);
        });
        for (int life = 0; life < 2; life++) {
            int seed = 10 + life;
            open(store -> {
                assertThat(store.report().leftovers()).isEmpty();
                assertHolds(store, kept);
                assertThat(store.statistics().blocks()).isEqualTo(all(store).size());
                addAll(store, blocks(seed, 3, 100));
            });
        }
    }

    private static List<Cid> cids(List<Block> blocks) {
        return blocks.stream().map(Block::cid).toList();
    }

    @Test
    void aStoreThatIsMostlyAliveIsLeftAlone() throws Exception {
        List<Block> all = blocks(1, 40, 9000);
        open(store -> {
            addAll(store, all);
            store.delete(List.of(all.getFirst().cid()));
            List<Path> files = disk.files();
            assertThat(store.compact(CompactOptions.DEFAULT)).isEqualTo(CompactionReport.NOTHING);
            assertThat(disk.files()).isEqualTo(files);
        });
    }

    @Test
    void blocksDeletedAndAddedAgainSurviveManyCompactions() throws Exception {
        List<Block> all = blocks(1, 60, 3000);
        List<Block> kept = new ArrayList<>(all);
        open(store -> addAll(store, all));
        for (int round = 0; round < 8; round++) {
            List<Block> away = every(2 + round % 3, kept);
            int first = round;
            open(store -> {
                store.delete(cids(away));
                kept.removeAll(away);
                store.compact(EAGER);
                assertHolds(store, kept);
                addAll(store, away.subList(0, away.size() / 2));
                kept.addAll(away.subList(0, away.size() / 2));
                addAll(store, blocks(100 + first, 4, 500));
                kept.addAll(blocks(100 + first, 4, 500));
                store.compact(EAGER);
                assertHolds(store, kept);
                assertThat(all(store)).containsExactlyInAnyOrderElementsOf(cids(kept));
            });
        }
        assertThat(disk.files()).hasSizeLessThan(12);
    }

    @Test
    void readersFindEveryBlockWhileItIsMoved(@TempDir Path folder) throws Exception {
        List<Block> all = blocks(1, 300, 2000);
        List<Block> kept = every(3, all);
        World.run(services -> {
            try (PackStore store =
                    PackStore.open(services, Disk.real(), folder.resolve("blocks"), SMALL)) {
                addAll(store, all);
                TaskGroup.<Integer, Exception>open(group -> {
                    for (int reader = 0; reader < 3; reader++) {
                        group.fork(() -> {
                            for (int round = 0; round < 30; round++) {
                                assertHolds(store, kept);
                                Set<Cid> listed = new HashSet<>();
                                store.forEach(listed::add); // some of them twice
                                assertThat(listed).containsAll(cids(kept));
                            }
                            return 0;
                        });
                    }
                    store.delete(without(all, kept));
                    for (int round = 0; round < 12; round++) {
                        List<Block> passing = blocks(50 + round, 40, 2000);
                        addAll(store, passing);
                        store.delete(cids(passing.subList(0, 39)));
                        store.compact(EAGER);
                    }
                    return 0;
                });
            }
            return 0;
        });
    }

    @Test
    void aBlockDeletedWhileItsSegmentIsCopiedStaysDeleted() throws Exception {
        List<Block> all = blocks(1, 40, 2000);
        List<Block> kept = every(4, all);
        Block late = kept.getLast();
        AnyIO.run(
                SimBackend.seeded(1),
                _ ->
                        TaskGroup.open(services -> {
                            try (PackStore store = PackStore.open(services, disk, STORE, SMALL)) {
                                addAll(store, all);
                                store.delete(without(all, kept));
                                TaskGroup.<Integer, Exception>open(group -> {
                                    group.fork(() -> store.compact(new CompactOptions(1, 0, 2000)));
                                    Time.sleep(Duration.ofSeconds(3));
                                    store.delete(List.of(late.cid()));
                                    addAll(store, blocks(2, 2, 100));
                                    return 0;
                                });
                                assertThat(store.has(late.cid())).isFalse();
                                assertHolds(store, kept.subList(0, kept.size() - 1));
                            }
                            return 0;
                        }));
        open(store -> {
            assertThat(store.has(late.cid())).isFalse();
            assertHolds(store, kept.subList(0, kept.size() - 1));
            assertHolds(store, blocks(2, 2, 100));
            assertThat(store.statistics().blocks()).isEqualTo(kept.size() + 1);
        });
    }

    @Test
    void aDamagedBlockIsReportedAndStaysWhereItIs() throws Exception {
        List<Block> all = blocks(1, 40, 2000);
        List<Block> kept = every(4, all);
        Block bad = kept.get(3);
        open(store -> {
            addAll(store, all);
            store.delete(without(all, kept));
        });
        Path segment =
                disk.files().stream()
                        .filter(file -> file.toString().contains("bulk-"))
                        .findFirst()
                        .orElseThrow();
        byte[] content = disk.content(segment);
        byte[] wanted = new byte[bad.size()];
        bad.bytes().get(0, wanted);
        content[indexOf(content, wanted) + 100] ^= 1;
        disk.content(segment, content);
        open(store -> {
            CompactionReport report = store.compact(EAGER);
            assertThat(report.damaged()).containsExactly(bad.cid());
            assertThat(report.blocksMoved()).isEqualTo(kept.size() - 1);
            assertThat(disk.files()).contains(segment);
            assertThatThrownBy(() -> store.get(bad.cid())).isInstanceOf(IntegrityException.class);
            assertHolds(store, kept.stream().filter(block -> !block.equals(bad)).toList());
        });
        open(store -> {
            assertThatThrownBy(() -> store.get(bad.cid())).isInstanceOf(IntegrityException.class);
            assertHolds(store, kept.stream().filter(block -> !block.equals(bad)).toList());
            assertThat(store.statistics().blocks()).isEqualTo(kept.size());
        });
    }

    private static int indexOf(byte[] content, byte[] wanted) {
        for (int at = 0; at + wanted.length <= content.length; at++) {
            if (Arrays.equals(content, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        throw new AssertionError("not found");
    }

    @Test
    void aCancelledCompactionLeavesNothingBehind() throws Exception {
        List<Block> all = blocks(1, 40, 2000);
        List<Block> kept = every(4, all);
        open(store -> {
            addAll(store, all);
            store.delete(without(all, kept));
            List<Path> files = disk.files();
            boolean cancelled =
                    CancelScope.moveOnAfter(
                                    Duration.ofMillis(20),
                                    _ -> store.compact(new CompactOptions(1, 0, 1000)))
                            .isCancelled();
            Checkpoint.now();
            assertThat(cancelled).isTrue();
            assertThat(disk.files()).isEqualTo(files);
            assertHolds(store, kept);
        });
    }

    @Test
    void aFullDiskFailsTheCompactionAndLosesNothing() throws Exception {
        List<Block> all = blocks(1, 40, 2000);
        List<Block> kept = every(4, all);
        open(store -> {
            addAll(store, all);
            store.delete(without(all, kept));
        });
        for (DiskCall call : List.of(DiskCall.CREATE, DiskCall.WRITE)) {
            open(store -> {
                disk.script(DiskScript.always(call, DiskFault.FULL));
                assertThatThrownBy(() -> store.compact(EAGER)).isInstanceOf(StoreFull.class);
                disk.script(DiskScript.NONE);
                assertHolds(store, kept);
                addAll(store, blocks(7, 1, 100));
            });
        }
        open(store -> {
            assertHolds(store, kept);
            assertThat(store.compact(EAGER).segmentsFreed()).isPositive();
            assertHolds(store, kept);
            assertHolds(store, blocks(7, 1, 100));
        });
    }

    @Test
    void filesThatCouldNotBeRemovedAreAtTheNextOpening() throws Exception {
        List<Block> all = blocks(1, 40, 2000);
        List<Block> kept = every(4, all);
        open(store -> {
            addAll(store, all);
            store.delete(without(all, kept));
            disk.script(DiskScript.always(DiskCall.DELETE, DiskFault.FAIL));
            assertThat(store.compact(EAGER).segmentsFreed()).isZero();
            disk.script(DiskScript.NONE);
        });
        open(store -> {
            assertThat(store.report().leftovers()).isNotEmpty();
            assertHolds(store, kept);
        });
        open(store -> assertThat(store.report().leftovers()).isEmpty());
    }

    @Test
    void aSegmentThatIsMissingAfterACompactionIsDamage() throws Exception {
        List<Block> all = blocks(1, 40, 2000);
        open(store -> {
            addAll(store, all);
            store.delete(without(all, every(4, all)));
            store.compact(EAGER);
        });
        for (Path file : List.copyOf(disk.files())) {
            if (file.toString().endsWith(".car")) {
                SimDisk less = disk.afterPowerLoss(1);
                World.run(services -> {
                    less.delete(file);
                    assertThatThrownBy(() -> PackStore.open(services, less, STORE, SMALL))
                            .as(file.toString())
                            .isInstanceOf(IOException.class);
                    return 0;
                });
            }
        }
    }

    /// Two compactions; the first cannot remove its files.
    private void compactTwice(DiskScript first) throws Exception {
        List<Block> all = blocks(1, 200, 2000);
        List<Block> kept = every(4, all);
        List<Block> passing = blocks(9, 40, 2000);
        open(store -> {
            addAll(store, all);
            store.delete(without(all, kept));
            disk.script(first);
            assertThat(store.compact(EAGER).segmentsFreed()).isZero();
            disk.script(DiskScript.NONE);
            addAll(store, passing);
            store.delete(cids(passing));
            assertThat(store.compact(EAGER).segmentsFreed()).isPositive();
            assertHolds(store, kept);
        });
        open(store -> {
            assertThat(store.report().leftovers()).isNotEmpty();
            assertHolds(store, kept);
        });
        open(store -> assertThat(store.report().leftovers()).isEmpty());
    }

    @Test
    void filesThatCouldNotBeRemovedAreKnownToLaterManifests() throws Exception {
        compactTwice(DiskScript.always(DiskCall.DELETE, DiskFault.FAIL));
    }

    @Test
    void filesKeptForWantOfACoverAreKnownToLaterManifests() throws Exception {
        int[] phase = new int[1];
        compactTwice(operation -> {
            boolean ofManifest = operation.toString().contains("commit-");
            if (phase[0] == 0 && operation.call() == DiskCall.CREATE && ofManifest) {
                phase[0] = 1;
            } else if (phase[0] == 1 && operation.call() == DiskCall.FORCE_DIRECTORY) {
                phase[0] = 2; // the manifest is durable; now comes the batch behind it
            } else if (phase[0] == 2 && operation.call() == DiskCall.WRITE) {
                phase[0] = 3;
                return DiskFault.FULL;
            }
            return phase[0] == 3 && operation.call() == DiskCall.DELETE ? DiskFault.FAIL : null;
        });
    }

    /// A process that was killed may leave a manifest unsynced; what its successor removes by it
    /// must not be missed after a power loss.
    @Test
    void aManifestFoundAfterAKillIsDurableBeforeAnythingIsRemovedByIt() throws Exception {
        List<Block> dead = blocks(1, 100, 2000);
        List<Block> kept = blocks(5, 3, 100);
        open(store -> {
            addAll(store, dead);
            addAll(store, kept);
        });
        int removals = 0;
        for (int force = 1; force < 10; force++) {
            SimDisk killed = disk.copy();
            int at = force;
            World.run(services -> {
                try (PackStore store = PackStore.open(services, killed, STORE, SMALL)) {
                    store.delete(cids(dead));
                    killed.script(
                            DiskScript.at(
                                    DiskCall.FORCE,
                                    killed.count(DiskCall.FORCE) + at,
                                    DiskFault.CRASH));
                    store.compact(EAGER);
                } catch (IOException down) {
                    assertThat(killed.isDown()).isTrue();
                }
                return 0;
            });
            killed.script(DiskScript.NONE);
            killed.restartProcess();
            List<SimDisk> after = new ArrayList<>();
            List<String> leftovers = new ArrayList<>();
            World.run(services -> {
                try (PackStore store = PackStore.open(services, killed, STORE, SMALL)) {
                    leftovers.addAll(store.report().leftovers());
                    for (long seed = 0; seed < 20; seed++) {
                        after.add(killed.afterPowerLoss(seed));
                    }
                }
                return 0;
            });
            removals += leftovers.size();
            for (SimDisk lost : after) {
                World.run(services -> {
                    try (PackStore store = PackStore.open(services, lost, STORE, SMALL)) {
                        assertHolds(store, kept);
                    }
                    return 0;
                });
            }
        }
        assertThat(removals).as("files removed at opening").isPositive();
    }

    @Test
    void aBlockThatCannotBeReadIsReportedAndStaysWhereItIs() throws Exception {
        List<Block> all = blocks(1, 40, 2000);
        List<Block> kept = every(4, all);
        open(store -> {
            addAll(store, all);
            store.delete(without(all, kept));
            int[] reads = new int[1];
            disk.script(operation ->
                    operation.call() == DiskCall.READ
                                    && operation.toString().contains("bulk-")
                                    && ++reads[0] == 30
                            ? DiskFault.FAIL
                            : null);
            CompactionReport report = store.compact(EAGER);
            disk.script(DiskScript.NONE);
            assertThat(report.damaged().size() + report.blocksMoved()).isEqualTo(kept.size());
            assertHolds(store, kept);
        });
        open(store -> assertHolds(store, kept));
    }
}
