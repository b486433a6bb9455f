package io.ipfskit.ipld.unixfs;

import static io.ipfskit.ipld.Fixtures.hex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.BlockMap;
import io.ipfskit.ipld.BlockSink;
import io.ipfskit.ipld.MalformedBlock;
import io.ipfskit.ipld.UnsupportedContent;
import io.ipfskit.ipld.dagpb.PbLink;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;
import io.ipfskit.multiformats.Multihash;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;

class DirectoryTest {
    private static final ImportProfile PLAIN = ImportProfile.UNIXFS_V1_2025;

    /// Shards every directory, 8 wide, so that few entries make many levels.
    private static final ImportProfile SHARDED =
            new ImportProfile("test", 1, true, 1024, 16, 8, 0, SizeEstimate.BLOCK_BYTES);

    private final BlockMap store = new BlockMap();

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void everyEntryComesBackAndIsFound(@ForAll("names") Set<String> names) throws Exception {
        for (ImportProfile profile : List.of(PLAIN, SHARDED)) {
            BlockMap blocks = new BlockMap();
            DirectoryBuilder builder = new DirectoryBuilder(profile, blocks);
            names.forEach(name -> builder.add(name, cid(name), name.length()));
            Cid root = builder.finish().cid();
            List<DirectoryEntry> entries = new ArrayList<>();
            Directories.forEach(blocks, root, entries::add);
            assertThat(entries)
                    .containsExactlyInAnyOrderElementsOf(
                            names.stream()
                                    .map(name -> new DirectoryEntry(name, cid(name), name.length()))
                                    .toList());
            for (String name : names) {
                assertThat(Directories.lookup(blocks, root, name))
                        .contains(new DirectoryEntry(name, cid(name), name.length()));
                assertThat(Directories.lookup(blocks, root, name + "?")).isEmpty();
            }
        }
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void theOrderOfAddingDoesNotMatter(@ForAll("names") Set<String> names, @ForAll long seed)
            throws Exception {
        List<String> shuffled = new ArrayList<>(names);
        Collections.shuffle(shuffled, new Random(seed));
        for (ImportProfile profile : List.of(PLAIN, SHARDED)) {
            assertThat(build(profile, shuffled)).isEqualTo(build(profile, List.copyOf(names)));
        }
    }

    @Provide
    Arbitrary<Set<String>> names() {
        return Arbitraries.strings()
                .withCharRange('a', 'f')
                .withChars("é日😀\uffee")
                .ofMinLength(1)
                .ofMaxLength(6)
                .filter(name -> UTF_8.newEncoder().canEncode(name))
                .set()
                .ofMaxSize(60);
    }

    private static Cid build(ImportProfile profile, List<String> names) throws Exception {
        DirectoryBuilder builder = new DirectoryBuilder(profile, BlockSink.NOWHERE);
        names.forEach(name -> builder.add(name, cid(name), 1));
        return builder.finish().cid();
    }

    private static Cid cid(String name) {
        return Cid.v1(Multicodec.RAW, Multihash.sha256(name.getBytes(UTF_8)));
    }

    @Test
    void theEstimateInBlockBytesIsTheSizeOfTheBlock() throws Exception {
        DirectoryBuilder builder = new DirectoryBuilder(PLAIN, store);
        int names = 0;
        while (!builder.isOverThreshold()) {
            builder.add("name-" + names++, cid("x"), 300);
        }
        DirectoryBuilder one = new DirectoryBuilder(PLAIN, store);
        for (int i = 0; i < names - 1; i++) {
            one.add("name-" + i, cid("x"), 300);
        }
        int size = store.get(one.finish().cid()).size();
        assertThat(size).isLessThanOrEqualTo(262_144).isGreaterThan(262_144 - 60);
        assertThat(new DirectoryReader(store, builder.finish().cid()).isSharded()).isTrue();
    }

    @Test
    void theCumulativeSizeIsThatOfAllBlocks() throws Exception {
        DirectoryBuilder builder = new DirectoryBuilder(SHARDED, store);
        for (int i = 0; i < 500; i++) {
            builder.add("n" + i, cid("n" + i), 10);
        }
        DagNode node = builder.finish();
        long blocks = store.blocks.values().stream().mapToLong(Block::size).sum();
        assertThat(node.cumulativeSize()).isEqualTo(blocks + 5000);
    }

    @Test
    void twoEqualNamesAreRefused() {
        DirectoryBuilder builder = new DirectoryBuilder(PLAIN, store);
        builder.add("a", cid("1"), 1);
        builder.add("a", cid("2"), 1);
        assertThatThrownBy(builder::finish)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("two directory entries are named 'a'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/b", "/", "a\0b", "\ud800"})
    void namesThatCannotBeFilesAreRefused(String name) {
        assertThatThrownBy(() -> new DirectoryBuilder(PLAIN, store).add(name, cid("x"), 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aNameThatIsTooLongIsRefused() {
        assertThatThrownBy(
                        () -> new DirectoryBuilder(PLAIN, store).add("é".repeat(2049), cid("x"), 1))
                .hasMessageContaining("at most 4096 bytes, had 4098");
    }

    @Test
    void aFileIsNoDirectory() {
        Block file = Block.raw(ByteBuffer.allocate(3));
        store.put(file);
        assertThatThrownBy(() -> new DirectoryReader(store, file.cid()))
                .isInstanceOf(UnsupportedContent.class);
        assertThatThrownBy(() -> Directories.lookup(store, file.cid(), "a"))
                .isInstanceOf(UnsupportedContent.class);
    }

    @Test
    void namesOfHostileDirectoriesComeAsTheyAre() throws Exception {
        List<PbLink> links =
                List.of(
                        new PbLink(cid("x"), "..", 1),
                        new PbLink(cid("x"), "/abs", 1),
                        new PbLink(cid("y"), "/abs", 1));
        Cid root = put(links, UnixFsData.directory(Attributes.NONE));
        List<String> names = new ArrayList<>();
        Directories.forEach(store, root, entry -> names.add(entry.name()));
        assertThat(names).containsExactly("..", "/abs", "/abs");
        assertThat(Directories.lookup(store, root, "/abs").orElseThrow().cid()).isEqualTo(cid("x"));
    }

    @Test
    void aShardedEntryInTheWrongPlaceIsRefused() {
        int right = Hamt.index(Hamt.hash("a"), 0, 256);
        int wrong = right ^ 1;
        Cid root = shard(List.of(new PbLink(cid("x"), Hamt.prefix(wrong, 256) + "a", 1)), wrong);
        assertMalformed(root, "stands where its hash does not belong");
    }

    @Test
    void shardsThatRepeatThemselvesAreRefusedAtOnce() throws Exception {
        // every index of every level is the same shard below: 256^7 ways to the same entries
        Cid below = shard(List.of(new PbLink(cid("x"), Hamt.prefix(7, 256) + "a", 1)), 7);
        for (int level = 0; level < 7; level++) {
            List<PbLink> links = new ArrayList<>();
            int[] indexes = new int[256];
            for (int i = 0; i < 256; i++) {
                links.add(new PbLink(below, Hamt.prefix(i, 256), 1));
                indexes[i] = i;
            }
            below = shard(links, indexes);
        }
        store.asked.clear();
        assertMalformed(below, "stands where its hash does not belong");
        assertThat(store.asked).hasSize(8);
    }

    @Test
    void shardsDeeperThanTheHashAreRefused() {
        Cid below = shard(List.of(new PbLink(cid("x"), "00a", 1)), 0);
        for (int level = 0; level < 10; level++) {
            below = shard(List.of(new PbLink(below, "00", 1)), 0);
        }
        assertMalformed(below, "deeper than its hash has bits");
    }

    @Test
    void anEmptyShardBelowTheRootIsRefused() {
        Cid empty = shard(List.of());
        assertMalformed(shard(List.of(new PbLink(empty, "00", 1)), 0), "no entries");
    }

    @Test
    void aShardBelowMustBeAShardOfTheSameWidth() throws Exception {
        Cid other = new DirectoryBuilder(SHARDED, store).finish().cid();
        assertMalformed(
                shard(List.of(new PbLink(other, "00", 1)), 0), "no shard of the same fanout");
        Cid plain = new DirectoryBuilder(PLAIN, store).finish().cid();
        assertMalformed(
                shard(List.of(new PbLink(plain, "00", 1)), 0), "no shard of the same fanout");
    }

    @Test
    void linksThatDisagreeWithTheBitfieldAreRefused() {
        assertMalformed(shard(List.of(new PbLink(cid("x"), "00a", 1)), 1), "bitfield");
        assertMalformed(shard(List.of(new PbLink(cid("x"), "00a", 1)), 0, 1), "bitfield");
    }

    @Test
    void shardLinksAreInOrderAndUnique() {
        assertMalformed(
                shard(List.of(new PbLink(cid("x"), "00a", 1), new PbLink(cid("x"), "00b", 1)), 0),
                "out of order");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "0g", "ffa", "g0a"})
    void shardLinksBeginWithUpperCaseHex(String name) {
        assertMalformed(shard(List.of(new PbLink(cid("x"), name, 1)), 0), "hex digits");
    }

    @Test
    void anotherFanoutThanAPowerOfTwoIsRefused() {
        for (int fanout : new int[] {0, 4, 100, 2048}) {
            Cid root = put(List.of(), UnixFsData.shard(hex(""), 0x22, fanout, Attributes.NONE));
            assertMalformed(root, "power of two");
        }
    }

    @Test
    void aBitfieldWiderThanTheFanoutIsRefused() {
        Cid root = put(List.of(), UnixFsData.shard(hex("010000"), 0x22, 8, Attributes.NONE));
        assertMalformed(root, "longer than its fanout");
    }

    @Test
    void anotherHashFunctionIsUnsupported() {
        Cid root = put(List.of(), UnixFsData.shard(hex(""), 0x12, 256, Attributes.NONE));
        assertThatThrownBy(() -> new DirectoryReader(store, root))
                .isInstanceOf(UnsupportedContent.class);
    }

    private Cid shard(List<PbLink> links, int... indexes) {
        boolean[] used = new boolean[256];
        for (int index : indexes) {
            used[index] = true;
        }
        return put(
                links, UnixFsData.shard(Hamt.bitfield(used), Hamt.HASH_TYPE, 256, Attributes.NONE));
    }

    private Cid put(List<PbLink> links, UnixFsData data) {
        Block block = Nodes.block(PLAIN, links, data);
        store.put(block);
        return block.cid();
    }

    private void assertMalformed(Cid root, String why) {
        assertThatThrownBy(() -> Directories.forEach(store, root, entry -> {}))
                .isInstanceOf(MalformedBlock.class)
                .hasMessageContaining(why);
    }
}
