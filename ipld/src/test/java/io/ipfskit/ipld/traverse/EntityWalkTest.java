package io.ipfskit.ipld.traverse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.BlockMap;
import io.ipfskit.ipld.unixfs.DirectoryBuilder;
import io.ipfskit.ipld.unixfs.FileDagBuilder;
import io.ipfskit.ipld.unixfs.ImportProfile;
import io.ipfskit.ipld.unixfs.Leaf;
import io.ipfskit.ipld.unixfs.UnixFs;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

class EntityWalkTest {
    private static final ImportProfile PROFILE = ImportProfile.UNIXFS_V1_2025.withChunkSize(2);

    private final BlockMap store = new BlockMap();
    private final List<Cid> leaves = new ArrayList<>();

    /// Ten bytes in five leaves.
    private Cid file() throws Exception {
        FileDagBuilder builder = new FileDagBuilder(PROFILE, store);
        for (int i = 0; i < 5; i++) {
            Leaf leaf = Leaf.of(PROFILE, ByteBuffer.wrap(new byte[] {(byte) i, (byte) (i + 100)}));
            leaves.add(leaf.block().cid());
            builder.add(leaf);
        }
        return builder.finish().cid();
    }

    private List<Cid> walk(Cid root, String range) throws Exception {
        return DagWalkTest.firsts(store, new EntityWalk(root, EntityBytes.parse(range)));
    }

    @ParameterizedTest
    @CsvSource({
        "0:*, 0, 5", "0:9, 0, 5", "0:0, 0, 1", "2:3, 1, 2", "1:2, 0, 2", "9:9, 4, 5",
        "-1:*, 4, 5", "-3:-2, 3, 5", "3:-7, 1, 2", "10:*, 0, 0", "0:100, 0, 5", "-100:*, 0, 5",
        "8:-9, 0, 0"
    })
    void onlyThePartsOfARangeCome(String range, int from, int to) throws Exception {
        Cid root = file();
        List<Cid> expected = new ArrayList<>(List.of(root));
        expected.addAll(leaves.subList(from, to));
        assertThat(walk(root, range)).isEqualTo(expected);
    }

    @Test
    void aDirectoryIsItsBlock() throws Exception {
        DirectoryBuilder builder = new DirectoryBuilder(PROFILE, store);
        builder.add("f", file(), 1);
        Cid folder = builder.finish().cid();
        assertThat(walk(folder, "0:*")).isEqualTo(List.of(folder));
    }

    @Test
    void aSymbolicLinkAndOtherCodecsAreTheirBlock() throws Exception {
        Cid link = UnixFs.symlink(PROFILE, "x", store).cid();
        assertThat(walk(link, "0:*")).isEqualTo(List.of(link));
        Block cbor = Block.of(1, Multicodec.DAG_CBOR, ByteBuffer.wrap(new byte[] {1}));
        store.put(cbor);
        assertThat(walk(cbor.cid(), "0:*")).isEqualTo(List.of(cbor.cid()));
    }

    @Test
    void aShardedDirectoryIsItsShards() throws Exception {
        DirectoryBuilder builder = new DirectoryBuilder(ImportProfile.UNIXFS_V1_2025, store);
        Cid entry = file();
        // Beyond the threshold of 256 KiB.
        for (int i = 0; i < 6000; i++) {
            builder.add("entry-with-a-long-name-" + i, entry, 1);
        }
        assertThat(builder.isOverThreshold()).isTrue();
        Cid root = builder.finish().cid();
        List<Cid> shards = walk(root, "0:*");
        assertThat(shards).hasSizeGreaterThan(100).doesNotContain(entry).startsWith(root);
        assertThat(shards).doesNotHaveDuplicates();
    }

    @Test
    void rangesAreRead() {
        assertThat(EntityBytes.parse("-5:*")).isEqualTo(new EntityBytes(-5, EntityBytes.END));
        assertThat(EntityBytes.WHOLE.end(7)).isEqualTo(7);
        for (String bad : List.of("", "1", ":", "1:", ":1", "a:1", "+1:2", "1:2:3", "5:4", "*:1")) {
            assertThatThrownBy(() -> EntityBytes.parse(bad))
                    .as(bad)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> EntityBytes.parse("9999999999999999999:*"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void scopesAreRead() {
        for (DagScope scope : DagScope.values()) {
            assertThat(DagScope.parse(scope.toString())).isEqualTo(scope);
        }
        assertThatThrownBy(() -> DagScope.parse("ALL"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
