package io.ipfskit.bench.disk;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backend;
import io.ipfskit.anyio.Backends;
import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.DiskFile;
import io.ipfskit.anyio.OpenMode;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;

/// One task reads and appends, through `Disk` on each backend, and through a `FileChannel` on a
/// bare virtual thread; the contenders take turns, so that a disk that wavers wavers for all.
///
/// Arguments: a folder, and the number of rounds. A line for each value: figure, contender, value.
public final class DiskContest {
    private static final int FILE_BYTES = 64 << 20;
    private static final int SMALL = 4096;
    private static final int LARGE = 1 << 20;
    private static final int RANDOM_READS = 20_000;
    private static final int APPENDS = 100;

    /// One way to reach a file.
    private interface File extends AutoCloseable {
        int read(ByteBuffer into, long position) throws IOException, InterruptedException;

        void write(ByteBuffer from, long position) throws IOException, InterruptedException;

        void force() throws IOException, InterruptedException;

        @Override
        void close() throws IOException;
    }

    /// How a file is opened.
    private enum Opening {
        READ,
        APPEND,
        APPEND_DSYNC
    }

    private interface Opener {
        File open(Path path, Opening opening) throws IOException, InterruptedException;
    }

    private interface Contender {
        void run(Job job) throws Exception;
    }

    private interface Job {
        void run(Opener files) throws IOException, InterruptedException;
    }

    private record Bare(FileChannel channel) implements File {
        static File open(Path path, Opening opening) throws IOException {
            Set<OpenOption> options =
                    switch (opening) {
                        case READ -> Set.of(StandardOpenOption.READ);
                        case APPEND -> Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE);
                        case APPEND_DSYNC ->
                                Set.of(
                                        StandardOpenOption.WRITE,
                                        StandardOpenOption.CREATE,
                                        StandardOpenOption.DSYNC);
                    };
            return new Bare(FileChannel.open(path, options));
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            return channel.read(into, position);
        }

        @Override
        public void write(ByteBuffer from, long position) throws IOException {
            channel.write(from, position);
        }

        @Override
        public void force() throws IOException {
            channel.force(false);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    private record Ours(DiskFile file) implements File {
        static File open(Path path, Opening opening) throws IOException, InterruptedException {
            OpenMode mode =
                    switch (opening) {
                        case READ -> OpenMode.read().cached();
                        case APPEND -> OpenMode.readWrite().create();
                        case APPEND_DSYNC -> OpenMode.readWrite().create().dsync();
                    };
            return new Ours(Disk.real().open(path, mode));
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException, InterruptedException {
            return file.read(into, position);
        }

        @Override
        public void write(ByteBuffer from, long position) throws IOException, InterruptedException {
            file.write(from, position);
        }

        @Override
        public void force() throws IOException, InterruptedException {
            file.force(false);
        }

        @Override
        public void close() {
            file.close();
        }
    }

    private DiskContest() {}

    /// Runs the contest.
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        int rounds = Integer.parseInt(arguments[1]);
        Path data = folder.resolve("data");
        byte[] content = new byte[FILE_BYTES];
        new SplittableRandom(1).nextBytes(content);
        Files.write(data, content);
        Map<String, Contender> contenders = contenders();
        for (int round = -1; round < rounds; round++) { // the first one only warms up
            for (Map.Entry<String, Contender> contender : contenders.entrySet()) {
                List<String> lines = new ArrayList<>();
                contender.getValue().run(files -> measure(files, data, folder, lines));
                if (round >= 0) {
                    lines.forEach(line ->
                            System.out.println(
                                    line.replace("\t", "\t" + contender.getKey() + "\t")));
                }
            }
        }
    }

    private static Map<String, Contender> contenders() {
        Map<String, Contender> contenders = new LinkedHashMap<>();
        contenders.put("FileChannel", DiskContest::onVirtualThread);
        for (Backend backend : Backends.engines()) {
            if (!backend.isSimulated()) {
                contenders.put(
                        backend.engine(),
                        job ->
                                AnyIO.<Integer, Exception>run(
                                        backend,
                                        _ -> {
                                            job.run(Ours::open);
                                            return 0;
                                        }));
            }
        }
        return contenders;
    }

    private static void onVirtualThread(Job job) throws Exception {
        AtomicReference<Exception> failure = new AtomicReference<>();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        job.run(Bare::open);
                    } catch (IOException | InterruptedException failed) {
                        failure.set(failed);
                    }
                })
                .join();
        if (failure.get() != null) {
            throw failure.get();
        }
    }

    private static void measure(Opener files, Path data, Path folder, List<String> lines)
            throws IOException, InterruptedException {
        ByteBuffer small = ByteBuffer.allocateDirect(SMALL);
        try (File file = files.open(data, Opening.READ)) {
            SplittableRandom random = new SplittableRandom(7);
            long start = System.nanoTime();
            for (int i = 0; i < RANDOM_READS; i++) {
                file.read(small.clear(), (long) random.nextInt(FILE_BYTES / SMALL) * SMALL);
            }
            tell(lines, "random", start, RANDOM_READS);
            ByteBuffer large = ByteBuffer.allocateDirect(LARGE);
            start = System.nanoTime();
            for (long at = 0; at < FILE_BYTES; at += large.position()) {
                file.read(large.clear(), at);
            }
            tell(lines, "sequential", start, FILE_BYTES / LARGE);
        }
        append(files, folder.resolve("dsync"), Opening.APPEND_DSYNC, small, lines);
        append(files, folder.resolve("force"), Opening.APPEND, small, lines);
    }

    private static void append(
            Opener files, Path path, Opening opening, ByteBuffer block, List<String> lines)
            throws IOException, InterruptedException {
        Files.deleteIfExists(path);
        try (File file = files.open(path, opening)) {
            long start = System.nanoTime();
            for (int i = 0; i < APPENDS; i++) {
                file.write(block.clear(), (long) i * SMALL);
                if (opening == Opening.APPEND) {
                    file.force();
                }
            }
            tell(lines, opening == Opening.APPEND ? "force" : "dsync", start, APPENDS);
        }
    }

    private static void tell(List<String> lines, String figure, long start, int operations) {
        double micros = (System.nanoTime() - start) / 1e3 / operations;
        lines.add("%s\t%.3f".formatted(figure, micros));
    }
}
