package io.ipfskit.ipld.unixfs;

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

import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

class DirectoryEditorTest {
    /// Shards beyond some twelve entries, 8 wide, so that edits often cross the threshold and make
    /// many levels.
    private static final ImportProfile SMALL =
            new ImportProfile("test", 1, true, 1024, 16, 8, 700, SizeEstimate.BLOCK_BYTES);

    private static final List<ImportProfile> PROFILES =
            List.of(
                    SMALL,
                    new ImportProfile(
                            "test", 0, false, 1024, 16, 16, 500, SizeEstimate.LINKS_BYTES),
                    SMALL.withDirectories(7, 8),
                    SMALL.withInlineLimit(100));

    private final BlockMap store = new BlockMap();

    private static Cid cid(long number) {
        return Cid.v1(Multicodec.RAW, Multihash.sha256(Long.toString(number).getBytes(UTF_8)));
    }

    private static DagNode build(
            ImportProfile profile, Map<String, DirectoryEntry> entries, Attributes attributes)
            throws Exception {
        DirectoryBuilder builder = new DirectoryBuilder(profile, BlockSink.NOWHERE, attributes);
        for (DirectoryEntry entry : entries.values()) {
            builder.add(entry.name(), entry.cid(), entry.tsize());
        }
        return builder.finish();
    }

    @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
    void anyEditsGiveTheDirectoryThatBuildingGives(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int names) throws Exception {
        for (ImportProfile profile : PROFILES) {
            Random random = new Random(seed);
            BlockMap blocks = new BlockMap();
            Attributes attributes =
                    random.nextBoolean()
                            ? Attributes.NONE
                            : new Attributes(0755, Instant.ofEpochSecond(1_700_000_000L, 5));
            DirectoryEditor editor = new DirectoryEditor(profile, blocks, blocks, attributes);
            Map<String, DirectoryEntry> model = new TreeMap<>();
            for (int edit = 0; edit < 150; edit++) {
                String name = "name" + random.nextInt(names);
                if (random.nextInt(100) < 50 + 30 * Math.sin(edit / 20.0)) {
                    long number = random.nextLong();
                    DirectoryEntry entry = new DirectoryEntry(name, cid(number), number & 0xfffff);
                    assertThat(editor.put(name, entry.cid(), entry.tsize()))
                            .isEqualTo(java.util.Optional.ofNullable(model.put(name, entry)));
                } else {
                    assertThat(editor.remove(name))
                            .isEqualTo(java.util.Optional.ofNullable(model.remove(name)));
                }
                if (random.nextInt(4) == 0) {
                    DagNode written = editor.write();
                    assertThat(written).isEqualTo(build(profile, model, attributes));
                    if (random.nextBoolean()) {
                        editor = new DirectoryEditor(profile, blocks, blocks, written.cid());
                        assertThat(editor.attributes()).isEqualTo(attributes);
                    }
                }
                String asked = "name" + random.nextInt(names);
                assertThat(editor.get(asked).orElse(null)).isEqualTo(model.get(asked));
            }
        }
    }

    @Test
    void aDirectoryCrossesTheThresholdBothWays() throws Exception {
        DirectoryEditor editor = new DirectoryEditor(SMALL, store, store, Attributes.NONE);
        for (int i = 0; i < 11; i++) {
            editor.put("entry " + i, cid(i), i);
        }
        Cid plain = editor.write().cid();
        assertThat(new DirectoryReader(store, plain).isSharded()).isFalse();
        for (int i = 11; i < 30; i++) {
            editor.put("entry " + i, cid(i), i);
        }
        assertThat(new DirectoryReader(store, editor.write().cid()).isSharded()).isTrue();
        for (int i = 11; i < 30; i++) {
            editor.remove("entry " + i);
        }
        assertThat(editor.write().cid()).isEqualTo(plain);
    }

    @Test
    void anEditOfALargeDirectoryTouchesOnlyThePathOfItsShards() throws Exception {
        ImportProfile profile = ImportProfile.UNIXFS_V1_2025;
        DirectoryBuilder builder = new DirectoryBuilder(profile, store);
        for (int i = 0; i < 70_000; i++) {
            builder.add("entry " + i, cid(1), 5);
        }
        Cid root = builder.finish().cid();
        store.asked.clear();
        List<Block> written = new ArrayList<>();
        DirectoryEditor editor = new DirectoryEditor(profile, store, written::add, root);
        editor.put("new", cid(2), 7);
        editor.put("entry 17", cid(3), 5);
        editor.write();
        assertThat(store.asked.size()).isLessThan(8);
        assertThat(written.size()).isLessThan(8);
    }

    @Test
    void removalsFromALargeDirectoryReadOnlyAsMuchAsTellsItIsLarge() throws Exception {
        ImportProfile profile = ImportProfile.UNIXFS_V1_2025;
        DirectoryBuilder builder = new DirectoryBuilder(profile, store);
        for (int i = 0; i < 70_000; i++) {
            builder.add("entry " + i, cid(1), 5);
        }
        int shards = store.blocks.size();
        DirectoryEditor editor = new DirectoryEditor(profile, store, store, builder.finish().cid());
        shards = store.blocks.size() - shards;
        store.asked.clear();
        for (int i = 0; i < 1_000; i++) {
            editor.remove("entry " + i);
            if (i % 100 == 0) {
                editor.write();
            }
        }
        // a full reading at each of the ten writes would be ten times all shards
        assertThat(store.asked.size()).isLessThan(shards + 3 * 1_000);
    }

    @Test
    void attributesAreKeptAndCanChange() throws Exception {
        Attributes first = new Attributes(0700, null);
        DirectoryEditor editor = new DirectoryEditor(SMALL, store, store, first);
        for (int i = 0; i < 40; i++) {
            editor.put("e" + i, cid(i), i);
        }
        Cid root = editor.write().cid();
        DirectoryEditor again = new DirectoryEditor(SMALL, store, store, root);
        assertThat(again.attributes()).isEqualTo(first);
        again.setAttributes(Attributes.NONE);
        assertThat(UnixFs.read(store, again.write().cid()).attributes()).isEqualTo(Attributes.NONE);
    }

    @Test
    void newAttributesAloneCanShardADirectory() throws Exception {
        ImportProfile tight =
                new ImportProfile("test", 1, true, 1024, 16, 8, 55, SizeEstimate.BLOCK_BYTES);
        DirectoryEditor editor = new DirectoryEditor(tight, store, store, Attributes.NONE);
        editor.put("n", cid(1), 1);
        assertThat(new DirectoryReader(store, editor.write().cid()).isSharded()).isFalse();
        editor.setAttributes(new Attributes(0755, Instant.ofEpochSecond(1_700_000_000)));
        assertThat(new DirectoryReader(store, editor.write().cid()).isSharded()).isTrue();
        editor.setAttributes(Attributes.NONE);
        assertThat(new DirectoryReader(store, editor.write().cid()).isSharded()).isFalse();
    }

    @Test
    void aFileIsNoDirectory() {
        Block file = Block.raw(ByteBuffer.allocate(3));
        store.put(file);
        assertThatThrownBy(() -> new DirectoryEditor(SMALL, store, store, file.cid()))
                .isInstanceOf(UnsupportedContent.class);
    }

    @Test
    void aDirectoryWithANameTwiceCannotBeEdited() {
        Block twice =
                Nodes.block(
                        SMALL,
                        List.of(new PbLink(cid(1), "a", 1), new PbLink(cid(2), "a", 1)),
                        UnixFsData.directory(Attributes.NONE));
        store.put(twice);
        assertThatThrownBy(() -> new DirectoryEditor(SMALL, store, store, twice.cid()))
                .isInstanceOf(MalformedBlock.class);
    }

    @Test
    void aShardWithAnEntryInTheWrongPlaceCannotBeEdited() {
        int wrong = Hamt.index(Hamt.hash("a"), 0, 256) ^ 1;
        boolean[] used = new boolean[256];
        used[wrong] = true;
        Block shard =
                Nodes.block(
                        SMALL,
                        List.of(new PbLink(cid(1), Hamt.prefix(wrong, 256) + "a", 1)),
                        UnixFsData.shard(
                                Hamt.bitfield(used), Hamt.HASH_TYPE, 256, Attributes.NONE));
        store.put(shard);
        assertThatThrownBy(() -> new DirectoryEditor(SMALL, store, store, shard.cid()))
                .isInstanceOf(MalformedBlock.class)
                .hasMessageContaining("does not belong");
    }

    @Test
    void namesThatCannotBeFilesAreRefused() {
        DirectoryEditor editor = new DirectoryEditor(SMALL, store, store, Attributes.NONE);
        for (String name : List.of("", ".", "..", "a/b", "a\0b")) {
            assertThatThrownBy(() -> editor.put(name, cid(1), 1))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> editor.put("a", cid(1), -1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
