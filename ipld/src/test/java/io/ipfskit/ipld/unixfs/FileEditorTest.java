package io.ipfskit.ipld.unixfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.ipld.BlockMap;
import io.ipfskit.ipld.MalformedBlock;
import io.ipfskit.ipld.UnsupportedContent;
import io.ipfskit.ipld.dagpb.PbLink;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;

import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

class FileEditorTest {
    private static final int CHUNK = 32;

    private static final ImportProfile SMALL =
            new ImportProfile("test", 1, true, CHUNK, 3, 256, 1000, SizeEstimate.BLOCK_BYTES);

    private static final List<ImportProfile> PROFILES =
            List.of(
                    SMALL,
                    SMALL.withRawLeaves(false),
                    SMALL.withRawLeaves(false).withCidVersion(0),
                    SMALL.withHash(Multicodec.SHA2_512),
                    SMALL.withLayout(Layout.TRICKLE),
                    SMALL.withRawLeaves(false).withLayout(Layout.TRICKLE).withMaxLinks(174));

    private final BlockMap store = new BlockMap();

    private static byte[] bytes(Random random, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    private static FileEditor.Input in(byte[] bytes) {
        ByteBuffer from = ByteBuffer.wrap(bytes);
        return target -> {
            if (!from.hasRemaining()) {
                return -1;
            }
            // in pieces, so that chunks do not depend on how they come
            int count = Math.min(Math.min(from.remaining(), target.remaining()), 7);
            target.put(from.slice(from.position(), count));
            from.position(from.position() + count);
            return count;
        };
    }

    private static Cid build(ImportProfile profile, BlockMap into, byte[] content)
            throws Exception {
        FileDagBuilder builder = new FileDagBuilder(profile, into);
        for (int at = 0; at < content.length; at += CHUNK) {
            int size = Math.min(CHUNK, content.length - at);
            builder.add(Leaf.of(profile, ByteBuffer.wrap(content, at, size).slice()));
        }
        return builder.finish().cid();
    }

    private static byte[] read(BlockMap blocks, Cid cid) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        FileReader reader = new FileReader(blocks, cid);
        for (ByteBuffer next = reader.next(); next != null; next = reader.next()) {
            byte[] part = new byte[next.remaining()];
            next.get(part);
            out.write(part);
        }
        return out.toByteArray();
    }

    private static byte[] written(byte[] before, int offset, byte[] bytes) {
        byte[] after = Arrays.copyOf(before, Math.max(before.length, offset + bytes.length));
        System.arraycopy(bytes, 0, after, offset, bytes.length);
        return after;
    }

    private static DagNode write(BlockMap blocks, ImportProfile profile, Cid cid, int at, byte[] b)
            throws Exception {
        BlockMap session = new BlockMap();
        DagNode node =
                new FileEditor(profile, blocks, session, FileEditor.Hashing.HERE, cid)
                        .write(at, in(b));
        blocks.blocks.putAll(session.blocks);
        return node;
    }

    /// What is read, the sizes that are told, and that the source is never asked for what only the
    /// sink has.
    @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
    void anyWritesGiveTheBytesThatAnArrayHas(@ForAll long seed) throws Exception {
        for (ImportProfile profile : PROFILES) {
            Random random = new Random(seed);
            BlockMap blocks = new BlockMap();
            byte[] model = bytes(random, random.nextInt(40 * CHUNK));
            Cid cid = build(profile, blocks, model);
            for (int edit = 0; edit < 12; edit++) {
                int offset = random.nextInt(model.length + (edit % 4 == 0 ? 200 : 1));
                byte[] bytes = bytes(random, random.nextInt(edit % 5 == 0 ? 9000 : 120));
                DagNode node = write(blocks, profile, cid, offset, bytes);
                if (offset <= model.length || bytes.length > 0) {
                    model = written(model, offset, bytes);
                } else {
                    model = Arrays.copyOf(model, offset);
                }
                assertThat(node.size()).isEqualTo(model.length);
                assertThat(node.cumulativeSize())
                        .isEqualTo(UnixFs.read(blocks, node.cid()).cumulativeSize());
                assertThat(read(blocks, node.cid())).isEqualTo(model);
                cid = node.cid();
            }
        }
    }

    @Test
    void aWriteInTheMiddleReadsAndWritesTheLeavesItTouchesAndTheWayToThem() throws Exception {
        byte[] content = bytes(new Random(1), 729 * CHUNK);
        Cid cid = build(SMALL, store, content);
        BlockMap session = new BlockMap();
        store.asked.clear();
        new FileEditor(SMALL, store, session, FileEditor.Hashing.HERE, cid)
                .write(400L * CHUNK + 5, in(new byte[CHUNK]));
        // two leaves, which may be below two nodes of each of six levels
        assertThat(session.blocks).hasSizeLessThanOrEqualTo(2 + 2 * 6);
        assertThat(store.asked).hasSizeLessThanOrEqualTo(2 + 2 * 6);
    }

    @Test
    void appendingReadsTheEndOnly() throws Exception {
        ImportProfile trickle = SMALL.withLayout(Layout.TRICKLE).withMaxLinks(174);
        byte[] content = bytes(new Random(1), 5000 * CHUNK);
        Cid cid = build(trickle, store, content);
        BlockMap session = new BlockMap();
        store.asked.clear();
        new FileEditor(trickle, store, session, FileEditor.Hashing.HERE, cid)
                .write(content.length, in(new byte[CHUNK]));
        assertThat(store.asked).hasSizeLessThanOrEqualTo(4);
        assertThat(session.blocks).hasSizeLessThanOrEqualTo(5);
    }

    @Test
    void aFileThatGrowsChunkByChunkIsTheTrickleThatIsBuiltAtOnce() throws Exception {
        for (boolean raw : new boolean[] {true, false}) {
            ImportProfile profile =
                    SMALL.withRawLeaves(raw).withLayout(Layout.TRICKLE).withMaxLinks(174);
            byte[] content = bytes(new Random(2), 2000 * CHUNK);
            BlockMap session = new BlockMap();
            FileEditor first =
                    new FileEditor(
                            profile, store, session, FileEditor.Hashing.HERE, Attributes.NONE);
            Cid cid = first.write(0, in(Arrays.copyOf(content, 2 * CHUNK))).cid();
            store.blocks.putAll(session.blocks);
            for (int at = 2 * CHUNK; at < content.length; at += 11 * CHUNK) {
                int end = Math.min(content.length, at + 11 * CHUNK);
                cid = write(store, profile, cid, at, Arrays.copyOfRange(content, at, end)).cid();
            }
            assertThat(cid).isEqualTo(build(profile, new BlockMap(), content));
        }
    }

    @Test
    void overwritingWithTheSameBytesChangesNothing() throws Exception {
        for (ImportProfile profile : PROFILES) {
            byte[] content = bytes(new Random(3), 20 * CHUNK + 3);
            Cid cid = build(profile, store, content);
            byte[] part = Arrays.copyOfRange(content, 40, 300);
            assertThat(write(store, profile, cid, 40, part).cid()).isEqualTo(cid);
            assertThat(write(store, profile, cid, 40, new byte[0]).cid()).isEqualTo(cid);
        }
    }

    @Test
    void aFileOfOneRawLeafIsThatLeafBeforeAndAfter() throws Exception {
        Cid cid =
                write(store, SMALL, build(SMALL, store, new byte[] {1, 2, 3}), 1, new byte[] {9})
                        .cid();
        assertThat(cid).isEqualTo(build(SMALL, new BlockMap(), new byte[] {1, 9, 3}));
        assertThat(cid.codec()).isEqualTo(Multicodec.RAW);
        Cid longer = write(store, SMALL, cid, 3, new byte[] {4}).cid();
        assertThat(longer.codec()).isEqualTo(Multicodec.DAG_PB);
        assertThat(UnixFs.read(store, longer).linkCount()).isEqualTo(2);
        FileEditor fresh =
                new FileEditor(SMALL, store, store, FileEditor.Hashing.HERE, Attributes.NONE);
        assertThat(fresh.write(0, in(new byte[] {1, 9, 3})).cid()).isEqualTo(cid);
    }

    @Test
    void aNewFileWithoutBytesIsTheEmptyFile() throws Exception {
        FileEditor empty =
                new FileEditor(SMALL, store, store, FileEditor.Hashing.HERE, Attributes.NONE);
        assertThat(empty.write(0, in(new byte[0])).cid())
                .hasToString("bafybeif7ztnhq65lumvvtr4ekcwd2ifwgm3awq4zfr3srh462rwyinlb4y");
    }

    @Test
    void attributesStayAndCanBeChanged() throws Exception {
        Attributes attributes = new Attributes(0640, Instant.ofEpochSecond(7));
        Cid cid = build(SMALL, store, new byte[] {1, 2, 3});
        Cid set = FileAttributes.set(SMALL, store, store, cid, attributes).cid();
        assertThat(UnixFs.read(store, set).attributes()).isEqualTo(attributes);
        assertThat(read(store, set)).containsExactly(1, 2, 3);
        Cid grown = write(store, SMALL, set, 2, new byte[] {8, 9}).cid();
        assertThat(UnixFs.read(store, grown).attributes()).isEqualTo(attributes);
        assertThat(read(store, grown)).containsExactly(1, 2, 8, 9);
        byte[] large = bytes(new Random(4), 30 * CHUNK);
        Cid tree = build(SMALL, store, large);
        Cid touched = FileAttributes.set(SMALL, store, store, tree, attributes).cid();
        assertThat(read(store, touched)).isEqualTo(large);
        Cid link = UnixFs.symlink(SMALL, "there", store).cid();
        Cid other = FileAttributes.set(SMALL, store, store, link, attributes).cid();
        assertThat(UnixFs.read(store, other).attributes().mtime()).isEqualTo(attributes.mtime());
    }

    @Test
    void whatIsNoFileOrTooFarAwayIsRefused() throws Exception {
        Cid folder = new DirectoryBuilder(SMALL, store, Attributes.NONE).finish().cid();
        assertThatThrownBy(() -> write(store, SMALL, folder, 0, new byte[1]))
                .isInstanceOf(UnsupportedContent.class);
        assertThatThrownBy(() ->
                        FileAttributes.set(SMALL, store, store, folder, new Attributes(1, null)))
                .isInstanceOf(UnsupportedContent.class);
        Cid cid = build(SMALL, store, new byte[] {1});
        FileEditor editor = new FileEditor(SMALL, store, store, FileEditor.Hashing.HERE, cid);
        assertThatThrownBy(() -> editor.write(FileEditor.GAP_MAX + 2, in(new byte[1])))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> editor.write(0, in(new byte[1])))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aPartOfAnotherSizeThanClaimedIsRefused() throws Exception {
        OpenFileNode lying = new OpenFileNode();
        Cid leaf = build(SMALL, store, new byte[] {1, 2, 3});
        lying.add(new PbLink(leaf, "", 3), 5);
        lying.add(new PbLink(leaf, "", 3), 3);
        Cid cid = lying.write(SMALL, store, Attributes.NONE).cid();
        assertThatThrownBy(() -> write(store, SMALL, cid, 1, new byte[1]))
                .isInstanceOf(MalformedBlock.class);
    }

    @Test
    void aChainOfNodesWithoutEndIsRefused() throws Exception {
        Cid below = build(SMALL, store, new byte[] {1, 2, 3});
        for (int i = 0; i < 200; i++) {
            OpenFileNode above = new OpenFileNode();
            above.add(new PbLink(below, "", 3), 3);
            below = above.write(SMALL, store, Attributes.NONE).cid();
        }
        Cid deep = below;
        assertThatThrownBy(() -> write(store, SMALL, deep, 1, new byte[1]))
                .isInstanceOf(UnsupportedContent.class);
    }

    @Test
    void theWayOfAContentDefinedChunkerIsGone() throws Exception {
        ImportProfile rabin =
                SMALL.withLayout(Layout.TRICKLE).withChunker(Chunker.parse("rabin-16-64-256"));
        byte[] content = bytes(new Random(5), 5000);
        FileEditor editor =
                new FileEditor(rabin, store, store, FileEditor.Hashing.HERE, Attributes.NONE);
        Cid cid = editor.write(0, in(content)).cid();
        assertThat(read(store, cid)).isEqualTo(content);
        List<Integer> sizes = new ArrayList<>();
        for (long size : ((UnixFsNode.FileNode) UnixFs.read(store, cid)).blockSizes()) {
            sizes.add((int) size);
        }
        ByteBuffer rest = ByteBuffer.wrap(content);
        for (int size : sizes) {
            ByteBuffer window =
                    rest.slice(rest.position(), Math.min(rest.remaining(), rabin.chunkSize()));
            assertThat(size).isEqualTo(rabin.chunker().cut(window));
            rest.position(rest.position() + size);
        }
    }
}
