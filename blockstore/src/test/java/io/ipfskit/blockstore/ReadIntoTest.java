package io.ipfskit.blockstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backends;
import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.BlockNotFound;
import io.ipfskit.ipld.IntegrityException;
import io.ipfskit.multiformats.Multicodec;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;

/// Reading a block to where it is wanted, on a real disk.
class ReadIntoTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path directory;

    private static Block block(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return Block.of(1, Multicodec.RAW, ByteBuffer.wrap(bytes));
    }

    private interface Use {
        void with(BlockStore store) throws Exception;
    }

    private void inStore(Use use) throws Exception {
        AnyIO.<Integer, Exception>run(
                Backends.named("threads"),
                _ ->
                        TaskGroup.<Integer, Exception>open(group -> {
                            try (PackStore store =
                                    PackStore.open(
                                            group, Disk.real(), directory, PackOptions.DEFAULT)) {
                                use.with(new CachedBlockStore(store, 1 << 20));
                                store.cover();
                            }
                            return 0;
                        }));
    }

    private static void put(BlockStore store, Block... blocks) throws Exception {
        try (WriteSession session = store.openSession()) {
            for (Block block : blocks) {
                session.put(block);
            }
            session.commit();
        }
    }

    @Test
    void theBytesStandAtThePositionOfTheTarget() throws Exception {
        inStore(store -> {
            for (int size : new int[] {0, 1, 70_000, 1 << 20}) {
                Block block = block(size);
                put(store, block);
                for (ByteBuffer target :
                        new ByteBuffer[] {
                            ByteBuffer.allocate(size + 9), ByteBuffer.allocateDirect(size + 9)
                        }) {
                    target.position(5);
                    assertThat(store.read(block.cid(), target)).isEqualTo(size);
                    assertThat(target.position()).isEqualTo(5 + size);
                    assertThat(target.slice(5, size)).isEqualTo(block.bytes());
                }
            }
        });
    }

    @Test
    void aTargetWithoutRoomIsLeftAloneAndTheSizeTold() throws Exception {
        inStore(store -> {
            Block block = block(100_000);
            put(store, block);
            ByteBuffer target = ByteBuffer.allocateDirect(99_999);
            assertThat(store.read(block.cid(), target)).isEqualTo(100_000);
            assertThat(target.position()).isZero();
        });
    }

    @Test
    void aBlockThatIsNotHereIsToldAndNothingPut() throws Exception {
        inStore(store -> {
            ByteBuffer target = ByteBuffer.allocate(200_000).position(3);
            assertThatThrownBy(() -> store.read(block(100_000).cid(), target))
                    .isInstanceOf(BlockNotFound.class);
            assertThat(target.position()).isEqualTo(3);
        });
    }

    @Test
    void aDamagedBlockIsNamedAndNothingCounts() throws Exception {
        Block block = block(10 << 20 >> 4);
        Block other = block(9 << 20 >> 4);
        inStore(store -> put(store, block, other));
        Path segment;
        try (var files = Files.list(directory)) {
            segment = files.filter(file -> file.toString().endsWith(".car")).findFirst().get();
        }
        try (FileChannel file = FileChannel.open(segment, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(new byte[] {42, 42, 42, 42}), 300_000);
        }
        inStore(store -> {
            ByteBuffer target = ByteBuffer.allocateDirect(1 << 20).position(7);
            assertThatThrownBy(() -> store.read(block.cid(), target))
                    .isInstanceOf(IntegrityException.class)
                    .hasMessageContaining(block.cid().toString());
            assertThat(target.position()).isEqualTo(7);
            assertThat(store.read(other.cid(), target)).isEqualTo(other.size());
        });
    }
}
