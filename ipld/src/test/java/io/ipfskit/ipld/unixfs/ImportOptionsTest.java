package io.ipfskit.ipld.unixfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ipfskit.ipld.BlockMap;
import io.ipfskit.ipld.BlockSink;
import io.ipfskit.multiformats.Cid;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Random;

/// CIDs of this class are facts: given by Kubo 0.43.1 with the profile and options of the row, for
/// bytes that `java.util.Random` gives.
class ImportOptionsTest {
    private static final byte[] LARGE = random(7, 3_000_000);
    private static final byte[] SMALL = random(1, 20_000);

    private static byte[] random(long seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static DagNode add(ImportProfile profile, byte[] bytes, BlockSink sink)
            throws Exception {
        return add(profile, bytes, Attributes.NONE, sink);
    }

    private static DagNode add(
            ImportProfile profile, byte[] bytes, Attributes attributes, BlockSink sink)
            throws Exception {
        FileDagBuilder file = new FileDagBuilder(profile, sink, attributes);
        int at = 0;
        while (at < bytes.length) {
            int window = Math.min(profile.chunker().maxSize(), bytes.length - at);
            int size = profile.chunker().cut(ByteBuffer.wrap(bytes, at, window));
            file.add(Leaf.of(profile, ByteBuffer.wrap(bytes, at, size).slice()));
            at += size;
        }
        return file.finish();
    }

    private static void assertCid(ImportProfile profile, byte[] bytes, String cid)
            throws Exception {
        BlockMap store = new BlockMap();
        DagNode node = add(profile, bytes, store);
        assertThat(node.cid()).hasToString(cid);
        assertThat(read(store, node.cid())).isEqualTo(bytes);
    }

    private static byte[] read(BlockMap store, Cid cid) throws Exception {
        FileReader reader = new FileReader(store, cid);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (ByteBuffer part = reader.next(); part != null; part = reader.next()) {
            byte[] copy = new byte[part.remaining()];
            part.get(copy);
            out.write(copy);
        }
        return out.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({
        "rabin, QmYQSSTpY8tabwGgPLEpbpbWtiLL3znF1vQvvVLuURtG3y,"
                + " bafybeicythioj4jzvdqjusyuud6svzvxu7gfgf75uum64w5i2r66rxzfeq",
        "rabin-65536, QmSQ5LobPxTBJBMDpNDTqYGP5hCyF2cpyCraR7y2cnLxkY,"
                + " bafybeie3y4bi6j2ue3yy5mjzwdkdi76yk2xwnstct7mj2xwn4nxrdvfvdq",
        "rabin-16-17-64, QmSoPA9HZwyjF66LQubMHkGAZhVtoZn3H11JCFEt5WMtGT,"
                + " bafybeihrpoxaw3swlnhechi5wylh64lhbxbnki3b62ivhqe7tsrd7p3zpm",
        "rabin-1000-4096-9000, QmY93tcra3dMKUEqH3Fp978skScEL3jNUToHoVKBbArZoo,"
                + " bafybeichdwii2hotdr6xz6hylagyrhqe35ykolv5roxndmdx4ph6bi7ycm",
        "rabin-min:1000-avg:5000-max:9000, QmY93tcra3dMKUEqH3Fp978skScEL3jNUToHoVKBbArZoo,"
                + " bafybeichdwii2hotdr6xz6hylagyrhqe35ykolv5roxndmdx4ph6bi7ycm",
        "rabin-1397931, QmW6YmSwEvfaSyiX7SvojLvwreDUmaYv8whiASATtSPp31,"
                + " bafybeicwrco23gyo2zz7yyxgjqpkslbbrvzidan6kbmvqfnfpwviouvbvm",
        "buzhash, QmQmGcF5X7sJB31drwbD5HwQ6gr3VDM3sf9PxAKPiovZtM,"
                + " bafybeibzkwcti3judxnih3a7whttx26yrz3x2uoaahiacmuuwzc37ngma4",
        "size-1000, QmVEMMcE49RiXkh1wpK3ddgv2EKzjRU91Cp8nqCLTEhdry,"
                + " bafybeiczbh3q2upg3trusmu3phvpgrnk32cj7zmnkzzq5xxzho6b5vbm4e"
    })
    void aFileIsCutByEachChunker(String chunker, String v0, String v1) throws Exception {
        Chunker chosen = Chunker.parse(chunker);
        assertCid(ImportProfile.UNIXFS_V0_2015.withChunker(chosen), LARGE, v0);
        assertCid(ImportProfile.UNIXFS_V1_2025.withChunker(chosen), LARGE, v1);
    }

    @ParameterizedTest
    @CsvSource({
        "0, QmbFMke1KXqnYyBBWxB74N4c5SBnJMVAiMNRcGu6x1AwQH,"
                + " bafybeif7ztnhq65lumvvtr4ekcwd2ifwgm3awq4zfr3srh462rwyinlb4y",
        "20000, QmTtEjPKqg4ayLCkJSUpBkV7ouJN8jNyr9NJdFkpeUbwFn,"
                + " bafybeib3gxgrc6typun2lpcpxl6qpytuvfs43bak3rs7oggp3baehgz3mu"
    })
    void aTrickleOfThreeLinks(int size, String v0, String v1) throws Exception {
        byte[] bytes = size == 0 ? new byte[0] : SMALL;
        assertCid(trickle(ImportProfile.UNIXFS_V0_2015, 100, 3), bytes, v0);
        assertCid(trickle(ImportProfile.UNIXFS_V1_2025, 100, 3), bytes, v1);
    }

    @Test
    void aTrickleOfOneLeafHasARoot() throws Exception {
        assertCid(
                trickle(ImportProfile.UNIXFS_V0_2015, 100, 3),
                "hello".getBytes(UTF_8),
                "QmSYVhw7DFAQTznBx6ZMvX71VKuyfecVBgt8E2iruC7sCC");
        assertCid(
                trickle(ImportProfile.UNIXFS_V1_2025, 100, 3),
                "hello".getBytes(UTF_8),
                "bafybeigdmlew4vlxdvpez4l3qmptkqyjp5qv2ijcaqjymrnqjncpnpmagq");
    }

    @Test
    void aDeepTrickle() throws Exception {
        assertCid(
                trickle(ImportProfile.UNIXFS_V0_2015, 10, 2),
                SMALL,
                "QmeX7PuCCDHDAVRqPteEnkpUjMyGUcB5E4hYHw9UhKuSu4");
        assertCid(
                trickle(ImportProfile.UNIXFS_V1_2025, 10, 2),
                SMALL,
                "bafybeifnhoh4jzixjl3gfj6rvaolmoa6izxu233mhvwq5qgq4xsl2wagrq");
    }

    @Test
    void aTrickleWithAttributes() throws Exception {
        ImportProfile profile = ImportProfile.UNIXFS_V0_2015.withLayout(Layout.TRICKLE);
        Attributes attributes = new Attributes(0, Instant.ofEpochSecond(100));
        assertThat(add(profile, new byte[0], attributes, BlockSink.NOWHERE).cid())
                .hasToString("QmbGq8HrVJaJjfdYC6eRg171YeuGrw8inMHaC7NfbCHU2m");
    }

    private static ImportProfile trickle(ImportProfile profile, int chunk, int links) {
        return profile.withLayout(Layout.TRICKLE).withChunkSize(chunk).withMaxLinks(links);
    }

    @ParameterizedTest
    @CsvSource({
        "sha2-512,"
            + " bafybgqd4bzyivmz3mmuuvswvat7t72v6v7asowov4umzwytayoqllcf3l6e43v2uols2fp7xslyelf3d"
            + "hsevnh2tjzxoj3ocgljwv75mu4nm6",
        "sha3-256, bafybmic2rws6nfq6n6hk65ihqbhcrms2cp5ulabpsmqun4dsqfnlihyhzq",
        "sha1, bafybcfh5zjmyt3h2h6mc2hzfo7oldlqmzrtzhvq",
        "DBL-SHA2-256, bafyfmib7nmmjckqvcwxywbbweyacejacgtwtsnhoelhtpe42sllc5x7jnu",
        "sha3-384,"
            + " bafybkmcrpgu6nnhpdrgao2ojqjvqmw62n3bti655httyo3cvbrklmytjrcll6qxb46wpx3vncpozw3uio"
            + "xda"
    })
    void aFileHashedByEachFunction(String hash, String cid) throws Exception {
        ImportProfile profile = ImportProfile.UNIXFS_V1_2025.withHash(ImportHash.named(hash));
        assertCid(profile, LARGE, cid);
    }

    @Test
    void aHashThatOnlyCidV1HasIsRefusedForCidV0() {
        int sha512 = ImportHash.named("sha2-512");
        assertThatThrownBy(() -> ImportProfile.UNIXFS_V0_2015.withHash(sha512))
                .hasMessageContaining("CIDv0 has sha2-256 only");
        assertThatThrownBy(() -> ImportHash.named("md5"))
                .hasMessageContaining("must be one of sha2-256");
        assertThatThrownBy(() -> ImportHash.named("identity"))
                .hasMessageContaining("must be one of sha2-256");
    }

    @ParameterizedTest
    @CsvSource({
        "unixfs-v0-2015, 32, hello, bafyaadikbmeaeeqfnbswy3dpdacq",
        "unixfs-v1-2025, 32, hello, bafkqablimvwgy3y",
        "unixfs-v0-2015, 32, '', bafyaabqkaqeaegaa",
        "unixfs-v1-2025, 32, '', bafkqaaa",
        "unixfs-v1-2025, 0, '', bafkqaaa",
        "unixfs-v0-2015, 0, '', QmbFMke1KXqnYyBBWxB74N4c5SBnJMVAiMNRcGu6x1AwQH",
        "unixfs-v0-2015, 5, hello, QmWfVY9y3xjsixTgbd9AorQxH7VtMpzfx2HaWtsoUYecaX",
        "unixfs-v1-2025, 5, hello, bafkqablimvwgy3y"
    })
    void aSmallBlockIsInlined(String profile, int limit, String text, String cid) throws Exception {
        assertCid(ImportProfile.named(profile).withInlineLimit(limit), text.getBytes(UTF_8), cid);
    }

    @Test
    void inlinedNodesAreLinkedToo() throws Exception {
        assertCid(
                ImportProfile.UNIXFS_V1_2025.withInlineLimit(128).withChunkSize(100),
                SMALL,
                "bafybeiefmz2cekxiqt5vnf6aa24slvtv2m4i2s6vmyaidvv6vlap5d7kxi");
        assertCid(
                ImportProfile.UNIXFS_V0_2015.withInlineLimit(128).withChunkSize(100),
                SMALL,
                "bafyaazqsfifceera2c75jdebum5nrw6rtfaao25dhz3dzpmigd2njmas2ouzei56tjereaay3w4aeerjbirb"
                    + "eiaa323lsuywfcx5cq4cp4weckit5hzznhlceb7bokzbh42pw6xeuijaaghdfyfa2cacdcqjyaja7"
                    + "cdqcificq");
    }

    @ParameterizedTest
    @ValueSource(ints = {-2, 129})
    void anInlineLimitBeyondWhatACidHoldsIsRefused(int limit) {
        assertThatThrownBy(() -> ImportProfile.UNIXFS_V1_2025.withInlineLimit(limit))
                .hasMessageContaining("[0, 128]");
    }
}
