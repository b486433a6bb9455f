package io.ipfskit.anyio;

import static io.ipfskit.anyio.Runs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class DiskFileTest {
    private static final int SIZE = 3_000_000;

    private final Disk disk = Disk.real();

    @TempDir private Path dir;

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsWrittenIsReadBack(boolean direct) throws Exception {
        byte[] content = bytes(SIZE);
        run(run -> {
            try (DiskFile file = disk.open(dir.resolve("f"), OpenMode.readWrite().createNew())) {
                file.write(
                        List.of(
                                ByteBuffer.wrap(content, 0, 1000),
                                ByteBuffer.wrap(content, 1000, SIZE - 1000)),
                        0);
                file.force(false);
                file.force(true);
                assertThat(file.size()).isEqualTo(SIZE);
                ByteBuffer read =
                        direct ? ByteBuffer.allocateDirect(SIZE) : ByteBuffer.allocate(SIZE);
                file.readFully(read, 0);
                assertThat(read.flip()).isEqualTo(ByteBuffer.wrap(content));
                ByteBuffer middle = ByteBuffer.allocate(10).position(3).limit(7);
                assertThat(file.read(middle, 12345)).isEqualTo(4);
                assertThat(middle.position()).isEqualTo(7);
                assertThat(middle.get(3)).isEqualTo(content[12345]);
                assertThat(file.read(ByteBuffer.allocate(1), SIZE)).isEqualTo(-1);
                assertThatThrownBy(() -> file.readFully(ByteBuffer.allocate(20), SIZE - 10))
                        .isInstanceOf(EOFException.class)
                        .hasMessageContaining("10 bytes");
                file.truncate(5);
                assertThat(file.size()).isEqualTo(5);
            }
            return 0;
        });
    }

    @Test
    void anEmptyBufferReadsNothing() throws Exception {
        run(run -> {
            try (DiskFile file = disk.open(dir.resolve("f"), OpenMode.readWrite().createNew())) {
                file.write(ByteBuffer.wrap(bytes(5)), 0);
                assertThat(file.read(ByteBuffer.allocate(0), 0)).isZero();
                file.readFully(ByteBuffer.allocate(0), 99);
            }
            return 0;
        });
    }

    @Test
    void argumentsAreChecked() throws Exception {
        run(run -> {
            try (DiskFile file = disk.open(dir.resolve("f"), OpenMode.readWrite().createNew())) {
                assertThatThrownBy(() -> file.read(ByteBuffer.allocate(1), -1))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("-1");
                assertThatThrownBy(() -> file.read(ByteBuffer.allocate(1).asReadOnlyBuffer(), 0))
                        .isInstanceOf(IllegalArgumentException.class);
            }
            return 0;
        });
    }

    @Test
    void aClosedFileFailsAndClosingTwiceIsNothing() throws Exception {
        run(run -> {
            DiskFile file = disk.open(dir.resolve("f"), OpenMode.readWrite().createNew());
            file.close();
            file.close();
            assertThatThrownBy(() -> file.read(ByteBuffer.allocate(1), 0))
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(file::size).isInstanceOf(IOException.class);
            return 0;
        });
    }

    @Test
    void readersOfAFileThatIsClosedMeanwhileFailAndReadNothingElse() throws Exception {
        byte[] content = new byte[100_000];
        java.util.Arrays.fill(content, (byte) 9);
        Files.write(dir.resolve("f"), content);
        Files.write(dir.resolve("other"), new byte[100_000]);
        for (int round = 0; round < 20; round++) {
            run(run ->
                    TaskGroup.open(group -> {
                        DiskFile file = disk.open(dir.resolve("f"), OpenMode.read().cached());
                        for (int i = 0; i < 4; i++) {
                            group.fork(() -> {
                                ByteBuffer read = ByteBuffer.allocate(1000);
                                try {
                                    while (true) {
                                        file.readFully(read.clear(), 500);
                                        assertThat(read.get(0)).isEqualTo((byte) 9);
                                    }
                                } catch (IOException closed) {
                                    return 0;
                                }
                            });
                        }
                        Checkpoint.now();
                        file.close();
                        disk.open(dir.resolve("other"), OpenMode.read().cached()).close();
                        return 0;
                    }));
        }
    }

    @Test
    void aFileThatWasRenamedOrDeletedIsReadOn() throws Exception {
        byte[] content = bytes(100);
        Files.write(dir.resolve("f"), content);
        run(run -> {
            try (DiskFile file = disk.open(dir.resolve("f"), OpenMode.read().cached())) {
                disk.rename(dir.resolve("f"), dir.resolve("g"));
                disk.delete(dir.resolve("g"));
                ByteBuffer read = ByteBuffer.allocate(100);
                file.readFully(read, 0);
                assertThat(read.array()).isEqualTo(content);
            }
            return 0;
        });
    }

    @Test
    void aFileOpenedForReadingIsNotWritten() throws Exception {
        Files.write(dir.resolve("f"), bytes(10));
        run(run -> {
            try (DiskFile file = disk.open(dir.resolve("f"), OpenMode.read().cached())) {
                assertThatThrownBy(() -> file.write(ByteBuffer.allocate(1), 0)).isNotNull();
            }
            return 0;
        });
    }

    @Test
    void durableAndDirectFilesAreWrittenAndRead() throws Exception {
        byte[] content = bytes(8192);
        run(run -> {
            try (DiskFile file =
                    disk.open(dir.resolve("s"), OpenMode.readWrite().createNew().dsync())) {
                file.write(ByteBuffer.wrap(content), 0);
            }
            try (DiskFile file = disk.open(dir.resolve("s"), OpenMode.readWrite().direct())) {
                ByteBuffer aligned = ByteBuffer.allocateDirect(4096 * 3).alignedSlice(4096);
                file.write(aligned.duplicate().limit(4096), 0);
                assertThat(file.read(aligned.clear().limit(4096), 4096)).isEqualTo(4096);
                assertThat(aligned.get(0)).isEqualTo(content[4096]);
            }
            return 0;
        });
    }

    @Test
    void aSealedFileIsMappedForReading() throws Exception {
        byte[] content = bytes(5000);
        Files.write(dir.resolve("f"), content);
        run(run -> {
            MappedFile mapped;
            try (DiskFile file = disk.open(dir.resolve("f"), OpenMode.read().cached())) {
                mapped = file.map();
            }
            assertThat(mapped.size()).isEqualTo(5000);
            ByteBuffer slice = mapped.slice(4000, 1000);
            assertThat(slice.isReadOnly()).isTrue();
            assertThat(slice).isEqualTo(ByteBuffer.wrap(content, 4000, 1000));
            assertThatThrownBy(() -> mapped.slice(4001, 1000))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            mapped.close();
            mapped.close();
            assertThatThrownBy(() -> slice.get(0)).isInstanceOf(IllegalStateException.class);
            return 0;
        });
    }

    /// A file opened for reading tries the page cache on the task's thread, one opened for writing
    /// never does.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aThousandReadersCancelledAtRandomLeaveTheFileUsableAndTheirBuffersAlone(boolean writable)
            throws Exception {
        OpenMode mode = writable ? OpenMode.readWrite() : OpenMode.read().cached();
        byte[] content = bytes(SIZE);
        Files.write(dir.resolve("f"), content);
        Random random = new Random(3);
        run(run -> {
            try (DiskFile file = disk.open(dir.resolve("f"), mode)) {
                List<ByteBuffer> abandoned = new ArrayList<>();
                TaskGroup.open(group -> {
                    List<Task<Integer>> readers = new ArrayList<>();
                    for (int i = 0; i < 1000; i++) {
                        ByteBuffer own = ByteBuffer.allocate(64 * 1024);
                        int at = random.nextInt(SIZE - own.capacity());
                        readers.add(
                                group.fork(
                                        "reader",
                                        () -> {
                                            try {
                                                file.readFully(own, at);
                                            } catch (Cancelled cancelled) {
                                                own.clear();
                                                for (int b = 0; b < own.capacity(); b++) {
                                                    own.put((byte) 0x5A);
                                                }
                                                synchronized (abandoned) {
                                                    abandoned.add(own);
                                                }
                                                throw cancelled;
                                            }
                                            assertThat(own.flip())
                                                    .isEqualTo(
                                                            ByteBuffer.wrap(
                                                                    content, at, own.capacity()));
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
                ByteBuffer again = ByteBuffer.allocate(SIZE);
                file.readFully(again, 0);
                assertThat(again.array()).isEqualTo(content);
                for (ByteBuffer own : abandoned) {
                    for (int b = 0; b < own.capacity(); b++) {
                        assertThat(own.get(b) == 0x5A).isTrue();
                    }
                }
            }
            return 0;
        });
    }

    @Test
    void anInterruptSetByUserCodeClosesNoFile() throws Exception {
        byte[] content = bytes(100_000);
        Files.write(dir.resolve("f"), content);
        run(run -> {
            try (DiskFile file = disk.open(dir.resolve("f"), OpenMode.readWrite())) {
                TaskGroup.open(group -> {
                    for (int i = 0; i < 20; i++) {
                        group.fork(() -> {
                            Thread.currentThread().interrupt();
                            try {
                                file.read(ByteBuffer.allocate(1000), 0);
                            } catch (InterruptedException expected) {
                                return 0;
                            }
                            try {
                                file.write(ByteBuffer.wrap(content), 0);
                            } catch (InterruptedException expected) {
                                return 0;
                            }
                            Thread.interrupted();
                            return 0;
                        });
                    }
                    return 0;
                });
                ByteBuffer all = ByteBuffer.allocate(content.length);
                file.readFully(all, 0);
                assertThat(all.array()).isEqualTo(content);
            }
            return 0;
        });
    }

    @Test
    void aCancelledWriteIsCompleteOrWasNeverBegun() throws Exception {
        byte[] ones = new byte[1 << 20];
        java.util.Arrays.fill(ones, (byte) 1);
        for (int round = 0; round < 30; round++) {
            Path path = dir.resolve("w" + round);
            long size =
                    run(run -> {
                        try (DiskFile file = disk.open(path, OpenMode.readWrite().createNew())) {
                            TaskGroup.open(group -> {
                                Task<Integer> writer =
                                        group.fork(() -> {
                                            file.write(ByteBuffer.wrap(ones), 0);
                                            return 0;
                                        });
                                Runs.awaitWaiting(writer);
                                writer.cancel("x");
                                return 0;
                            });
                            return file.size();
                        }
                    });
            assertThat(size).isIn(0L, (long) ones.length);
            Files.delete(path);
        }
    }

    @Test
    void filesCanBeClosedInACancelledScope() throws Exception {
        run(run ->
                CancelScope.run(scope -> {
                    DiskFile file = disk.open(dir.resolve("f"), OpenMode.readWrite().createNew());
                    scope.cancel("x");
                    file.close();
                    return 0;
                }));
        assertThat(Files.exists(dir.resolve("f"))).isTrue();
    }
}
