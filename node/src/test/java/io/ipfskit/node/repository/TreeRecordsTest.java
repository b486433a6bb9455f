package io.ipfskit.node.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;
import io.ipfskit.multiformats.Multihash;
import io.ipfskit.node.repository.TreeChange.Kind;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.util.HexFormat;

class TreeRecordsTest {
    private static final Cid BEFORE = TreeRoot.EMPTY;
    private static final Cid AFTER =
            Cid.v1(Multicodec.DAG_PB, Multihash.sha256(new byte[] {1, 2, 3}));
    private static final String BEFORE_HEX = HexFormat.of().formatHex(BEFORE.bytes());
    private static final String AFTER_HEX = HexFormat.of().formatHex(AFTER.bytes());

    private static String hex(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return HexFormat.of().formatHex(copy);
    }

    private static ByteBuffer bytes(String hex) {
        String full =
                hex.replace("BEFORE", "0024" + BEFORE_HEX)
                        .replace("AFTER", "0024" + AFTER_HEX)
                        .replace(" ", "");
        return ByteBuffer.wrap(HexFormat.of().parseHex(full));
    }

    @Test
    void theEmptyFolderIsTheOneThatEveryNodeKnows() {
        assertThat(BEFORE)
                .hasToString("bafybeiczsscdsbs7ffqz55asqdf3smv6klcw3gofszvwlyarci47bgf354");
    }

    @Test
    void theBytesOfAChangeAreThese() {
        TreeChange change =
                new TreeChange(Kind.WRITE, "/né", null, BEFORE, AFTER, 0x0102030405060708L);
        ByteBuffer record = TreeRecords.encode(change);
        assertThat(hex(record))
                .isEqualTo(hex(bytes("01 04 0102030405060708 BEFORE AFTER 0004 2f6ec3a9")));
        assertThat(TreeRecords.read(1, record)).isEqualTo(change);
        TreeChange moved = new TreeChange(Kind.RENAME, "/a", "/b", BEFORE, AFTER, 0);
        ByteBuffer two = TreeRecords.encode(moved);
        assertThat(hex(two))
                .isEqualTo(hex(bytes("01 03 0000000000000000 BEFORE AFTER 0002 2f61 0002 2f62")));
        assertThat(TreeRecords.read(1, two)).isEqualTo(moved);
    }

    @Test
    void everyKindComesBack() {
        for (Kind kind : Kind.values()) {
            String target = kind == Kind.RENAME ? "/to" : null;
            TreeChange change = new TreeChange(kind, "/", target, BEFORE, AFTER, 1);
            ByteBuffer record = RepositoryRecord.encode(change);
            assertThat(RepositoryRecord.read(1, RepositoryRecord.type(change), record))
                    .isEqualTo(change);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "an unknown kind, 01 08 0000000000000000 BEFORE AFTER 0001 2f",
        "kind 0, 01 00 0000000000000000 BEFORE AFTER 0001 2f",
        "no path, 01 01 0000000000000000 BEFORE AFTER 0000",
        "a relative path, 01 01 0000000000000000 BEFORE AFTER 0001 61",
        "a slash at the end, 01 01 0000000000000000 BEFORE AFTER 0003 2f612f",
        "an empty name, 01 01 0000000000000000 BEFORE AFTER 0004 2f2f2f61",
        "a dot, 01 01 0000000000000000 BEFORE AFTER 0002 2f2e",
        "two dots, 01 01 0000000000000000 BEFORE AFTER 0005 2f612f2e2e",
        "a NUL, 01 01 0000000000000000 BEFORE AFTER 0002 2f00",
        "no UTF-8, 01 01 0000000000000000 BEFORE AFTER 0002 2fff",
        "bytes behind it, 01 01 0000000000000000 BEFORE AFTER 0001 2f 00",
        "a second path, 01 01 0000000000000000 BEFORE AFTER 0002 2f61 0002 2f62",
        "a rename to nowhere, 01 03 0000000000000000 BEFORE AFTER 0002 2f61",
        "a long path, 01 01 0000000000000000 BEFORE AFTER ffff 2f",
        "a CID that is cut, 01 01 0000000000000000 BEFORE 0003 017012 0001 2f",
    })
    void whatIsNotCanonicalIsRefused(String what, String record) {
        OperationFailed failure =
                catchThrowableOfType(
                        OperationFailed.class, () -> TreeRecords.read(9, bytes(record)));
        assertThat(failure).as(what).isNotNull().hasMessageContaining("record 9");
        assertThat(failure.code()).isEqualTo(ErrorCode.INTEGRITY);
    }

    @Test
    void everyTruncationIsRefused() {
        ByteBuffer good = bytes("01 03 0000000000000000 BEFORE AFTER 0002 2f61 0002 2f62");
        for (int length = 0; length < good.limit(); length++) {
            ByteBuffer cut = good.slice(0, length);
            assertThatThrownBy(() -> TreeRecords.read(9, cut))
                    .isInstanceOf(OperationFailed.class)
                    .hasMessageContaining("ends early");
        }
    }

    @Test
    void aNewerVersionIsRefusedByName() {
        ByteBuffer record = bytes("02 01 0000000000000000 BEFORE AFTER 0001 2f");
        assertThatThrownBy(() -> RepositoryRecord.read(9, TreeRecords.MOVE, record))
                .isInstanceOfSatisfying(
                        OperationFailed.class,
                        failed -> assertThat(failed.code()).isEqualTo(ErrorCode.UNSUPPORTED))
                .hasMessageContaining("type 4 version 2");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 6, 255})
    void aTypeThatNobodyKnowsIsRefusedByName(int type) {
        for (ByteBuffer payload : new ByteBuffer[] {ByteBuffer.allocate(0), bytes("01")}) {
            assertThatThrownBy(() -> RepositoryRecord.read(9, type, payload))
                    .isInstanceOfSatisfying(
                            OperationFailed.class,
                            failed -> assertThat(failed.code()).isEqualTo(ErrorCode.UNSUPPORTED))
                    .hasMessageContaining("type " + type);
        }
    }

    @Test
    void aRootIsAFolderAndAPathIsNotTooLong() {
        Cid raw = Cid.v1(Multicodec.RAW, AFTER.multihash());
        assertThatThrownBy(() -> new TreeChange(Kind.CREATE, "/a", null, BEFORE, raw, 0))
                .isInstanceOf(IllegalArgumentException.class);
        String longest = "/" + "a".repeat(TreeChange.PATH_BYTES_MAX - 1);
        TreeChange change = new TreeChange(Kind.CREATE, longest, null, BEFORE, AFTER, 0);
        assertThat(TreeRecords.read(1, TreeRecords.encode(change))).isEqualTo(change);
        assertThatThrownBy(() -> new TreeChange(Kind.CREATE, longest + "a", null, BEFORE, AFTER, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TreeChange(Kind.CREATE, "/\ud800", null, BEFORE, AFTER, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
