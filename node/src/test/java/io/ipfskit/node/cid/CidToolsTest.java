package io.ipfskit.node.cid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.node.ops.CidBase;
import io.ipfskit.node.ops.CidCode;
import io.ipfskit.node.ops.CidFormatInput;
import io.ipfskit.node.ops.CidFormatted;
import io.ipfskit.node.ops.CidInput;
import io.ipfskit.node.ops.CidInspected;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;

class CidToolsTest {
    private static final String V0 = "Qmf412jQZiuVUtdgnB36FXFX7xg5V6KEbSJ4dpQuhkLyfD";
    private static final String V1 = "bafybeihykld7uyxzogax6vgyvag42y7464eywpf55gxi5qpoisibh3c5wa";

    private static CidFormatInput input(
            String cid,
            String format,
            @Nullable Integer version,
            @Nullable String codec,
            @Nullable String base) {
        return new CidFormatInput(cid, format, version, codec, base);
    }

    @Test
    void aCidIsConvertedAndThenShown() {
        assertThat(CidTools.format(input(V0, "%b %c %s", 1, "raw", "base36")))
                .isEqualTo(
                        new CidFormatted(
                                V0,
                                "base36 raw"
                                    + " k2cwueeu7quue0x77ar8smkamqfxdzupubr87c45i6psphb8bw4btos0"));
        assertThat(CidTools.base32(new CidInput(V0))).isEqualTo(new CidFormatted(V0, V1));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "Qm, %s, -, -, -, cid, invalid CID 'Qm'",
                "V1, %z, -, -, -, format, unknown specifier '%z'",
                "V1, %s, -, dag-x, -, codec, unknown multicodec 'dag-x'",
                "V1, %s, -, -, base31, base, unknown multibase 'base31'",
                "V1, %s, 0, -, base32, version, no base32 form",
                "V1, %s, 0, raw, -, cid, only dag-pb has a CIDv0"
            })
    void badInputNamesItsField(
            String cid,
            String format,
            @Nullable Integer version,
            @Nullable String codec,
            @Nullable String base,
            String field,
            String why) {
        CidFormatInput input = input(cid.replace("V1", V1), format, version, codec, base);
        assertThatThrownBy(() -> CidTools.format(input))
                .isInstanceOfSatisfying(
                        OperationFailed.class,
                        e -> assertThat(e.failure().code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                .hasMessageContaining(field)
                .hasMessageContaining(why);
    }

    @Test
    void aCidIsTakenApart() {
        CidInspected inspected = CidTools.inspect(new CidInput(V0));
        assertThat(inspected.version()).isZero();
        assertThat(inspected.multibase()).isEqualTo(new CidInspected.Base("z", "base58btc"));
        assertThat(inspected.multicodec()).isEqualTo(new CidInspected.Codec(0x70, "dag-pb"));
        assertThat(inspected.multihash())
                .isEqualTo(
                        new CidInspected.Hash(
                                0x12,
                                "sha2-256",
                                32,
                                "f852c7fa62f971817f54d8a80dcd63fcf7098b3cbde9ae8ec1ee449013ec5db0"));
        assertThat(inspected.cidV0()).isEqualTo(V0);
        assertThat(inspected.noCidV0()).isNull();
        assertThat(inspected.cidV1()).isEqualTo(V1);
    }

    @Test
    void aBlockWithoutAVersion0SaysWhy() {
        CidInspected inspected = CidTools.inspect(new CidInput("bafkqaaa"));
        assertThat(inspected.cidV0()).isNull();
        assertThat(inspected.noCidV0()).isEqualTo("requires dag-pb (0x70), got raw (0x55)");
        assertThat(CidTools.inspect(new CidInput("f01ffff030000")).multicodec().name())
                .isEqualTo("unknown");
    }

    @Test
    void theTablesAreWhatCanBeUsed() throws InterruptedException {
        List<Object> bases = new ArrayList<>();
        assertThat(CidTools.bases(bases::add).count()).isEqualTo(bases.size()).isEqualTo(25);
        assertThat(bases).contains(new CidBase('b', "base32", "b"));
        List<Object> codecs = new ArrayList<>();
        assertThat(CidTools.codecs(codecs::add).count()).isEqualTo(codecs.size());
        assertThat(codecs).contains(new CidCode(0x71, "dag-cbor"));
        List<Object> hashes = new ArrayList<>();
        assertThat(CidTools.hashes(hashes::add).count()).isEqualTo(hashes.size());
        assertThat(hashes)
                .contains(new CidCode(0x1e, "blake3"))
                .doesNotContain(new CidCode(0x22, "murmur3-x64-64"));
    }
}
