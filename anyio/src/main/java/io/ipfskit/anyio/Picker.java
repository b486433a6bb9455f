package io.ipfskit.anyio;

import java.util.random.RandomGenerator;

/// Decides on `sim` which of the ready tasks runs next.
@FunctionalInterface
public interface Picker {
    /// Returns the place of the task to run among the ready ones, which stand in the order in which
    /// they became ready.
    ///
    /// @param ready how many are ready, at least one
    /// @param random the picker's own source, made from the seed
    /// @return a number from 0 to `ready`, without `ready`
    int pick(int ready, RandomGenerator random);

    /// Any of them, evenly.
    static Picker seeded() {
        return (ready, random) -> ready == 1 ? 0 : random.nextInt(ready);
    }

    /// The one that waits longest, as on `loop`.
    static Picker fifo() {
        return (_, _) -> 0;
    }
}
