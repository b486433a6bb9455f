package io.ipfskit.node.crash;

import io.ipfskit.anyio.Meters;
import io.ipfskit.anyio.sim.SimDisk;
import io.ipfskit.blockstore.MemoryBlockStore;
import io.ipfskit.ipld.Block;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.node.NodeOptions;
import io.ipfskit.node.TestNode;
import io.ipfskit.node.add.AddService;
import io.ipfskit.node.filestore.FilestoreRules;
import io.ipfskit.node.filestore.ReferenceStore;
import io.ipfskit.node.gc.Holds;
import io.ipfskit.node.ops.AddInput;
import io.ipfskit.node.ops.AddInputBuilder;
import io.ipfskit.node.ops.Added;
import io.ipfskit.node.pins.PinService;
import io.ipfskit.operation.ByteSource;
import io.ipfskit.operation.Call;
import io.ipfskit.operation.Tree;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Something to add, decided by its number, and what adding it makes: known before, from a store in
/// memory.
///
/// Content of neighbouring numbers shares blocks, so that sessions leave out what others put in.
final class WorldContent {
    /// The ways into a node: bytes of one chunk, of many chunks, a folder, a folder on the disk.
    private static final int KINDS = 4;

    private static final int CHUNK = 1024;

    private final int number;
    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final Map<Cid, Block> blocks = new LinkedHashMap<>();
    private @Nullable String root;

    WorldContent(int number) {
        this.number = number;
        Random random = new Random(number);
        switch (number % KINDS) {
            case 0 -> files.put("", bytes(random, 1 + random.nextInt(900)));
            case 1 -> files.put("", bytes(random, CHUNK * (4 + random.nextInt(12)) + 17));
            default -> {
                files.put("own", bytes(random, 1 + random.nextInt(3000)));
                files.put("below/deep", bytes(random, 1 + random.nextInt(300)));
                files.put("below/shared", bytes(new Random(-1 - number / 8), 2 * CHUNK));
            }
        }
    }

    private static byte[] bytes(Random random, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    /// Learns the root and the blocks. In a task.
    void learn() throws IOException, InterruptedException {
        SimDisk apart = new SimDisk();
        MemoryBlockStore store = new MemoryBlockStore();
        AddService adding =
                new AddService(
                        apart,
                        new ReferenceStore(
                                store,
                                apart,
                                FilestoreRules.NONE,
                                NodeOptions.offline("test/1").fetch()),
                        unusedPins(store),
                        new Holds(),
                        NodeOptions.offline("test/1").fetch(),
                        FilestoreRules.NONE,
                        Meters.NONE);
        root = adding.add(input(false, false), call(apart)).cid();
        store.forEach(cid -> blocks.put(cid, store.get(cid)));
    }

    @SuppressWarnings("NullAway") // without pins no log is asked
    private static PinService unusedPins(MemoryBlockStore store) {
        return new PinService(store, null, new Holds());
    }

    /// Adds it to a node.
    Added add(TestNode node, SimDisk disk, boolean isPinned) throws InterruptedException {
        return node.node().add().add(input(isPinned, isByReference()), call(disk));
    }

    /// Whether its leaves are kept by reference to files.
    boolean isByReference() {
        return number % (2 * KINDS) == 2 * KINDS - 1;
    }

    private static AddInput input(boolean isPinned, boolean isByReference) {
        return new AddInputBuilder()
                .pin(isPinned)
                .nocopy(isByReference)
                .chunker("size-" + CHUNK)
                .build();
    }

    private Call call(SimDisk disk) {
        if (files.containsKey("")) {
            return TestNode.of(files.getOrDefault("", new byte[0]));
        }
        if (number % KINDS == KINDS - 1) {
            Path home = NodeWorld.HOME.resolve("c" + number);
            files.forEach((name, bytes) -> put(disk, home.resolve(name), bytes));
            return TestNode.of(Tree.of(home));
        }
        List<Tree.Entry> entries = new ArrayList<>();
        files.forEach((name, bytes) ->
                entries.add(Tree.Entry.file("folder/" + name, ByteSource.of(bytes))));
        return TestNode.of(Tree.of(entries));
    }

    private static void put(SimDisk disk, Path path, byte[] bytes) {
        try {
            disk.content(path, bytes);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// The CID of the root.
    String root() {
        if (root == null) {
            throw new IllegalStateException("content " + number + " has not been learnt");
        }
        return root;
    }

    /// All its blocks.
    Map<Cid, Block> blocks() {
        return blocks;
    }

    /// Its files by their paths below the root; the empty path for a root that is a file.
    Map<String, byte[]> files() {
        return files;
    }

    /// Whether a block in a store is that of this content.
    boolean isWhole(Block found) {
        Block mine = blocks.get(found.cid());
        ByteBuffer bytes = found.bytes();
        return mine != null && mine.bytes().equals(bytes);
    }

    @Override
    public String toString() {
        return "content " + number;
    }
}
