package io.ipfskit.ipld;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;
import io.ipfskit.multiformats.Multihash;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;

class BlockTest {
    private static final ByteBuffer HELLO = ByteBuffer.wrap("hello world".getBytes(UTF_8));
    private static final Cid CID =
            Cid.parse("bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e");

    @Test
    void bytesAreHashedToTheirCid() {
        Block block = Block.raw(HELLO);
        assertThat(block.cid()).isEqualTo(CID);
        assertThat(block.size()).isEqualTo(11);
        assertThat(block.bytes()).isEqualTo(HELLO);
    }

    @Test
    void viewsAreReadOnlyAndIndependent() {
        Block block = Block.raw(HELLO);
        ByteBuffer view = block.bytes();
        view.position(5);
        assertThat(block.bytes().remaining()).isEqualTo(11);
        assertThat(view.isReadOnly()).isTrue();
    }

    @Test
    void bytesFromOutsideAreCheckedAgainstTheirCid() throws IntegrityException {
        assertThat(Block.verified(CID, HELLO)).isEqualTo(Block.raw(HELLO));
        assertThatThrownBy(
                        () -> Block.verified(CID, ByteBuffer.wrap("hello worlt".getBytes(UTF_8))))
                .isInstanceOfSatisfying(
                        IntegrityException.class, e -> assertThat(e.cid()).isEqualTo(CID))
                .hasMessageContaining(CID.toString());
    }

    @Test
    void aHashThatCannotBeCheckedIsRefused() {
        Cid weak = Cid.v1(Multicodec.RAW, Multihash.of(Multicodec.SHA2_256, new byte[4]));
        assertThatThrownBy(() -> Block.verified(weak, HELLO))
                .isInstanceOf(IntegrityException.class);
        Cid unknown = Cid.v1(Multicodec.RAW, Multihash.of(0xb220, new byte[32]));
        assertThatThrownBy(() -> Block.verified(unknown, HELLO))
                .isInstanceOf(IntegrityException.class);
    }

    @Test
    void anIdentityCidIsAnsweredWithoutTheSource() throws Exception {
        Cid cid = Cid.v1(Multicodec.RAW, Multihash.identity("hi".getBytes(UTF_8)));
        BlockMap source = new BlockMap();
        assertThat(BlockSource.fetch(source, cid).bytes())
                .isEqualTo(ByteBuffer.wrap("hi".getBytes(UTF_8)));
        assertThat(source.asked).isEmpty();
    }

    @Test
    void linksOfAnUnknownCodecAreNotTakenForNone() {
        Block block = Block.of(1, Multicodec.LIBP2P_KEY, HELLO);
        assertThatThrownBy(() -> Links.of(block))
                .isInstanceOf(UnsupportedContent.class)
                .hasMessageContaining("libp2p-key");
    }

    @Test
    void aRawBlockHasNoLinks() throws Exception {
        assertThat(Links.of(Block.raw(HELLO))).isEmpty();
    }

    @Test
    void aDagPbBlockThatIsNoneIsNamed() {
        Block block = Block.of(0, Multicodec.DAG_PB, HELLO);
        assertThatThrownBy(() -> Links.of(block))
                .isInstanceOf(MalformedBlock.class)
                .hasMessageContaining(block.cid().toString());
    }
}
