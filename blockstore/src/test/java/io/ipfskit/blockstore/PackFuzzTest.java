package io.ipfskit.blockstore;

import com.code_intelligence.jazzer.junit.FuzzTest;

import io.ipfskit.anyio.sim.SimDisk;
import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.BlockNotFound;
import io.ipfskit.ipld.IntegrityException;
import io.ipfskit.multiformats.Cid;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/// Segments with hostile changes: a store opens or is refused, and a block is read, damaged or
/// missing. Nothing else happens.
class PackFuzzTest {
    private static final Path STORE = Path.of("/store");
    private static final int BLOCK = CarLayout.BLOCK;
    private static final PackOptions OPTIONS =
            new PackOptions(64 << 10, 64 << 10, 16 << 10, 6000, 20_000);

    /// Made at the first input: its tasks need this class initialised.
    private static @Nullable SimDisk original;

    /// A store with a commit segment of several batches, one of which deletes, and a bulk segment.
    private static SimDisk original() throws Exception {
        if (original == null) {
            SimDisk disk = new SimDisk();
            World.run(services -> {
                try (PackStore store = PackStore.open(services, disk, STORE, OPTIONS)) {
                    for (int batch = 0; batch < 3; batch++) {
                        try (WriteSession session = store.openSession()) {
                            for (int i = 0; i < (batch == 1 ? 20 : 3); i++) {
                                session.put(BlockStoreContract.block(100 * batch + i, 700));
                            }
                            session.commit();
                        }
                    }
                    store.delete(List.of(BlockStoreContract.block(0, 700).cid()));
                }
                return 0;
            });
            original = disk;
        }
        return original;
    }

    /// The input is a list of edits of four bytes: which file, where (two), and the new byte.
    @FuzzTest(maxDuration = "20s")
    void aStoreOpensOrIsRefused(byte[] edits) throws Exception {
        SimDisk disk = original().copy();
        List<Path> files =
                disk.files().stream().filter(path -> path.toString().endsWith(".car")).toList();
        for (Path file : files) {
            ByteBuffer bytes = ByteBuffer.wrap(disk.content(file)).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i + 4 <= edits.length; i += 4) {
                int at = ((edits[i + 1] & 0xff) << 8) | (edits[i + 2] & 0xff);
                if (files.get((edits[i] & 0xff) % files.size()).equals(file)) {
                    bytes.put(at % bytes.limit(), edits[i + 3]);
                }
            }
            seal(bytes);
            disk.content(file, bytes.array());
        }
        World.run(services -> {
            try (PackStore store = PackStore.open(services, disk, STORE, OPTIONS)) {
                List<Cid> cids = new ArrayList<>();
                store.forEach(cids::add);
                for (Cid cid : cids) {
                    readOrRefuse(store, cid);
                }
                for (int i = 0; i < 3; i++) {
                    readOrRefuse(store, BlockStoreContract.block(200 + i, 700).cid());
                }
            } catch (StoreDamaged | StoreVersionUnsupported refused) {
                // as it should be
            }
            return 0;
        });
    }

    private static void readOrRefuse(PackStore store, Cid cid)
            throws IOException, InterruptedException {
        try {
            Block block = store.get(cid);
            if (!block.cid().equals(cid)) {
                throw new AssertionError("asked for " + cid + ", got " + block.cid());
            }
        } catch (IntegrityException | BlockNotFound refused) {
            // as it should be
        }
    }

    /// Makes the checksums of trailers right, which no fuzzer finds.
    private static void seal(ByteBuffer bytes) {
        for (int end = BLOCK; end <= bytes.limit(); end += BLOCK) {
            int length = bytes.getInt(end - TrailerLayout.FOOTER_LENGTH);
            if (bytes.getLong(end - TrailerLayout.FOOTER_MAGIC) == TrailerLayout.END_MAGIC
                    && length > TrailerLayout.SIZE
                    && length <= end) {
                CRC32C crc = new CRC32C();
                crc.update(bytes.slice(end - length, length - TrailerLayout.FOOTER_CRC));
                bytes.putInt(end - TrailerLayout.FOOTER_CRC, (int) crc.getValue());
            }
        }
    }
}
