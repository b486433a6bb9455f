package io.ipfskit.bench.contest;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// What JMH cannot measure, because most of each round is preparation that does not count. Prints
/// one value a line: nanoseconds of a cancellation, or heap and resident bytes of one parked task.
/// Heap is measured warm (`parked`), what is resident at the first growth (`resident`).
///
/// `OneShots tree|sleepers|parked|resident CONTENDER SIZE ROUNDS`
public final class OneShots {
    private static final int WARM_ROUNDS = 60;
    private static final int WARM_TASKS = 1_000;

    private OneShots() {}

    /// Measures.
    public static void main(String[] arguments) throws Exception {
        Contender contender = Contender.named(arguments[1]);
        int size = Integer.parseInt(arguments[2]);
        int rounds = Integer.parseInt(arguments[3]);
        if (arguments[0].equals("parked")) {
            for (int warm = 0; warm < WARM_ROUNDS; warm++) {
                contender.park(WARM_TASKS, () -> {}); // compiled frames are smaller
            }
        }
        for (int round = 0; round < rounds; round++) {
            switch (arguments[0]) {
                case "tree" -> System.out.println(contender.cancelTree(size));
                case "sleepers" -> System.out.println(contender.cancelSleepers(size));
                case "parked", "resident" -> parked(contender, size);
                default -> throw new IllegalArgumentException("no measure " + arguments[0]);
            }
        }
    }

    private static void parked(Contender contender, int tasks) throws Exception {
        long[] before = memory();
        long[] after = new long[2];
        contender.park(
                tasks,
                () -> {
                    long[] now = memory();
                    System.arraycopy(now, 0, after, 0, 2);
                });
        System.out.printf(
                Locale.ROOT,
                "%.1f %.1f%n",
                (after[0] - before[0]) / (double) tasks,
                (after[1] - before[1]) / (double) tasks);
    }

    /// Live heap and resident bytes.
    private static long[] memory() {
        MemoryMXBean heap = ManagementFactory.getMemoryMXBean();
        heap.gc();
        heap.gc();
        return new long[] {heap.getHeapMemoryUsage().getUsed(), resident()};
    }

    private static long resident() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
                }
            }
        } catch (IOException _) {
            // no Linux
        }
        return 0;
    }
}
