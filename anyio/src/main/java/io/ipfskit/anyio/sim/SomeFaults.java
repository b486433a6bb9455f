package io.ipfskit.anyio.sim;

import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/// A number of faults, spread over so many calls by a seed.
final class SomeFaults implements DiskScript {
    /// What a program must survive while it runs; the first and the last can happen to any call.
    private static final List<DiskFault> KINDS =
            List.of(DiskFault.FAIL, DiskFault.FULL, DiskFault.SHORT, DiskFault.SLOW);

    private final SplittableRandom random;

    // Guarded by this.
    private final Set<Integer> due = new HashSet<>();
    private int calls;

    SomeFaults(long seed, int count, int within) {
        if (count < 0 || count > within) {
            throw new IllegalArgumentException(
                    "of %d calls not %d can be hit".formatted(within, count));
        }
        random = new SplittableRandom(seed);
        while (due.size() < count) {
            due.add(1 + random.nextInt(within));
        }
    }

    @Override
    public synchronized @Nullable DiskFault fault(DiskOperation operation) {
        if (!due.remove(++calls)) {
            return null;
        }
        List<DiskFault> fitting =
                KINDS.stream().filter(kind -> kind.fits(operation.call())).toList();
        return fitting.get(random.nextInt(fitting.size()));
    }
}
