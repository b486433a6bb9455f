package io.ipfskit.ipld.traverse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.BlockMap;
import io.ipfskit.ipld.BlockNotFound;
import io.ipfskit.ipld.MalformedBlock;
import io.ipfskit.ipld.UnsupportedContent;
import io.ipfskit.ipld.codec.Codec;
import io.ipfskit.ipld.codec.Codecs;
import io.ipfskit.ipld.data.DataNode;
import io.ipfskit.ipld.unixfs.ContentPath;
import io.ipfskit.ipld.unixfs.DirectoryBuilder;
import io.ipfskit.ipld.unixfs.ImportProfile;
import io.ipfskit.ipld.unixfs.PathNotFound;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.List;

class DagResolverTest {
    private final BlockMap store = new BlockMap();
    private Cid leaf = Cid.parse("bafkqaaib");
    private Cid json = leaf;
    private Cid folder = leaf;
    private Cid top = leaf;

    private Cid put(Codec codec, DataNode node) {
        Block block = Block.of(1, codec.code(), codec.encode(node));
        store.put(block);
        return block.cid();
    }

    /// top (cbor): list of {dir: folder}; folder (UnixFS): doc -> json; json: {a: [leaf, {b: 7}]}
    @BeforeEach
    void aDagOfThreeCodecs() throws Exception {
        Block raw = Block.raw(ByteBuffer.wrap("hi".getBytes(UTF_8)));
        store.put(raw);
        leaf = raw.cid();
        DataNode inner = DataNode.MapNode.of("b", DataNode.of(7));
        json =
                put(
                        Codecs.DAG_JSON,
                        DataNode.MapNode.of("a", DataNode.ListNode.of(DataNode.of(leaf), inner)));
        DirectoryBuilder builder = new DirectoryBuilder(ImportProfile.UNIXFS_V1_2025, store);
        builder.add("doc", json, 10);
        folder = builder.finish().cid();
        DataNode entry = DataNode.MapNode.of("dir", DataNode.of(folder));
        top = put(Codecs.DAG_CBOR, DataNode.ListNode.of(DataNode.NULL, entry));
    }

    private DagResolved resolve(String path) throws Exception {
        return resolver(DagResolver.Names.UNIXFS).resolve(ContentPath.parse(path));
    }

    private DagResolver resolver(DagResolver.Names names) {
        return new DagResolver(store, Codecs.standard(), names);
    }

    @Test
    void aPathGoesThroughAllCodecs() throws Exception {
        assertThat(resolve(top + "/1/dir/doc/a/0")).isEqualTo(new DagResolved(leaf, List.of()));
        assertThat(resolve(top + "/1/dir/doc")).isEqualTo(new DagResolved(json, List.of()));
        assertThat(resolve(top + "/1/dir")).isEqualTo(new DagResolved(folder, List.of()));
    }

    @Test
    void whatRemainsIsInsideTheLastBlock() throws Exception {
        DagResolved resolved = resolve(top + "/1/dir/doc/a/1/b");
        assertThat(resolved).isEqualTo(new DagResolved(json, List.of("a", "1", "b")));
        assertThat(resolver(DagResolver.Names.UNIXFS).node(resolved)).isEqualTo(DataNode.of(7));
        assertThat(resolve(top + "/1")).isEqualTo(new DagResolved(top, List.of("1")));
    }

    @Test
    void theBlockAtTheEndIsNotRead() throws Exception {
        store.asked.clear();
        resolve(top + "/1/dir");
        assertThat(store.asked).isEqualTo(List.of(top));
    }

    @Test
    void theBlocksOnTheWayAreRecorded() throws Exception {
        RecordingSource recording = new RecordingSource(store);
        new DagResolver(recording, Codecs.standard(), DagResolver.Names.UNIXFS)
                .resolve(ContentPath.parse(top + "/1/dir/doc/a/0"));
        assertThat(recording.got()).isEqualTo(List.of(top, folder, json));
    }

    @Test
    void aDagPbNodeHasDataModelNamesWhenAskedFor() throws Exception {
        ContentPath path = ContentPath.parse(folder + "/Links/0/Hash/a/1");
        DagResolver resolver = resolver(DagResolver.Names.DATA);
        assertThat(resolver.resolve(path)).isEqualTo(new DagResolved(json, List.of("a", "1")));
        assertThat(resolver.node(resolver.resolve(ContentPath.of(folder))).kind())
                .hasToString("map");
    }

    @Test
    void aNameThatIsNotThereIsNamed() {
        for (String path :
                List.of(
                        "/x",
                        "/2",
                        "/01",
                        "/-1",
                        "/1/dir/x",
                        "/1/dir/doc/x",
                        "/0/x",
                        "/1000000000")) {
            assertThatThrownBy(() -> resolve(top + path))
                    .as(path)
                    .isInstanceOf(PathNotFound.class)
                    .extracting(e -> ((PathNotFound) e).segment())
                    .isEqualTo(path.substring(path.lastIndexOf('/') + 1));
        }
    }

    @Test
    void blocksThatCannotBeReadAreNamed() {
        Cid unknown = Cid.v1(Multicodec.LIBP2P_KEY, leaf.multihash());
        assertThatThrownBy(() -> resolve(unknown + "/a")).isInstanceOf(UnsupportedContent.class);
        Cid bad = Cid.v1(Multicodec.DAG_CBOR, leaf.multihash());
        assertThatThrownBy(() -> resolve(bad + "/a")).isInstanceOf(BlockNotFound.class);
        store.put(Block.trusted(bad, ByteBuffer.wrap(new byte[] {(byte) 0xff})));
        assertThatThrownBy(() -> resolve(bad + "/a"))
                .isInstanceOf(MalformedBlock.class)
                .hasMessageContaining("at byte 0");
    }
}
