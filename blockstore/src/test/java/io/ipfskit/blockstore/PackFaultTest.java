package io.ipfskit.blockstore;

import static io.ipfskit.blockstore.BlockStoreContract.addAll;
import static io.ipfskit.blockstore.BlockStoreContract.assertHolds;
import static io.ipfskit.blockstore.BlockStoreContract.blocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.sim.DiskCall;
import io.ipfskit.anyio.sim.DiskFault;
import io.ipfskit.anyio.sim.DiskFaults;
import io.ipfskit.anyio.sim.DiskScript;
import io.ipfskit.anyio.sim.SimDisk;
import io.ipfskit.ipld.Block;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

class PackFaultTest {
    private static final Path STORE = Path.of("/blocks");
    private final SimDisk disk = new SimDisk();

    private void failNext(DiskCall call, DiskFault fault, int times) {
        disk.script(DiskScript.next(call, times, fault));
    }

    private interface Step {
        void run(PackStore store) throws Exception;
    }

    /// Runs the step, then checks that exactly `kept` is there, now and after reopening.
    private void after(Step step, List<Block> kept) throws Exception {
        World.run(services -> {
            try (PackStore store = PackStore.open(services, disk, STORE, PackStoreTest.SMALL)) {
                step.run(store);
                disk.script(DiskScript.NONE);
                assertHolds(store, kept);
                assertThat(store.statistics().blocks()).isEqualTo(kept.size());
            }
            try (PackStore store = PackStore.open(services, disk, STORE, PackStoreTest.SMALL)) {
                assertHolds(store, kept);
                assertThat(store.statistics().blocks()).isEqualTo(kept.size());
                assertThat(disk.files().stream().map(Path::toString))
                        .noneMatch(name -> name.endsWith(".part"));
            }
            return 0;
        });
    }

    @Test
    void aFullDiskRefusesASmallSessionAndTheStoreGoesOn() throws Exception {
        List<Block> first = blocks(1, 2, 100);
        for (DiskCall call : List.of(DiskCall.WRITE, DiskCall.FORCE, DiskCall.CREATE)) {
            after(
                    store -> {
                        failNext(call, DiskFault.FULL, 1);
                        if (call == DiskCall.CREATE && store.statistics().blocks() > 0) {
                            return; // its commit segment exists
                        }
                        assertThatThrownBy(() -> addAll(store, blocks(2, 2, 100)))
                                .as(call.name())
                                .isInstanceOf(StoreFull.class)
                                .hasMessageContaining("/blocks is full")
                                .hasMessageContaining("nothing of this commit was acknowledged")
                                .hasMessageContaining("Free space");
                        addAll(store, first);
                    },
                    first);
        }
    }

    @Test
    void aFullDiskRefusesABulkSessionAndGivesItsSpaceBack() throws Exception {
        List<Block> bulk = blocks(1, 40, 9000);
        after(
                store -> {
                    AtomicInteger writes = new AtomicInteger();
                    disk.script(op ->
                            op.call() == DiskCall.WRITE && writes.incrementAndGet() > 4
                                    ? DiskFault.FULL
                                    : null);
                    assertThatThrownBy(() -> addAll(store, bulk)).isInstanceOf(StoreFull.class);
                    assertThat(disk.files().stream().map(Path::toString))
                            .noneMatch(name -> name.contains("bulk"));
                },
                List.of());
        after(store -> addAll(store, bulk), bulk);
    }

    @Test
    void aFailedSyncOfTheCommitSegmentIsWrittenAgainElsewhere() throws Exception {
        List<Block> all = blocks(1, 4, 100);
        after(
                store -> {
                    addAll(store, all.subList(0, 2));
                    failNext(DiskCall.FORCE, DiskFault.FAIL, 1);
                    addAll(store, all.subList(2, 4));
                },
                all);
    }

    @Test
    void whatAnOpeningShowedAfterAFailedSyncAndAKillSurvivesAPowerLoss() throws Exception {
        List<Block> all = blocks(1, 4, 100);
        int shownUnsynced = 0;
        for (long seed = 0; seed < 40; seed++) {
            SimDisk worn = new SimDisk(seed, DiskFaults.NONE);
            World.run(services -> {
                try (PackStore store = PackStore.open(services, worn, STORE, PackStoreTest.SMALL)) {
                    addAll(store, all.subList(0, 2));
                    worn.script(
                            DiskScript.always(DiskCall.FORCE, DiskFault.FAIL)
                                    .or(DiskScript.always(DiskCall.TRUNCATE, DiskFault.FAIL)));
                    assertThatThrownBy(() -> addAll(store, all.subList(2, 4)))
                            .isInstanceOf(IOException.class);
                    worn.goDown();
                }
                return 0;
            });
            worn.script(DiskScript.NONE);
            worn.restartProcess();
            List<Block> shown = new ArrayList<>();
            World.run(services -> {
                try (PackStore store = PackStore.open(services, worn, STORE, PackStoreTest.SMALL)) {
                    for (Block block : all) {
                        if (store.has(block.cid())) {
                            shown.add(block);
                        }
                    }
                    worn.goDown();
                }
                return 0;
            });
            worn.powerCycle();
            World.run(services -> {
                try (PackStore store = PackStore.open(services, worn, STORE, PackStoreTest.SMALL)) {
                    assertHolds(store, shown);
                }
                return 0;
            });
            shownUnsynced += shown.size() - 2;
        }
        assertThat(shownUnsynced).as("blocks shown that no sync had saved").isPositive();
    }

    @Test
    void aFailedSyncOfABulkSegmentFailsTheSession() throws Exception {
        after(
                store -> {
                    failNext(DiskCall.FORCE, DiskFault.FAIL, 1);
                    assertThatThrownBy(() -> addAll(store, blocks(1, 40, 9000)))
                            .isInstanceOf(IOException.class)
                            .hasMessageContaining("Input/output error");
                },
                List.of());
    }

    @Test
    void aCommitThatFailsTwiceAcknowledgesNothing() throws Exception {
        List<Block> first = blocks(1, 2, 100);
        after(
                store -> {
                    addAll(store, first);
                    failNext(DiskCall.FORCE, DiskFault.FAIL, 2);
                    assertThatThrownBy(() -> addAll(store, blocks(2, 2, 100)))
                            .isInstanceOf(StoreFailed.class)
                            .hasMessageContaining("Input/output error");
                    addAll(store, first);
                },
                first);
    }

    @Test
    void anAdoptionThatFailsTwiceLeavesAnOpenableStore() throws Exception {
        List<Block> first = blocks(1, 2, 100);
        after(
                store -> {
                    addAll(store, first);
                    disk.script(op ->
                            op.call() == DiskCall.FORCE && op.path().toString().contains("commit-")
                                    ? DiskFault.FAIL
                                    : null);
                    assertThatThrownBy(() -> addAll(store, blocks(2, 40, 9000)))
                            .isInstanceOf(StoreFailed.class);
                },
                first);
    }

    @Test
    void aRenameThatFailsAfterTheCommitIsCompletedAtTheNextOpening() throws Exception {
        List<Block> bulk = blocks(2, 40, 9000);
        after(
                store -> {
                    failNext(DiskCall.RENAME, DiskFault.FAIL, 1);
                    addAll(store, bulk);
                },
                bulk);
    }

    @Test
    void aCancelledSessionLeavesNoTrace() throws Exception {
        World.run(services -> {
            try (PackStore store = PackStore.open(services, disk, STORE, PackStoreTest.SMALL)) {
                addAll(store, blocks(1, 2, 100));
                List<Path> before = disk.files();
                for (int n = 1; n <= 20; n++) {
                    int stop = n * 3;
                    CancelScope.run(scope -> {
                        AtomicInteger calls = new AtomicInteger();
                        disk.script(op -> {
                            if (op.call().isChanging() && calls.incrementAndGet() == stop) {
                                scope.cancel("test");
                            }
                            return null;
                        });
                        try (WriteSession session = store.openSession()) {
                            for (Block block : blocks(stop, 100, 9000)) {
                                session.put(block);
                            }
                            scope.cancel("before the commit");
                            session.commit();
                        }
                        return 0;
                    });
                    disk.script(DiskScript.NONE);
                    assertThat(store.statistics().blocks()).isEqualTo(2);
                    assertThat(disk.files()).isEqualTo(before);
                }
            }
            return 0;
        });
    }
}
