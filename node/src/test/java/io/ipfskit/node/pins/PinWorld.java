package io.ipfskit.node.pins;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.SimBackend;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.sim.SimDisk;
import io.ipfskit.blockstore.MemoryBlockStore;
import io.ipfskit.blockstore.WriteSession;
import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.dagpb.DagPb;
import io.ipfskit.ipld.dagpb.PbLink;
import io.ipfskit.ipld.dagpb.PbNode;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;
import io.ipfskit.node.gc.Holds;
import io.ipfskit.node.ops.Pin;
import io.ipfskit.node.ops.PinLsInput;
import io.ipfskit.node.repository.RepositoryLog;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Pins of a memory store in a log on a simulated disk, under a virtual clock.
final class PinWorld {
    private static final Path LOG = Path.of("/data/log");

    final SimDisk disk = new SimDisk();
    final MemoryBlockStore blocks = new MemoryBlockStore();
    final Holds holds = new Holds();

    /// What a test does with the pins while the log is open.
    @FunctionalInterface
    interface Life {
        void run(PinService pins, RepositoryLog log, TaskGroup services) throws Exception;
    }

    /// Opens the log, runs the body in the order of tasks that the seed decides, closes the log.
    void live(long seed, Life life) throws Exception {
        AnyIO.<@Nullable Void, Exception>run(
                SimBackend.seeded(seed),
                _ ->
                        TaskGroup.<@Nullable Void, Exception>open(services -> {
                            try (RepositoryLog log = RepositoryLog.open(services, disk, LOG)) {
                                life.run(new PinService(blocks, log, holds), log, services);
                            }
                            return null;
                        }));
    }

    /// Stores a leaf.
    Cid leaf(String text) throws Exception {
        return put(Block.raw(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))));
    }

    /// Stores a block with these links.
    Cid node(Cid... links) throws Exception {
        return put(nodeBlock(links));
    }

    static Block nodeBlock(Cid... links) {
        List<PbLink> all = new ArrayList<>();
        for (int i = 0; i < links.length; i++) {
            all.add(new PbLink(links[i], "%03d".formatted(i), 1));
        }
        return Block.of(1, Multicodec.DAG_PB, DagPb.encode(new PbNode(all, null)));
    }

    Cid put(Block block) throws Exception {
        try (WriteSession session = blocks.openSession()) {
            session.put(block);
            session.commit();
        }
        return block.cid();
    }

    /// The rows of a listing as `type cid name`, in their order.
    static List<String> list(PinService pins, @Nullable String cid, String type)
            throws InterruptedException {
        List<String> rows = new ArrayList<>();
        pins.list(new PinLsInput(cid, type, null, null, null), row -> rows.add(text((Pin) row)));
        return rows;
    }

    static String text(Pin pin) {
        return pin.type()
                + " "
                + pin.cid()
                + (pin.name() == null ? "" : " " + pin.name())
                + (pin.through() == null ? "" : " through " + pin.through());
    }
}
