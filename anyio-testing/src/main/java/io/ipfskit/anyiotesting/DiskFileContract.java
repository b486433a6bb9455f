package io.ipfskit.anyiotesting;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Cancelled;
import io.ipfskit.anyio.Checkpoint;
import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.DiskFile;
import io.ipfskit.anyio.MappedFile;
import io.ipfskit.anyio.OpenMode;
import io.ipfskit.anyio.Outcome;
import io.ipfskit.anyio.Task;
import io.ipfskit.anyio.TaskGroup;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// What every [Disk] promises about open files: bytes, modes, mappings and cancellation; and, by
/// [DiskContract], about names.
public abstract class DiskFileContract extends DiskContract {
    private static final int SIZE = 300_000;
    private static final int READERS = 1_000;

    /// For test classes.
    protected DiskFileContract() {}

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    private static DiskFile create(Disk disk, Path path) throws IOException, InterruptedException {
        return disk.open(path, OpenMode.readWrite().createNew());
    }

    @BackendTest
    void whatIsWrittenIsReadBack() throws Exception {
        byte[] content = bytes(SIZE);
        withDisk((disk, folder) -> {
            try (DiskFile file = create(disk, folder.resolve("f"))) {
                file.write(
                        List.of(
                                ByteBuffer.wrap(content, 0, 1000),
                                ByteBuffer.allocate(0),
                                ByteBuffer.wrap(content, 1000, SIZE - 1000).asReadOnlyBuffer()),
                        0);
                file.force(false);
                file.force(true);
                assertEquals(SIZE, file.size());
                for (ByteBuffer into :
                        List.of(ByteBuffer.allocate(SIZE), ByteBuffer.allocateDirect(SIZE))) {
                    file.readFully(into, 0);
                    assertEquals(ByteBuffer.wrap(content), into.flip());
                }
                ByteBuffer middle = ByteBuffer.allocate(10).position(3).limit(7);
                file.readFully(middle, 12345);
                assertEquals(7, middle.position());
                assertEquals(content[12345], middle.get(3));
            }
        });
    }

    @BackendTest
    void theEndIsToldAndWhatIsMissingBeforeIt() throws Exception {
        withDisk((disk, folder) -> {
            try (DiskFile file = create(disk, folder.resolve("f"))) {
                file.write(ByteBuffer.wrap(bytes(100)), 0);
                assertEquals(-1, file.read(ByteBuffer.allocate(1), 100));
                assertEquals(-1, file.read(ByteBuffer.allocate(1), 1000));
                assertEquals(0, file.read(ByteBuffer.allocate(0), 0));
                file.readFully(ByteBuffer.allocate(0), 999);
                EOFException end =
                        assertThrows(
                                EOFException.class,
                                () -> file.readFully(ByteBuffer.allocate(20), 90));
                assertTrue(String.valueOf(end.getMessage()).contains("10 bytes"));
            }
        });
    }

    @BackendTest
    void aFileGrowsWithZerosBetweenAndIsCut() throws Exception {
        withDisk((disk, folder) -> {
            try (DiskFile file = create(disk, folder.resolve("f"))) {
                file.write(ByteBuffer.wrap(bytes(1000)), 0);
                file.write(ByteBuffer.wrap(bytes(10)), 5000);
                assertEquals(5010, file.size());
                ByteBuffer gap = ByteBuffer.allocate(4000);
                file.readFully(gap, 1000);
                assertArrayEquals(new byte[4000], gap.array());
                file.truncate(9000);
                assertEquals(5010, file.size(), "cutting makes no file longer");
                file.truncate(500);
                assertEquals(500, file.size());
                file.write(ByteBuffer.wrap(bytes(10)), 900);
                ByteBuffer cut = ByteBuffer.allocate(400);
                file.readFully(cut, 500);
                assertArrayEquals(new byte[400], cut.array(), "what was cut does not come back");
            }
        });
    }

    @BackendTest
    void argumentsAreChecked() throws Exception {
        withDisk((disk, folder) -> {
            try (DiskFile file = create(disk, folder.resolve("f"))) {
                assertThrows(
                        IllegalArgumentException.class,
                        () -> file.read(ByteBuffer.allocate(1), -1));
                assertThrows(
                        IllegalArgumentException.class,
                        () -> file.write(ByteBuffer.allocate(1), -1));
                assertThrows(IllegalArgumentException.class, () -> file.truncate(-1));
                assertThrows(
                        IllegalArgumentException.class,
                        () -> file.read(ByteBuffer.allocate(1).asReadOnlyBuffer(), 0));
            }
            try (DiskFile file = disk.open(folder.resolve("f"), OpenMode.read())) {
                assertThrows(Exception.class, () -> file.write(ByteBuffer.allocate(1), 0));
            }
        });
    }

    @BackendTest
    void aClosedFileFailsAndClosingTwiceIsNothing() throws Exception {
        withDisk((disk, folder) -> {
            DiskFile file = create(disk, folder.resolve("f"));
            file.close();
            file.close();
            assertThrows(IOException.class, () -> file.read(ByteBuffer.allocate(1), 0));
            assertThrows(IOException.class, () -> file.write(ByteBuffer.allocate(1), 0));
            assertThrows(IOException.class, file::size);
            assertThrows(IOException.class, () -> file.force(true));
        });
    }

    @BackendTest
    void aFileThatWasRenamedOrDeletedIsReadOn() throws Exception {
        withDisk((disk, folder) -> {
            disk.writeAtomically(folder.resolve("f"), utf8("content"), 0644);
            try (DiskFile file = disk.open(folder.resolve("f"), OpenMode.read().cached())) {
                disk.rename(folder.resolve("f"), folder.resolve("g"));
                disk.delete(folder.resolve("g"));
                ByteBuffer read = ByteBuffer.allocate(7);
                file.readFully(read, 0);
                assertArrayEquals(utf8("content"), read.array());
            }
        });
    }

    @BackendTest
    void directAndDurableFilesHoldTheSameBytes() throws Exception {
        withDisk((disk, folder) -> {
            int block = Math.max(4096, disk.blockSize(folder));
            byte[] content = bytes(4 * block);
            OpenMode mode = OpenMode.readWrite().createNew().direct().dsync();
            try (DiskFile file = disk.open(folder.resolve("f"), mode)) {
                ByteBuffer aligned = ByteBuffer.allocateDirect(5 * block).alignedSlice(block);
                aligned.limit(4 * block).put(content).flip();
                file.write(aligned, 0);
                aligned.clear().limit(block);
                file.readFully(aligned, 2L * block);
                assertEquals(ByteBuffer.wrap(content, 2 * block, block), aligned.flip());
                if (file.isDirect()) {
                    assertThrows(IOException.class, () -> file.write(ByteBuffer.allocate(10), 3));
                } else {
                    file.write(ByteBuffer.wrap(content, 3, 10), 3);
                }
            }
            assertArrayEquals(content, disk.readAll(folder.resolve("f"), content.length));
            try (DiskFile plain = disk.open(folder.resolve("f"), OpenMode.read())) {
                assertEquals(false, plain.isDirect());
            }
        });
    }

    @BackendTest
    void aSealedFileIsMappedUntilItsScopeEnds() throws Exception {
        byte[] content = bytes(50_000);
        withDisk((disk, folder) -> {
            disk.writeAtomically(folder.resolve("f"), content, 0644);
            MappedFile closed;
            ByteBuffer slice;
            try (MappedFile mapped = mapped(disk, folder.resolve("f"))) {
                closed = mapped;
                assertEquals(50_000, mapped.size());
                mapped.load(0, 50_000);
                mapped.load(50_000, 0);
                slice = mapped.slice(40_000, 10_000);
                assertTrue(slice.isReadOnly());
                assertEquals(ByteBuffer.wrap(content, 40_000, 10_000), slice);
                assertThrows(IndexOutOfBoundsException.class, () -> mapped.slice(40_001, 10_000));
                assertThrows(IndexOutOfBoundsException.class, () -> mapped.load(49_999, 2));
                assertThrows(IndexOutOfBoundsException.class, () -> mapped.slice(-1, 1));
            }
            closed.close();
            assertThrows(IllegalStateException.class, () -> slice.get(0));
            assertThrows(IllegalStateException.class, () -> closed.load(0, 10));
            disk.writeAtomically(folder.resolve("empty"), new byte[0], 0644);
            try (MappedFile empty = mapped(disk, folder.resolve("empty"))) {
                assertEquals(0, empty.size());
                assertEquals(0, empty.slice(0, 0).remaining());
            }
        });
    }

    /// The mapping outlives the handle.
    private static MappedFile mapped(Disk disk, Path path)
            throws IOException, InterruptedException {
        try (DiskFile file = disk.open(path, OpenMode.read())) {
            return file.map();
        }
    }

    @BackendTest
    void aCancelledCallerReadsAndChangesNothing() throws Exception {
        withDisk((disk, folder) -> {
            try (DiskFile file = create(disk, folder.resolve("f"))) {
                file.write(ByteBuffer.wrap(bytes(10)), 0);
                ByteBuffer into = ByteBuffer.allocate(10);
                Outcome<Integer> outcome =
                        CancelScope.run(scope -> {
                            scope.cancel("not wanted");
                            assertThrows(Cancelled.class, () -> file.read(into, 0));
                            assertThrows(Cancelled.class, () -> file.truncate(0));
                            assertThrows(Cancelled.class, () -> disk.delete(folder.resolve("f")));
                            return file.read(into, 0);
                        });
                assertTrue(outcome.wasCaught());
                assertEquals(0, into.position());
                assertEquals(10, file.size());
            }
        });
    }

    @BackendTest
    void aCancelledWriteIsCompleteOrWasNeverBegun() throws Exception {
        byte[] ones = new byte[1 << 18];
        Arrays.fill(ones, (byte) 1);
        withDisk((disk, folder) -> {
            for (int round = 0; round < 10; round++) {
                Path path = folder.resolve("w" + round);
                try (DiskFile file = create(disk, path)) {
                    TaskGroup.open(group -> {
                        Task<Integer> writer =
                                group.fork(() -> {
                                    file.write(ByteBuffer.wrap(ones), 0);
                                    return 0;
                                });
                        TestKit.awaitWaiting(writer);
                        writer.cancel("at random");
                        return 0;
                    });
                    long size = file.size();
                    assertTrue(size == 0 || size == ones.length, "wrote " + size);
                }
            }
        });
    }

    @BackendTest
    void aThousandReadersCancelledAtRandomLeaveTheFileUsableAndTheirBuffersAlone()
            throws Exception {
        byte[] content = bytes(SIZE);
        withDisk((disk, folder) -> {
            Path path = folder.resolve("f");
            disk.writeAtomically(path, content, 0644);
            for (OpenMode mode : List.of(OpenMode.read().cached(), OpenMode.readWrite())) {
                try (DiskFile file = disk.open(path, mode)) {
                    List<ByteBuffer> abandoned = new ArrayList<>();
                    readAndCancel(file, content, abandoned);
                    ByteBuffer again = ByteBuffer.allocate(SIZE);
                    file.readFully(again, 0);
                    assertArrayEquals(content, again.array());
                    for (ByteBuffer own : abandoned) {
                        for (int b = 0; b < own.capacity(); b++) {
                            assertEquals(0x5A, own.get(b));
                        }
                    }
                }
            }
        });
    }

    private static void readAndCancel(DiskFile file, byte[] content, List<ByteBuffer> abandoned)
            throws InterruptedException {
        Random random = new Random(3);
        TaskGroup.open(group -> {
            List<Task<Integer>> readers = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                ByteBuffer own = ByteBuffer.allocate(8 * 1024);
                int at = random.nextInt(SIZE - own.capacity());
                readers.add(
                        group.fork(
                                "reader",
                                () -> {
                                    read(file, own, at, content, abandoned);
                                    return 0;
                                }));
                if (random.nextInt(3) == 0) {
                    readers.get(random.nextInt(readers.size())).cancel("at random");
                }
                if (random.nextInt(5) == 0) {
                    Checkpoint.now();
                }
            }
            for (Task<Integer> reader : readers) {
                if (random.nextBoolean()) {
                    reader.cancel("at random");
                }
            }
            return 0;
        });
    }

    private static void read(
            DiskFile file, ByteBuffer own, int at, byte[] content, List<ByteBuffer> abandoned)
            throws IOException, InterruptedException {
        try {
            file.readFully(own, at);
        } catch (Cancelled cancelled) {
            own.clear();
            while (own.hasRemaining()) {
                own.put((byte) 0x5A);
            }
            synchronized (abandoned) {
                abandoned.add(own);
            }
            throw cancelled;
        }
        assertEquals(ByteBuffer.wrap(content, at, own.capacity()), own.flip());
    }

    @BackendTest
    void filesAreClosedInACancelledScope() throws Exception {
        withDisk((disk, folder) -> {
            CancelScope.run(scope -> {
                try (DiskFile file = create(disk, folder.resolve("f"))) {
                    scope.cancel("not wanted");
                    assertThrows(Cancelled.class, file::size);
                }
                return 0;
            });
            assertTrue(disk.exists(folder.resolve("f")));
        });
    }
}
