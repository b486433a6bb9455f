package io.ipfskit.node.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ipfskit.multiformats.Cid;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.HexFormat;

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

    @Test
    void theBytesOfVersionOneAreThese() {
        PinEntry pin = new PinEntry(CID, PinKind.RECURSIVE, "né", 0x0102030405060708L);
        assertThat(hex(PinRecords.set(pin)))
                .isEqualTo("01" + "02" + "0102030405060708" + "0024" + CID_HEX + "0003" + "6ec3a9");
        assertThat(hex(PinRecords.set(new PinEntry(CID, PinKind.DIRECT, null, 0))))
                .isEqualTo("01" + "01" + "0000000000000000" + "0024" + CID_HEX + "ffff");
        assertThat(hex(PinRecords.remove(CID))).isEqualTo("01" + "0024" + CID_HEX);
    }

    @Test
    void recordsComeBackAsTheyWere() {
        PinEntry pin = new PinEntry(CID, PinKind.RECURSIVE, "né", 77);
        assertThat(PinRecords.read(1, PinRecords.SET, PinRecords.set(pin)))
                .isEqualTo(new PinRecords.Change.Set(pin));
        assertThat(PinRecords.read(1, PinRecords.REMOVE, PinRecords.remove(CID)))
                .isEqualTo(new PinRecords.Change.Remove(CID));
    }

    @Test
    void everyTruncationIsRefused() {
        byte[] good =
                HexFormat.of()
                        .parseHex(hex(PinRecords.set(new PinEntry(CID, PinKind.DIRECT, "a", 1))));
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
        ByteBuffer newer = PinRecords.remove(CID);
        newer.put(0, (byte) 2);
        OperationFailed version =
                catchThrowableOfType(
                        OperationFailed.class, () -> PinRecords.read(9, PinRecords.REMOVE, newer));
        assertThat(version.code()).isEqualTo(ErrorCode.UNSUPPORTED);
        OperationFailed type =
                catchThrowableOfType(
                        OperationFailed.class,
                        () -> PinRecords.read(9, 77, PinRecords.remove(CID)));
        assertThat(type.code()).isEqualTo(ErrorCode.UNSUPPORTED);
    }
}
