package io.ipfskit.node.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Map;

class PinRecordsTest {
    private static final Cid CID =
            Cid.parse("bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e");
    private static final String CID_HEX =
            "01551220b94d27b993ed3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9";

    private static String hex(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return HexFormat.of().formatHex(copy);
    }

    private static ByteBuffer set(PinEntry pin) {
        return PinRecords.encode(new PinRecords.Change.Set(pin));
    }

    private static ByteBuffer remove(Cid cid) {
        return PinRecords.encode(new PinRecords.Change.Remove(cid));
    }

    @Test
    void theBytesOfVersionOneAreThese() {
        PinEntry pin = new PinEntry(CID, PinKind.RECURSIVE, "né", 0x0102030405060708L);
        assertThat(hex(set(pin)))
                .isEqualTo("01" + "02" + "0102030405060708" + "0024" + CID_HEX + "0003" + "6ec3a9");
        assertThat(hex(set(new PinEntry(CID, PinKind.DIRECT, null, 0))))
                .isEqualTo("01" + "01" + "0000000000000000" + "0024" + CID_HEX + "ffff");
        assertThat(hex(remove(CID))).isEqualTo("01" + "0024" + CID_HEX);
    }

    @Test
    void theBytesOfVersionTwoAndOfAReplacementAreThese() {
        PinEntry pin =
                new PinEntry(
                        CID,
                        PinKind.RECURSIVE,
                        "né",
                        0x0102030405060708L,
                        0x1112131415161718L,
                        Map.of("b", "", "a", "xy"));
        String state =
                "1e"
                        + "0102030405060708"
                        + "1112131415161718"
                        + "036ec3a9"
                        + "02"
                        + "0161"
                        + "00027879"
                        + "0162"
                        + "0000";
        assertThat(hex(set(pin))).isEqualTo("02" + "0024" + CID_HEX + state);
        Cid other = Cid.v1(Multicodec.DAG_PB, CID.multihash());
        String otherHex = CID_HEX.replaceFirst("0155", "0170");
        ByteBuffer moved = PinRecords.encode(new PinRecords.Change.Replace(other, pin));
        assertThat(hex(moved)).isEqualTo("01" + "0024" + otherHex + "0024" + CID_HEX + state);
        assertThat(PinRecords.read(1, PinRecords.REPLACE, moved))
                .isEqualTo(new PinRecords.Change.Replace(other, pin));
        assertThat(PinRecords.read(1, PinRecords.SET, set(pin)))
                .isEqualTo(new PinRecords.Change.Set(pin));
    }

    /// Whatever is not what would be written is refused with the record and the place.
    @ParameterizedTest
    @CsvSource({
        "state of another form, 02 0024 CID 00 0000000000000000",
        "a flag of the future, 02 0024 CID 22 0000000000000000",
        "version 2 where 1 suffices, 02 0024 CID 02 0000000000000000",
        "an expiry that is never, 02 0024 CID 0a 0000000000000000 7fffffffffffffff",
        "no entries of metadata, 02 0024 CID 12 0000000000000000 00",
        "too many entries, 02 0024 CID 12 0000000000000000 11",
        "an empty key, 02 0024 CID 12 0000000000000000 01 00 0000",
        "keys out of order, 02 0024 CID 12 0000000000000000 02 0162 0000 0161 0000",
        "a key twice, 02 0024 CID 12 0000000000000000 02 0161 0000 0161 0000",
        "no UTF-8, 02 0024 CID 12 0000000000000000 01 01ff 0000",
        "bytes behind it, 02 0024 CID 0a 0000000000000000 0000000000000000 00",
        "a long CID, 02 ffff CID 0a 0000000000000000 0000000000000000",
        "an unknown kind, 01 03 0000000000000000 0024 CID ffff",
    })
    void whatIsNotCanonicalIsRefused(String what, String bytes) {
        byte[] record = HexFormat.of().parseHex(bytes.replace("CID", CID_HEX).replace(" ", ""));
        OperationFailed failure =
                catchThrowableOfType(
                        OperationFailed.class,
                        () -> PinRecords.read(9, PinRecords.SET, ByteBuffer.wrap(record)));
        assertThat(failure).as(what).isNotNull().hasMessageContaining("record 9");
        assertThat(failure.code()).isEqualTo(ErrorCode.INTEGRITY);
    }

    @Test
    void recordsComeBackAsTheyWere() {
        PinEntry pin = new PinEntry(CID, PinKind.RECURSIVE, "né", 77);
        assertThat(PinRecords.read(1, PinRecords.SET, set(pin)))
                .isEqualTo(new PinRecords.Change.Set(pin));
        assertThat(PinRecords.read(1, PinRecords.REMOVE, remove(CID)))
                .isEqualTo(new PinRecords.Change.Remove(CID));
    }

    @Test
    void everyTruncationIsRefused() {
        byte[] good = HexFormat.of().parseHex(hex(set(new PinEntry(CID, PinKind.DIRECT, "a", 1))));
        for (int length = 0; length < good.length; length++) {
            ByteBuffer cut = ByteBuffer.wrap(good, 0, length);
            assertThat(
                            catchThrowableOfType(
                                            OperationFailed.class,
                                            () -> PinRecords.read(9, PinRecords.SET, cut))
                                    .code())
                    .isEqualTo(ErrorCode.INTEGRITY);
        }
    }

    @Test
    void newerRecordsAreRefusedNotSkipped() {
        ByteBuffer newer = remove(CID);
        newer.put(0, (byte) 2);
        OperationFailed version =
                catchThrowableOfType(
                        OperationFailed.class, () -> PinRecords.read(9, PinRecords.REMOVE, newer));
        assertThat(version.code()).isEqualTo(ErrorCode.UNSUPPORTED);
        OperationFailed type =
                catchThrowableOfType(
                        OperationFailed.class, () -> PinRecords.read(9, 77, remove(CID)));
        assertThat(type.code()).isEqualTo(ErrorCode.UNSUPPORTED);
    }
}
