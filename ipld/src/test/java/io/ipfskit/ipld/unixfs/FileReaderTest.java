package io.ipfskit.ipld.unixfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.BlockMap;
import io.ipfskit.ipld.BlockNotFound;
import io.ipfskit.ipld.MalformedBlock;
import io.ipfskit.ipld.UnsupportedContent;
import io.ipfskit.ipld.dagpb.PbLink;
import io.ipfskit.multiformats.Cid;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

class FileReaderTest {
    private static final ImportProfile PROFILE = ImportProfile.UNIXFS_V1_2025;

    private final BlockMap store = new BlockMap();

    @Property(tries = 500)
    void anyRangeOfAnyFileIsThatOfItsBytes(
            @ForAll @IntRange(max = 400) int size,
            @ForAll @IntRange(min = 1, max = 20) int chunk,
            @ForAll @IntRange(min = 2, max = 5) int width,
            @ForAll boolean raw,
            @ForAll @IntRange(max = 420) int offset,
            @ForAll @IntRange(max = 420) int length)
            throws Exception {
        BlockMap blocks = new BlockMap();
        DagNode file = add(blocks, profile(chunk, width, raw), bytes(size));
        int from = Math.min(offset, size);
        byte[] expected = Arrays.copyOfRange(bytes(size), from, Math.min(size, from + length));
        FileReader reader = new FileReader(blocks, file.cid(), offset, length);
        assertThat(reader.size()).isEqualTo(size).isEqualTo(file.size());
        assertThat(reader.remaining()).isEqualTo(expected.length);
        assertThat(drain(reader)).isEqualTo(expected);
        assertThat(copy(new FileReader(blocks, file.cid(), offset, length))).isEqualTo(expected);
    }

    @Test
    void theLayoutIsBalanced() throws Exception {
        DagNode file = add(store, profile(1, 2, true), bytes(5));
        assertThat(depths(file.cid(), 0)).containsExactly(3, 3, 3, 3, 3);
        DagNode full = add(store, profile(1, 2, true), bytes(4));
        assertThat(depths(full.cid(), 0)).containsExactly(2, 2, 2, 2);
    }

    private List<Integer> depths(Cid cid, int depth) throws Exception {
        List<Integer> leaves = new ArrayList<>();
        switch (UnixFs.read(store, cid)) {
            case UnixFsNode.FileNode node -> {
                for (PbLink link : node.links()) {
                    leaves.addAll(depths(link.cid(), depth + 1));
                }
            }
            default -> leaves.add(depth);
        }
        return leaves;
    }

    @Test
    void theCumulativeSizeIsThatOfAllBlocks() throws Exception {
        DagNode file = add(store, profile(7, 3, false), bytes(200));
        long total = store.blocks.values().stream().mapToLong(Block::size).sum();
        assertThat(file.cumulativeSize()).isEqualTo(total);
        assertThat(UnixFs.read(store, file.cid()).cumulativeSize()).isEqualTo(total);
    }

    @Test
    void onlyBlocksOfTheRangeAreFetched() throws Exception {
        DagNode file = add(store, profile(10, 4, true), bytes(160));
        store.asked.clear();
        drain(new FileReader(store, file.cid(), 95, 10));
        assertThat(store.asked).hasSize(1 + 1 + 2);
    }

    @Test
    void upcomingPartsAreAnnouncedInOrder() throws Exception {
        DagNode file = add(store, profile(10, 8, true), bytes(80));
        UnixFsNode root = UnixFs.read(store, file.cid());
        List<Cid> announced = new ArrayList<>();
        store.asked.clear();
        drain(new FileReader(store, root, 25, 30, announced::addAll));
        assertThat(announced).hasSize(4).isEqualTo(store.asked);
    }

    @Test
    void attributesStandInTheRootAndDoNotHinderReading() throws Exception {
        Attributes attributes = new Attributes(0644, java.time.Instant.ofEpochSecond(7));
        for (int size : new int[] {0, 5, 50}) {
            ImportProfile profile = profile(10, 3, false);
            FileDagBuilder builder = new FileDagBuilder(profile, store, attributes);
            addTo(builder, profile, bytes(size));
            Cid cid = builder.finish().cid();
            assertThat(UnixFs.read(store, cid).attributes()).isEqualTo(attributes);
            assertThat(drain(new FileReader(store, cid))).isEqualTo(bytes(size));
        }
    }

    @Test
    void attributesNeedDagPbLeaves() {
        assertThatThrownBy(() -> new FileDagBuilder(PROFILE, store, new Attributes(0644, null)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("withRawLeaves(false)");
    }

    @Test
    void dataBesideLinksComesFirst() throws Exception {
        Leaf leaf = Leaf.of(PROFILE, ByteBuffer.wrap(new byte[] {3, 4}));
        store.put(leaf.block());
        Cid cid = node(ByteBuffer.wrap(new byte[] {1, 2}), 4, new long[] {2}, leaf.block().cid());
        assertThat(drain(new FileReader(store, cid))).containsExactly(1, 2, 3, 4);
        assertThat(drain(new FileReader(store, cid, 1, 2))).containsExactly(2, 3);
        assertThat(drain(new FileReader(store, cid, 3, 9))).containsExactly(4);
    }

    @Test
    void aMissingBlockIsNamed() throws Exception {
        DagNode file = add(store, profile(10, 4, true), bytes(40));
        Cid gone = Block.raw(ByteBuffer.wrap(bytes(40), 20, 10).slice()).cid();
        store.blocks.remove(gone);
        FileReader reader = new FileReader(store, file.cid());
        reader.next();
        reader.next();
        assertThatThrownBy(reader::next)
                .isInstanceOfSatisfying(
                        BlockNotFound.class, e -> assertThat(e.cid()).isEqualTo(gone));
    }

    @Test
    void aPartOfAnotherSizeThanClaimedIsRefused() throws Exception {
        Leaf leaf = Leaf.of(PROFILE, ByteBuffer.wrap(new byte[] {3, 4}));
        store.put(leaf.block());
        Cid cid = node(null, 5, new long[] {5}, leaf.block().cid());
        assertThatThrownBy(() -> drain(new FileReader(store, cid)))
                .isInstanceOf(MalformedBlock.class)
                .hasMessageContaining("claims 5 bytes");
    }

    @Test
    void aSizeThatThePartsDoNotAddUpToIsRefused() throws Exception {
        Leaf leaf = Leaf.of(PROFILE, ByteBuffer.wrap(new byte[] {3, 4}));
        Cid cid = node(null, 3, new long[] {2}, leaf.block().cid());
        assertMalformed(cid, "parts add up to 2");
    }

    @Test
    void sizesThatOverflowAreRefused() throws Exception {
        Cid leaf = Leaf.of(PROFILE, ByteBuffer.wrap(new byte[] {3})).block().cid();
        Cid cid = node(null, UnixFsData.ABSENT, new long[] {Long.MAX_VALUE, 1}, leaf, leaf);
        assertMalformed(cid, "2^63 or more");
    }

    @Test
    void asManySizesAsLinksAreNeeded() throws Exception {
        Cid leaf = Leaf.of(PROFILE, ByteBuffer.wrap(new byte[] {3})).block().cid();
        assertMalformed(node(null, 1, new long[] {1}, leaf, leaf), "2 parts has 1 part sizes");
    }

    @Test
    void aDirectoryIsNoPartOfAFile() throws Exception {
        Cid directory = new DirectoryBuilder(PROFILE, store).finish().cid();
        Cid cid = node(null, 1, new long[] {1}, directory);
        assertThatThrownBy(() -> drain(new FileReader(store, cid)))
                .isInstanceOf(MalformedBlock.class);
        assertThatThrownBy(() -> new FileReader(store, directory))
                .isInstanceOf(UnsupportedContent.class);
    }

    @Test
    void partsWithoutBytesAreNeverFetched() throws Exception {
        // 1024 empty parts per node, 60 levels: endless if it were walked
        Cid cid = Leaf.of(PROFILE, ByteBuffer.allocate(0)).block().cid();
        for (int level = 0; level < 60; level++) {
            Cid[] parts = new Cid[1024];
            Arrays.fill(parts, cid);
            cid = node(null, 0, new long[1024], parts);
        }
        store.asked.clear();
        assertThat(drain(new FileReader(store, cid))).isEmpty();
        assertThat(store.asked).hasSize(1);
    }

    @Test
    void aFileThatIsTooDeepIsRefused() throws Exception {
        Leaf leaf = Leaf.of(PROFILE, ByteBuffer.wrap(new byte[] {3}));
        store.put(leaf.block());
        Cid cid = leaf.block().cid();
        for (int level = 0; level < FileReader.MAX_DEPTH + 1; level++) {
            cid = node(null, 1, new long[] {1}, cid);
        }
        Cid root = cid;
        assertThatThrownBy(() -> drain(new FileReader(store, root)))
                .isInstanceOf(UnsupportedContent.class)
                .hasMessageContaining("deeper than 128");
    }

    @Test
    void negativeRangesAreRefused() throws Exception {
        Cid cid = add(store, PROFILE, bytes(3)).cid();
        assertThatThrownBy(() -> new FileReader(store, cid, -1, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private void assertMalformed(Cid cid, String why) {
        assertThatThrownBy(() -> UnixFs.read(store, cid))
                .isInstanceOf(MalformedBlock.class)
                .hasMessageContaining(why)
                .hasMessageContaining(cid.toString());
    }

    private Cid node(
            @org.jspecify.annotations.Nullable ByteBuffer data,
            long size,
            long[] sizes,
            Cid... parts) {
        List<PbLink> links = Arrays.stream(parts).map(cid -> new PbLink(cid, "", 1)).toList();
        Block block =
                Nodes.block(PROFILE, links, UnixFsData.file(data, size, sizes, Attributes.NONE));
        store.put(block);
        return block.cid();
    }

    private static ImportProfile profile(int chunk, int width, boolean raw) {
        return new ImportProfile(
                "test", 1, raw, chunk, width, 256, 262144, SizeEstimate.BLOCK_BYTES);
    }

    private static DagNode add(BlockMap store, ImportProfile profile, byte[] bytes)
            throws Exception {
        FileDagBuilder builder = new FileDagBuilder(profile, store);
        addTo(builder, profile, bytes);
        return builder.finish();
    }

    private static void addTo(FileDagBuilder builder, ImportProfile profile, byte[] bytes)
            throws Exception {
        for (int at = 0; at < bytes.length; at += profile.chunkSize()) {
            int length = Math.min(profile.chunkSize(), bytes.length - at);
            builder.add(Leaf.of(profile, ByteBuffer.wrap(bytes, at, length)));
        }
    }

    private static byte[] bytes(int size) {
        byte[] out = new byte[size];
        for (int i = 0; i < size; i++) {
            out[i] = (byte) (i * 31 + i / 7);
        }
        return out;
    }

    private static byte[] drain(FileReader reader) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (ByteBuffer next = reader.next(); next != null; next = reader.next()) {
            byte[] bytes = new byte[next.remaining()];
            next.get(bytes);
            out.writeBytes(bytes);
        }
        return out.toByteArray();
    }

    private static byte[] copy(FileReader reader) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(6);
        while (reader.read(buffer) >= 0) {
            out.write(buffer.array(), 0, buffer.position());
            buffer.clear();
        }
        return out.toByteArray();
    }
}
