package io.ipfskit.node.add;

import io.ipfskit.anyio.Compute;
import io.ipfskit.anyio.Semaphore;
import io.ipfskit.anyio.SendChannel;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.ipld.unixfs.ImportProfile;
import io.ipfskit.ipld.unixfs.Leaf;
import io.ipfskit.node.Failures;
import io.ipfskit.operation.OperationFailed;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Where a reader puts what it found. A slot is held from the moment a buffer is taken until the
/// assembler has written its leaf: so many chunks are in memory at most.
///
/// @param group where hashing tasks run
/// @param steps to the assembler
/// @param slots the chunks that may be in memory
/// @param buffers for them
/// @param plan what to do
record Feed(
        TaskGroup group,
        SendChannel<Step> steps,
        Semaphore slots,
        ChunkBuffers buffers,
        AddPlan plan) {

    private static final int HASHED_HERE_MAX = 32 << 10;

    /// Reads a whole file of one chunk into the buffer it is given.
    @FunctionalInterface
    interface SmallRead {
        /// Fills the buffer and flips it.
        void read(ByteBuffer buffer) throws IOException, InterruptedException;
    }

    void send(Step step) throws InterruptedException {
        steps.send(step);
    }

    /// A buffer for one chunk of at most `size` bytes, once there is a slot.
    ByteBuffer take(int size) throws InterruptedException {
        slots.acquire();
        return buffers.take(size);
    }

    /// Hashes a filled buffer, of which the step takes possession.
    void chunk(ImportProfile profile, ByteBuffer filled) throws InterruptedException {
        send(new Step.Chunk(group.fork("hash", () -> hash(profile, filled))));
    }

    /// Reads and hashes a file of one chunk in a task of its own, so that several overlap.
    void small(Step.BeginFile file, int size, SmallRead read) throws InterruptedException {
        ByteBuffer buffer = take(size);
        ImportProfile profile = plan.profile();
        var task =
                group.fork(
                        "file",
                        () -> {
                            try {
                                read.read(buffer);
                                return hash(profile, buffer);
                            } catch (OperationFailed e) {
                                return new Step.Hashed(null, buffer, e);
                            } catch (IOException e) {
                                return new Step.Hashed(null, buffer, Failures.of(e, file.path()));
                            }
                        });
        send(new Step.SmallFile(file, task));
    }

    private static Step.Hashed hash(ImportProfile profile, ByteBuffer filled)
            throws InterruptedException {
        if (!filled.hasRemaining()) {
            return new Step.Hashed(null, filled, null);
        }
        // What takes microseconds is done sooner than handed over.
        Leaf leaf =
                filled.remaining() <= HASHED_HERE_MAX
                        ? Leaf.of(profile, filled)
                        : Compute.call(() -> Leaf.of(profile, filled));
        return new Step.Hashed(leaf, filled, null);
    }
}
