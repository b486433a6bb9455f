package io.ipfskit.ipld.unixfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.BlockMap;
import io.ipfskit.ipld.Links;
import io.ipfskit.ipld.unixfs.PathResolver.Symlinks;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.util.List;

class PathTest {
    private static final ImportProfile PROFILE = ImportProfile.UNIXFS_V1_2025;
    private static final String CID = "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e";

    private final BlockMap store = new BlockMap();
    private Cid file;
    private Cid root;
    private Cid inner;

    PathTest() {
        file = root = inner = Cid.parse(CID);
    }

    /// root: a/b/f, a/up -> ../a/b, link -> a/b/f, out -> ../x, abs -> /etc, loop -> loop, cbor
    @BeforeEach
    void aSmallTree() throws Exception {
        FileDagBuilder builder = new FileDagBuilder(PROFILE, store);
        builder.add(Leaf.of(PROFILE, ByteBuffer.wrap("hello world".getBytes(UTF_8))));
        DagNode f = builder.finish();
        DirectoryBuilder b = new DirectoryBuilder(PROFILE, store);
        b.add("f", f);
        DagNode bNode = b.finish();
        DirectoryBuilder a = new DirectoryBuilder(PROFILE, store);
        a.add("b", bNode);
        a.add("up", UnixFs.symlink(PROFILE, "../a/b", store));
        DirectoryBuilder top = new DirectoryBuilder(PROFILE, store);
        top.add("a", a.finish());
        top.add("link", UnixFs.symlink(PROFILE, "./a//b/f", store));
        top.add("out", UnixFs.symlink(PROFILE, "../x", store));
        top.add("abs", UnixFs.symlink(PROFILE, "/etc", store));
        top.add("loop", UnixFs.symlink(PROFILE, "loop", store));
        top.add("cbor", Block.of(1, Multicodec.DAG_CBOR, ByteBuffer.allocate(1)).cid(), 1);
        file = f.cid();
        inner = bNode.cid();
        root = top.finish().cid();
    }

    @Test
    void aPathLeadsToItsEntry() throws Exception {
        Resolved resolved =
                PathResolver.resolve(store, ContentPath.parse("/ipfs/" + root + "/a/b/f"));
        assertThat(resolved.cid()).isEqualTo(file);
        assertThat(resolved.remainder()).isEmpty();
        assertThat(resolved.walked()).hasSize(4).startsWith(root).endsWith(file);
    }

    @Test
    void aPathWithoutNamesIsItsRootAndFetchesNothing() throws Exception {
        store.asked.clear();
        assertThat(PathResolver.resolve(store, ContentPath.of(root)).cid()).isEqualTo(root);
        assertThat(store.asked).isEmpty();
    }

    @Test
    void symlinksAreFollowedOnlyWhereAsked() throws Exception {
        ContentPath path = ContentPath.of(root).child("link");
        assertThat(PathResolver.read(store, path, Symlinks.FOLLOW).cid()).isEqualTo(file);
        assertThat(PathResolver.read(store, path, Symlinks.FOLLOW_PARENTS))
                .isInstanceOf(UnixFsNode.SymlinkNode.class);
        assertThat(PathResolver.read(store, path, Symlinks.KEEP))
                .isInstanceOf(UnixFsNode.SymlinkNode.class);
        ContentPath through = ContentPath.parse(root + "/a/up/f");
        assertThat(PathResolver.resolve(store, through, Symlinks.FOLLOW_PARENTS).cid())
                .isEqualTo(file);
        assertThatThrownBy(() -> PathResolver.resolve(store, through))
                .isInstanceOf(PathNotFound.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"out", "abs"})
    void symlinksNeverLeadOutOfTheDag(String name) {
        ContentPath path = ContentPath.of(root).child(name);
        assertThatThrownBy(() -> PathResolver.resolve(store, path, Symlinks.FOLLOW))
                .isInstanceOf(PathNotFound.class)
                .hasMessageContaining("out of the DAG");
    }

    @Test
    void aCircleOfSymlinksEnds() {
        ContentPath path = ContentPath.of(root).child("loop");
        assertThatThrownBy(() -> PathResolver.resolve(store, path, Symlinks.FOLLOW))
                .isInstanceOf(PathNotFound.class)
                .hasMessageContaining("more than 40 symbolic links");
    }

    @Test
    void aMissingNameIsNamed() {
        assertThatThrownBy(() -> PathResolver.resolve(store, ContentPath.parse(root + "/a/nope/f")))
                .isInstanceOfSatisfying(
                        PathNotFound.class, e -> assertThat(e.segment()).isEqualTo("nope"))
                .hasMessageContaining("has no such entry");
    }

    @Test
    void aNameBelowAFileIsNotFound() {
        assertThatThrownBy(() -> PathResolver.resolve(store, ContentPath.parse(root + "/a/b/f/x")))
                .isInstanceOf(PathNotFound.class)
                .hasMessageContaining("is no directory");
    }

    @Test
    void namesInsideAnotherCodecAreTheRemainder() throws Exception {
        Resolved resolved = PathResolver.resolve(store, ContentPath.parse(root + "/cbor/x/y"));
        assertThat(resolved.remainder()).containsExactly("x", "y");
    }

    @Test
    void theLinksOfADirectoryAreItsEntries() throws Exception {
        assertThat(Links.of(store.get(inner))).isEqualTo(List.of(file));
    }

    @ParameterizedTest
    @CsvSource({
        "'/ipfs/CID', '/ipfs/CID'",
        "'CID', '/ipfs/CID'",
        "'CID/', '/ipfs/CID'",
        "'CID/a//b/./c', '/ipfs/CID/a/b/c'",
        "'CID/a/../b', '/ipfs/CID/b'",
        "'ipfs://CID/a%20b/%C3%A9', '/ipfs/CID/a b/é'",
        "'/ipfs/CID/a%20b', '/ipfs/CID/a%20b'"
    })
    void pathsAreRead(String given, String canonical) {
        assertThat(ContentPath.parse(given.replace("CID", CID)))
                .hasToString(canonical.replace("CID", CID));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/ipfs/",
                "/ipns/CID",
                "nothing",
                "CID/..",
                "CID/a/../..",
                "ipfs://CID/%zz",
                "ipfs://CID/%ff",
                "ipfs://CID/%2",
                "ipfs://CID/a%2Fb"
            })
    void malformedPathsAreRefused(String text) {
        assertThatThrownBy(() -> ContentPath.parse(text.replace("CID", CID)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
