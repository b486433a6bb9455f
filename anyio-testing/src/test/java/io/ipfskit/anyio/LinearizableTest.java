package io.ipfskit.anyio;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/// What tasks and foreign threads may call without waiting is linearizable: whatever several
/// threads get as answers, some order of the calls, one after another, gives the same. Lincheck
/// makes the calls up; once it lets threads run freely, once it switches between them where it
/// likes.
class LinearizableTest {
    private static final int EFFORT = Integer.getInteger("ipfskit.test.stressSeconds", 1);

    /// A channel with room for two.
    public static class Items {
        private final Channel<Integer> channel = Channel.open(2);

        @Operation
        public String trySend(@Param(gen = IntGen.class) int item) {
            return channel.sender().trySend(item).toString();
        }

        @Operation
        public int tryReceive() {
            return channel.receiver().tryReceive()
                            instanceof ReceiveResult.Received<Integer>(Integer item)
                    ? item
                    : Integer.MIN_VALUE;
        }
    }

    /// A semaphore of two permits.
    public static class Permits {
        private final Semaphore semaphore = new Semaphore(1, 2);

        @Operation
        public boolean tryAcquire() {
            return semaphore.tryAcquire();
        }

        @Operation
        public boolean release() {
            try {
                semaphore.release();
                return true;
            } catch (IllegalStateException full) {
                return false;
            }
        }

        @Operation
        public int available() {
            return semaphore.available();
        }
    }

    /// A promise that many want to settle.
    public static class Settled {
        private final Promise<Integer> promise = new Promise<>();

        @Operation
        public boolean tryComplete(@Param(gen = IntGen.class) int value) {
            return promise.tryComplete(value);
        }

        @Operation
        public boolean cancel() {
            return promise.cancel("by one of many");
        }

        @Operation
        public boolean isDone() {
            return promise.isDone();
        }
    }

    /// The timers of a cooperative kernel: set by tasks, fired by two threads.
    public static class Timers {
        private final TimerHeap heap = new TimerHeap();

        @Operation
        public long add(@Param(gen = IntGen.class) int at) {
            return heap.add(at, () -> {}).nanos();
        }

        @Operation
        public long pollDue() {
            TimerHeap.Entry due = heap.pollDue(Long.MAX_VALUE - 1);
            return due == null ? Long.MIN_VALUE : due.nanos();
        }

        @Operation
        public int size() {
            return heap.size();
        }
    }

    @Test
    void channelsAreLinearizable() {
        check(Items.class);
    }

    @Test
    void semaphoresAreLinearizable() {
        check(Permits.class);
    }

    @Test
    void promisesAreLinearizable() {
        check(Settled.class);
    }

    @Test
    void timersAreLinearizable() {
        check(Timers.class);
    }

    private static void check(Class<?> type) {
        int iterations = EFFORT < 10 ? 2 : 30;
        new StressOptions()
                .threads(2)
                .actorsPerThread(3)
                .iterations(iterations)
                .invocationsPerIteration(1000)
                .check(type);
        new ModelCheckingOptions()
                .threads(2)
                .actorsPerThread(2)
                .iterations(iterations)
                .invocationsPerIteration(100)
                .check(type);
    }
}
