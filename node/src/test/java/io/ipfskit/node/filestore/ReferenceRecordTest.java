package io.ipfskit.node.filestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.ipld.IntegrityException;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;
import io.ipfskit.multiformats.Multihash;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

class ReferenceRecordTest {
    private static final Cid LEAF = Cid.v1(Multicodec.RAW, Multihash.sha256(new byte[] {1, 2, 3}));
    private static final Cid KEY = ReferenceRecord.key(LEAF.multihash(), 0);

    static ReferenceRecord file() {
        return new ReferenceRecord(
                LEAF,
                new Reference.OfFile(
                        Path.of("/data/ü"), 1024, 7, 4096, Instant.ofEpochSecond(1_000, 5)));
    }

    static ReferenceRecord url() {
        return new ReferenceRecord(
                LEAF, new Reference.OfUrl(URI.create("https://example.org/a?b"), 9, 3));
    }

    private static byte[] bytes(ReferenceRecord record) {
        ByteBuffer encoded = record.encode();
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        return bytes;
    }

    private static ReferenceRecord decode(byte[] bytes) throws IntegrityException {
        return ReferenceRecord.decode(KEY, ByteBuffer.wrap(bytes));
    }

    @Test
    void aRecordHasTheseBytes() {
        String cid =
                "0024"
                        + "01551220"
                        + "039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81";
        assertThat(HexFormat.of().formatHex(bytes(file())))
                .isEqualTo(
                        "0101"
                                + cid
                                + "0000000000000400"
                                + "00000007"
                                + "0000000000001000"
                                + "00000000000003e8"
                                + "00000005"
                                + "0008"
                                + "2f646174612fc3bc");
        assertThat(HexFormat.of().formatHex(bytes(url())))
                .isEqualTo(
                        "0102"
                                + cid
                                + "0000000000000009"
                                + "00000003"
                                + "0017"
                                + "68747470733a2f2f6578616d706c652e6f72672f613f62");
    }

    @Test
    void aRecordIsReadAsItWasWritten() throws Exception {
        assertThat(decode(bytes(file()))).isEqualTo(file());
        assertThat(decode(bytes(url()))).isEqualTo(url());
    }

    @Test
    void eachPlaceOfABlockHasAKeyOfItsOwnThatNoBlockHas() {
        assertThat(KEY.codec()).isEqualTo(ReferenceRecord.CODE);
        assertThat(KEY.multihash().code())
                .isEqualTo(ReferenceRecord.CODE)
                .isBetween(0x300000, 0x3fffff);
        assertThat(KEY.multihash().isVerifiable()).isFalse();
        assertThat(ReferenceRecord.isKey(KEY)).isTrue();
        assertThat(ReferenceRecord.isKey(LEAF)).isFalse();
        assertThat(ReferenceRecord.key(LEAF.multihash(), 1)).isNotEqualTo(KEY);
        assertThat(ReferenceRecord.key(LEAF.withCodec(Multicodec.DAG_PB).multihash(), 0))
                .isEqualTo(KEY);
    }

    @Test
    void everyCutIsRefusedWithThePlace() {
        for (ReferenceRecord record : new ReferenceRecord[] {file(), url()}) {
            byte[] bytes = bytes(record);
            for (int length = 0; length < bytes.length; length++) {
                byte[] cut = Arrays.copyOf(bytes, length);
                assertThatThrownBy(() -> decode(cut))
                        .as("%d bytes", length)
                        .isInstanceOf(IntegrityException.class)
                        .hasMessageContaining("byte");
            }
        }
    }

    @Test
    void whatFollowsIsRefused() {
        byte[] longer = Arrays.copyOf(bytes(url()), bytes(url()).length + 1);
        assertThatThrownBy(() -> decode(longer)).isInstanceOf(IntegrityException.class);
    }

    @Test
    void aLaterVersionAndAnUnknownKindAreRefusedByName() {
        byte[] version = bytes(file());
        version[0] = 2;
        assertThatThrownBy(() -> decode(version)).hasMessageContaining("version 2");
        byte[] kind = bytes(file());
        kind[1] = 3;
        assertThatThrownBy(() -> decode(kind)).hasMessageContaining("kind 3");
    }

    @Test
    void whateverByteChangesARecordIsRefusedOrAnotherRecordInItsOneForm() throws Exception {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = bytes(i % 2 == 0 ? file() : url());
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            try {
                assertThat(bytes(decode(bytes))).isEqualTo(bytes);
            } catch (IntegrityException refused) {
                assertThat(refused).hasMessageContaining(KEY.toString());
            }
        }
    }

    @Test
    void whatIsNoPartOfAFileOrUrlCannotBeReferredTo() {
        Path path = Path.of("/data/a");
        Instant now = Instant.EPOCH;
        for (Runnable bad :
                new Runnable[] {
                    () -> new Reference.OfFile(path, -1, 1, 9, now),
                    () -> new Reference.OfFile(path, 0, 0, 9, now),
                    () -> new Reference.OfFile(path, 0, Reference.LENGTH_MAX + 1, 1L << 40, now),
                    () -> new Reference.OfFile(path, 5, 5, 9, now),
                    () -> new Reference.OfFile(path, Long.MAX_VALUE, 5, Long.MAX_VALUE, now),
                    () -> new Reference.OfFile(Path.of("data"), 0, 1, 9, now),
                    () -> new Reference.OfFile(Path.of("/data/../a"), 0, 1, 9, now),
                    () -> new Reference.OfUrl(URI.create("file:///etc/passwd"), 0, 1),
                    () -> new Reference.OfUrl(URI.create("http://example.org/"), 0, -1),
                    () -> new ReferenceRecord(KEY, file().reference()),
                    () -> new ReferenceRecord(LEAF.withCodec(Multicodec.DAG_PB), file().reference())
                }) {
            assertThatThrownBy(bad::run).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
