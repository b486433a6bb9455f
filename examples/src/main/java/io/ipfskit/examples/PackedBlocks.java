package io.ipfskit.examples;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.blockstore.BlockStore;
import io.ipfskit.blockstore.PackOptions;
import io.ipfskit.blockstore.PackStore;
import io.ipfskit.blockstore.WriteSession;
import io.ipfskit.ipld.Block;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// `blockstore` alone: one block in, durable on commit, and out again.
public final class PackedBlocks {
    private PackedBlocks() {}

    /// Stores a block in the folder named by the first argument and reads it back.
    public static void main(String[] arguments) throws Exception {
        ChosenBackend chosen = ChosenBackend.of(arguments);
        Path folder = Path.of(chosen.arguments().getFirst());
        AnyIO.run(chosen.backend(), run -> TaskGroup.open(group -> store(group, folder)));
    }

    private static int store(TaskGroup group, Path folder) throws Exception {
        Block block = Block.raw(ByteBuffer.wrap("hello".getBytes(StandardCharsets.UTF_8)));
        try (BlockStore store = PackStore.open(group, Disk.real(), folder, PackOptions.DEFAULT)) {
            try (WriteSession session = store.openSession()) {
                session.put(block);
                session.commit();
            }
            int size = store.get(block.cid()).size();
            System.out.println(block.cid() + " holds " + size + " bytes");
            return size;
        }
    }
}
