package io.ipfskit.ipld.dagpb;

import static io.ipfskit.ipld.Fixtures.hex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.Fixtures;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;
import io.ipfskit.multiformats.Multihash;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class DagPbTest {
    /// The CID of the raw block `01`, identity hash.
    private static final Cid CID = Cid.v1(Multicodec.RAW, Multihash.identity(new byte[] {1}));

    private static final String HASH = "0a05 0155000101";

    @Test
    void everyFieldIsGolden() {
        PbNode node =
                new PbNode(
                        List.of(new PbLink(CID, null, PbLink.NO_TSIZE), new PbLink(CID, "a", 300)),
                        ByteBuffer.wrap(new byte[] {7}));
        ByteBuffer bytes = hex("1207 " + HASH + "120d " + HASH + "120161 18ac02" + "0a0107");
        assertThat(DagPb.encode(node)).isEqualTo(bytes);
        assertThat(DagPb.decode(bytes)).isEqualTo(node);
    }

    @Test
    void absentAndEmptyAreNotTheSame() {
        assertThat(DagPb.encode(new PbNode(List.of(), null)).remaining()).isZero();
        assertThat(DagPb.encode(new PbNode(List.of(), ByteBuffer.allocate(0))))
                .isEqualTo(hex("0a00"));
        assertThat(DagPb.decode(hex("")).data()).isNull();
        assertThat(DagPb.decode(hex("0a00")).data()).isEqualTo(ByteBuffer.allocate(0));
    }

    @Test
    void publishedBlocksComeBackByteForByte() throws IOException {
        List<Path> files = Fixtures.files("codec-fixtures", ".dag-pb");
        assertThat(files).hasSize(17);
        for (Path file : files) {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
            assertThat(DagPb.encode(DagPb.decode(bytes))).as(file.toString()).isEqualTo(bytes);
            assertThat(file.getFileName().toString())
                    .isEqualTo(Block.of(1, Multicodec.DAG_PB, bytes).cid() + ".dag-pb");
        }
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void everyNodeComesBack(@ForAll("nodes") PbNode node) {
        ByteBuffer bytes = DagPb.encode(node);
        assertThat(DagPb.decode(bytes)).isEqualTo(node);
        assertThat(DagPb.read(bytes)).isEqualTo(node);
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void theSizeOfALinkIsKnownWithoutEncodingIt(@ForAll("links") PbLink link) {
        PbLink full = new PbLink(link.cid(), link.nameOrEmpty(), link.tsizeOrZero());
        int name = full.nameOrEmpty().getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
        assertThat(DagPb.encodedLinkSize(full.cid().size(), name, full.tsize()))
                .isEqualTo(DagPb.encode(new PbNode(List.of(full), null)).remaining());
    }

    @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
    void bytesAreEitherRefusedOrTheOneFormOfANode(@ForAll @Size(max = 60) byte[] bytes) {
        assertStrict(bytes);
    }

    @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
    void changedBytesAreEitherRefusedOrTheOneFormOfAnotherNode(
            @ForAll("nodes") PbNode node,
            @ForAll @IntRange(max = 10_000) int at,
            @ForAll byte value) {
        ByteBuffer encoded = DagPb.encode(node);
        byte[] bytes = new byte[encoded.remaining()];
        encoded.duplicate().get(bytes);
        if (bytes.length > 0) {
            bytes[at % bytes.length] = value;
        }
        assertStrict(bytes);
    }

    private static void assertStrict(byte[] bytes) {
        try {
            assertThat(DagPb.encode(DagPb.decode(ByteBuffer.wrap(bytes))))
                    .isEqualTo(ByteBuffer.wrap(bytes));
        } catch (DagPbException e) {
            assertThat(e).hasMessageStartingWith("not a dag-pb node: ");
        }
    }

    @Provide
    Arbitrary<PbLink> links() {
        Arbitrary<Cid> cids =
                Arbitraries.bytes()
                        .array(byte[].class)
                        .ofMaxSize(40)
                        .map(digest -> Cid.v1(Multicodec.DAG_PB, Multihash.identity(digest)));
        Arbitrary<@org.jspecify.annotations.Nullable String> names =
                Arbitraries.strings()
                        .withCharRange('a', 'z')
                        .withChars("é日/\0")
                        .ofMaxLength(200)
                        .injectNull(0.2);
        Arbitrary<Long> sizes = Arbitraries.longs().between(PbLink.NO_TSIZE, Long.MAX_VALUE);
        return Combinators.combine(cids, names, sizes).as(PbLink::new);
    }

    @Provide
    Arbitrary<PbNode> nodes() {
        Arbitrary<ByteBuffer> data =
                Arbitraries.bytes().array(byte[].class).ofMaxSize(200).map(ByteBuffer::wrap);
        return Combinators.combine(links().list().ofMaxSize(6), data.injectNull(0.2))
                .as((links, bytes) -> {
                    List<PbLink> sorted = new ArrayList<>(links);
                    sorted.sort((a, b) -> DagPb.compareNames(utf8(a), utf8(b)));
                    return new PbNode(sorted, bytes);
                });
    }

    private static byte[] utf8(PbLink link) {
        return link.nameOrEmpty().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    @Test
    void unsortedLinksAreNotWritten() {
        PbNode node = new PbNode(List.of(new PbLink(CID, "b", 0), new PbLink(CID, "a", 0)), null);
        assertThatThrownBy(() -> DagPb.encode(node)).isInstanceOf(DagPbException.class);
    }

    @Test
    void sortingIsByBytesNotByCharacters() {
        PbNode node =
                new PbNode(List.of(new PbLink(CID, "\uffee", 0), new PbLink(CID, "😀", 0)), null);
        assertThat(DagPb.decode(DagPb.encode(node))).isEqualTo(node);
    }

    @Test
    void aLoneSurrogateIsNotWritten() {
        PbNode node = new PbNode(List.of(new PbLink(CID, "\ud800", 0)), null);
        assertThatThrownBy(() -> DagPb.encode(node)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void unsortedLinksAreReadButNotCanonical() {
        ByteBuffer bytes = hex("120a " + HASH + "120162" + "120a " + HASH + "120161");
        assertRefused(bytes, "not sorted");
        assertThat(DagPb.read(bytes).links()).extracting(PbLink::name).containsExactly("b", "a");
    }

    @Test
    void dataBeforeLinksIsReadButNotCanonical() {
        ByteBuffer bytes = hex("0a0107" + "1207 " + HASH);
        assertRefused(bytes, "data stands before the links");
        assertThat(DagPb.read(bytes).links()).hasSize(1);
    }

    @Test
    void linksAroundDataAreRefused() {
        assertNeverRead("1207" + HASH + "0a0107" + "1207" + HASH, "interrupted");
    }

    @Test
    void twoDataFieldsAreRefused() {
        assertNeverRead("0a0107 0a0107", "two data fields");
    }

    @Test
    void unknownFieldsAreRefused() {
        assertNeverRead("1a0107", "unexpected field 3");
        assertNeverRead("1209" + HASH + "2001", "unexpected field 4");
    }

    @Test
    void wrongWireTypesAreRefused() {
        assertNeverRead("0807", "unexpected field 1 of wire type 0");
        assertNeverRead("1002", "unexpected field 2 of wire type 0");
        assertNeverRead("1209" + HASH + "1a00", "unexpected field 3 of wire type 2");
    }

    @Test
    void linkFieldsOutOfOrderAreRefused() {
        assertNeverRead("120a 120161" + HASH, "out of order");
        assertNeverRead("120c" + HASH + "1801 120161", "out of order");
    }

    @Test
    void repeatedLinkFieldsAreRefused() {
        assertNeverRead("120e" + HASH + HASH, "repeated");
    }

    @Test
    void aLinkWithoutHashIsRefused() {
        assertNeverRead("1203 120161", "no hash");
        assertNeverRead("1200", "no hash");
    }

    @Test
    void aHashThatIsNoCidIsRefused() {
        assertNeverRead("1203 0a0101", "no CID");
    }

    @Test
    void bytesBehindTheCidAreRefused() {
        assertNeverRead("1208 0a06 0155000101 00", "bytes follow the CID");
    }

    @Test
    void aNameThatIsNotUtf8IsRefused() {
        assertNeverRead("120a" + HASH + "1201ff", "not valid UTF-8");
    }

    @Test
    void aLongFormOfALengthIsRefused() {
        assertNeverRead("0a8100 07", "shortest form");
    }

    @Test
    void aLongFormOfATagIsRefused() {
        assertNeverRead("8a000107", "shortest form");
    }

    @Test
    void aLongFormOfASizeIsRefused() {
        assertNeverRead("120a" + HASH + "188100", "shortest form");
    }

    @Test
    void aSizeOver63BitsIsRefused() {
        assertNeverRead("1212" + HASH + "18ffffffffffffffffff01", "2^63 or more");
    }

    @Test
    void aLengthBeyondTheBlockIsRefusedBeforeItIsAllocated() {
        assertNeverRead("0affffffff0f", "claims 4294967295 bytes");
        assertNeverRead("0affffffffffffffffff01", "claims 18446744073709551615 bytes");
    }

    @Test
    void aVarintOver64BitsIsRefused() {
        assertNeverRead("0affffffffffffffffff02", "64 bits");
        assertNeverRead("0affffffffffffffffffff01", "");
    }

    @Test
    void fieldNumberZeroIsRefused() {
        assertNeverRead("0200", "invalid field tag");
    }

    private static void assertRefused(ByteBuffer bytes, String why) {
        assertThatThrownBy(() -> DagPb.decode(bytes))
                .isInstanceOf(DagPbException.class)
                .hasMessageContaining(why);
    }

    private static void assertNeverRead(String bytes, String why) {
        assertRefused(hex(bytes), why);
        assertThatThrownBy(() -> DagPb.read(hex(bytes)))
                .isInstanceOf(DagPbException.class)
                .hasMessageContaining(why);
    }
}
