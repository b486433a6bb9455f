package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// Strands that can run. Of whoever is in charge of the kernel.
sealed interface ReadyQueue {
    /// Puts a strand in line.
    void add(CoopStrand strand);

    /// Takes the one to run next, null when none is ready.
    @Nullable CoopStrand poll();

    /// Returns how many are in line; from other threads, about how many.
    int size();

    /// First come, first served.
    final class Fifo implements ReadyQueue {
        private final ArrayDeque<CoopStrand> queue = new ArrayDeque<>();

        @Override
        public void add(CoopStrand strand) {
            queue.add(strand);
        }

        @Override
        public @Nullable CoopStrand poll() {
            return queue.poll();
        }

        @Override
        public int size() {
            return Math.max(0, queue.size());
        }
    }

    /// In the order of a picker.
    final class Picked implements ReadyQueue {
        private final List<CoopStrand> ready = new ArrayList<>();
        private final Picker picker;
        private final java.util.random.RandomGenerator random;

        Picked(Picker picker, java.util.random.RandomGenerator random) {
            this.picker = picker;
            this.random = random;
        }

        @Override
        public void add(CoopStrand strand) {
            ready.add(strand);
        }

        @Override
        public @Nullable CoopStrand poll() {
            return ready.isEmpty() ? null : ready.remove(picker.pick(ready.size(), random));
        }

        @Override
        public int size() {
            return ready.size();
        }
    }
}
