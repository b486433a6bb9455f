package io.ipfskit.anyio.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.DiskFile;
import io.ipfskit.anyio.DiskLock;
import io.ipfskit.anyio.OpenMode;
import io.ipfskit.anyio.Outcome;
import io.ipfskit.anyio.Task;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.Time;
import io.ipfskit.anyiotesting.BackendTest;
import io.ipfskit.anyiotesting.TestKit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/// Each way in which a simulated disk fails, as told.
class SimDiskTest {
    private static final Path FILE = Path.of("/f");
    private static final int SURVIVORS = 60;

    private static ByteBuffer filled(int size, int with) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) with);
        return ByteBuffer.wrap(bytes);
    }

    private static DiskFile create(SimDisk disk) throws IOException, InterruptedException {
        return disk.open(FILE, OpenMode.readWrite().create());
    }

    @BackendTest
    void unsyncedSectorsSurviveInAnyMixtureAndSyncedOnesAlways() throws Exception {
        TestKit.run(_ -> {
            SimDisk disk = new SimDisk();
            try (DiskFile file = create(disk)) {
                file.write(filled(2048, 1), 0);
                file.force(false);
                disk.forceDirectory(Path.of("/"));
                file.write(filled(2048, 2), 0);
                file.write(filled(1024, 3), 1024);
            }
            TreeSet<String> seen = new TreeSet<>();
            for (long seed = 0; seed < SURVIVORS; seed++) {
                byte[] after = disk.afterPowerLoss(seed).content(FILE);
                assertThat(after).hasSize(2048);
                StringBuilder sectors = new StringBuilder();
                for (int at = 0; at < 2048; at += 512) {
                    assertThat(after[at]).isEqualTo(after[at + 511]).isBetween((byte) 1, (byte) 3);
                    sectors.append(after[at]);
                }
                seen.add(sectors.toString());
            }
            assertThat(seen).contains("1111", "2233").hasSizeGreaterThan(6);
            assertThat(seen)
                    .as("reordered: the later write without the earlier one")
                    .anyMatch(s -> s.charAt(0) == '1' && s.contains("3"));
            return 0;
        });
    }

    @BackendTest
    void aNameThatWasNotForcedMayBeLostOrKept() throws Exception {
        TestKit.run(_ -> {
            SimDisk disk = new SimDisk();
            try (DiskFile file = create(disk)) {
                file.write(filled(10, 1), 0);
                file.force(true);
            }
            TreeSet<Integer> counts = new TreeSet<>();
            for (long seed = 0; seed < SURVIVORS; seed++) {
                counts.add(disk.afterPowerLoss(seed).files().size());
            }
            assertThat(counts).containsExactly(0, 1);
            disk.forceDirectory(Path.of("/"));
            disk.rename(FILE, Path.of("/g"));
            TreeSet<String> names = new TreeSet<>();
            for (long seed = 0; seed < SURVIVORS; seed++) {
                names.add(disk.afterPowerLoss(seed).files().toString());
            }
            assertThat(names).containsExactly("[/f]", "[/g]");
            return 0;
        });
    }

    @BackendTest
    void whatAFailedSyncWasToSaveIsNotSavedByALaterOne() throws Exception {
        TestKit.run(_ -> {
            SimDisk disk = new SimDisk();
            disk.script(DiskScript.at(DiskCall.FORCE, 2, DiskFault.FAIL));
            try (DiskFile file = create(disk)) {
                file.write(filled(512, 1), 0);
                file.force(true);
                disk.forceDirectory(Path.of("/"));
                file.write(filled(512, 2), 0);
                assertThatThrownBy(() -> file.force(true)).hasMessage("Input/output error");
                file.force(true);
                TreeSet<Byte> found = new TreeSet<>();
                for (long seed = 0; seed < SURVIVORS; seed++) {
                    found.add(disk.afterPowerLoss(seed).content(FILE)[0]);
                }
                assertThat(found).containsExactly((byte) 1, (byte) 2);
                file.write(filled(512, 2), 0);
                file.force(true);
                for (long seed = 0; seed < SURVIVORS; seed++) {
                    assertThat(disk.afterPowerLoss(seed).content(FILE)[0]).isEqualTo((byte) 2);
                }
            }
            return 0;
        });
    }

    @BackendTest
    void filesAndLocksEndWithTheLifeOfTheDisk() throws Exception {
        TestKit.run(_ -> {
            SimDisk disk = new SimDisk();
            disk.script(DiskScript.at(DiskCall.WRITE, 1, DiskFault.CRASH));
            List<String> told = new ArrayList<>();
            disk.onDown(() -> told.add("down"));
            DiskLock lock = disk.tryLock(Path.of("/lock"));
            try (DiskFile file = create(disk)) {
                assertThatThrownBy(() -> file.write(filled(1, 1), 0))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("the disk is down");
                assertThatThrownBy(() -> disk.exists(FILE)).isInstanceOf(IOException.class);
                disk.restartProcess();
                assertThat(disk.exists(FILE)).isTrue();
                assertThatThrownBy(file::size).isInstanceOf(IOException.class);
            }
            assertThat(told).containsExactly("down");
            DiskLock again = disk.tryLock(Path.of("/lock"));
            assertThat(lock).isNotNull();
            assertThat(again).isNotNull();
            assertThat(disk.openFiles()).isZero();
            return 0;
        });
    }

    @BackendTest
    void aFullDiskTakesWhatFitsAndTellsWhatIsFree() throws Exception {
        TestKit.run(_ -> {
            SimDisk disk = new SimDisk();
            disk.capacity(1000);
            try (DiskFile file = create(disk)) {
                file.write(filled(600, 1), 0);
                assertThat(disk.freeSpace(FILE)).isEqualTo(400);
                assertThatThrownBy(() -> file.write(filled(600, 2), 600))
                        .hasMessage("No space left on device");
                assertThat(file.size()).isEqualTo(1000);
                file.write(filled(600, 3), 0);
                file.truncate(0);
                assertThat(disk.freeSpace(FILE)).isEqualTo(1000);
            }
            return 0;
        });
    }

    @BackendTest
    void aBitRotsForGood() throws Exception {
        TestKit.run(_ -> {
            SimDisk disk = new SimDisk();
            disk.content(FILE, new byte[100]);
            disk.script(DiskScript.next(DiskCall.READ, 1, DiskFault.ROT));
            try (DiskFile file = disk.open(FILE, OpenMode.read())) {
                ByteBuffer read = ByteBuffer.allocate(100);
                file.readFully(read, 0);
                assertThat(read.array()).isNotEqualTo(new byte[100]).isEqualTo(disk.content(FILE));
            }
            assertThat(disk.afterPowerLoss(1).content(FILE)).isEqualTo(disk.content(FILE));
            return 0;
        });
    }

    @BackendTest
    void aStuckReadCanBeCancelledAndAStuckWriteIsAwaited() throws Exception {
        TestKit.run(_ -> {
            SimDisk disk = new SimDisk();
            disk.content(FILE, new byte[100]);
            try (DiskFile file = disk.open(FILE, OpenMode.readWrite())) {
                disk.script(DiskScript.always(DiskCall.READ, DiskFault.STUCK));
                Outcome<Integer> read =
                        CancelScope.moveOnAfter(
                                Duration.ofMillis(1), _ -> file.read(ByteBuffer.allocate(100), 0));
                assertThat(read.wasCaught()).isTrue();
                disk.script(DiskScript.always(DiskCall.WRITE, DiskFault.STUCK));
                TaskGroup.open(group -> {
                    Task<Integer> writer =
                            group.fork(() -> {
                                file.write(filled(100, 7), 0);
                                return 0;
                            });
                    TestKit.awaitWaiting(writer);
                    writer.cancel("not wanted");
                    TestKit.awaitAllBlocked();
                    assertThat(disk.content(FILE)[0]).isZero();
                    disk.release();
                    return 0;
                });
                assertThat(disk.content(FILE)[99]).isEqualTo((byte) 7);
            }
            return 0;
        });
    }

    @BackendTest(backends = "sim")
    void aSlowCallTakesVirtualTimeAndTheSeedDecidesEverything() throws Exception {
        List<String> logs = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            TestKit.run(_ -> {
                SimDisk disk =
                        SimDisk.ofRun(
                                DiskFaults.SOME.withRate(DiskFault.SLOW, 0.3).withCrashWithin(90));
                long before = Time.now();
                try (DiskFile file = create(disk)) {
                    for (int n = 0; n < 100; n++) {
                        try {
                            file.write(filled(3000, n), n * 3000L);
                            file.force(false);
                        } catch (IOException expected) {
                            if (disk.isDown()) {
                                break;
                            }
                        }
                    }
                } catch (IOException notCreated) {
                    assertThat(disk.log()).isNotEmpty();
                }
                disk.powerCycle();
                logs.add(disk.log() + " " + (Time.now() - before));
                return 0;
            });
        }
        assertThat(logs.get(0)).contains("down").isEqualTo(logs.get(1));
    }
}
