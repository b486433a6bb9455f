package io.ipfskit.node.dag;

import io.ipfskit.anyio.Compute;
import io.ipfskit.anyio.TaskFailed;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.blockstore.WriteSession;
import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.IntegrityException;
import io.ipfskit.ipld.car.CarException;
import io.ipfskit.ipld.car.CarInput;
import io.ipfskit.ipld.car.CarOptions;
import io.ipfskit.ipld.car.CarReader;
import io.ipfskit.ipld.car.CarSection;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.operation.OperationFailed;
import io.ipfskit.operation.Progress;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// One archive on its way into a session. Blocks are read in batches; those of a batch are checked
/// side by side on the compute threads, then put in order.
final class CarImport {
    private static final int BATCH_BLOCKS = 32;
    private static final int BATCH_BYTES = 4 * 1024 * 1024;

    private final CarReader car;
    private final WriteSession session;
    private final int blockMax;
    private final Consumer<Progress> progress;
    private long blocks;
    private long bytes;

    /// @param blockMax bytes of the largest block that is taken
    CarImport(CarInput in, WriteSession session, int blockMax, Consumer<Progress> progress)
            throws IOException, InterruptedException {
        this.car = CarReader.open(in, CarOptions.STRICT.unverified());
        this.session = session;
        this.blockMax = blockMax;
        this.progress = progress;
    }

    List<Cid> roots() {
        return car.roots();
    }

    long blocks() {
        return blocks;
    }

    long bytes() {
        return bytes;
    }

    /// Puts everything into the session.
    void run() throws IOException, InterruptedException {
        List<CarSection> batch = new ArrayList<>();
        long size = 0;
        for (CarSection next = car.next(); next != null; next = car.next()) {
            if (next.bytes().remaining() > blockMax) {
                throw OperationFailed.invalidField(
                        "body",
                        "block "
                                + next.cid()
                                + " has "
                                + next.bytes().remaining()
                                + " bytes, at most "
                                + blockMax
                                + " are taken: set allow_big_block to take it");
            }
            batch.add(next);
            size += next.bytes().remaining();
            if (batch.size() == BATCH_BLOCKS || size >= BATCH_BYTES) {
                put(batch);
                batch.clear();
                size = 0;
            }
        }
        put(batch);
    }

    private void put(List<CarSection> batch) throws IOException, InterruptedException {
        verify(batch);
        for (CarSection section : batch) {
            Block block = section.block();
            if (!block.cid().isIdentity()) {
                session.put(block);
            }
            blocks++;
            bytes += block.size();
        }
        progress.accept(new Progress("import", blocks, -1, "blocks", null));
    }

    private void verify(List<CarSection> batch) throws IOException, InterruptedException {
        if (batch.size() == 1) {
            verify(batch.getFirst());
            return;
        }
        try {
            TaskGroup.<@Nullable Void, RuntimeException>open(
                    "verify",
                    group -> {
                        for (CarSection section : batch) {
                            group.fork(() -> {
                                verify(section);
                                return null;
                            });
                        }
                        return null;
                    });
        } catch (TaskFailed e) {
            if (e.getCause() instanceof CarException damaged) {
                throw damaged;
            }
            throw e;
        }
    }

    private static void verify(CarSection section) throws IOException, InterruptedException {
        try {
            Compute.<Block, IntegrityException>call(section::verified);
        } catch (IntegrityException e) {
            throw new CarException(
                    section.offset(), String.valueOf(e.getMessage()) + " (in the CARv1 data)", e);
        }
    }
}
