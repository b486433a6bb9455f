package io.ipfskit.multiformats;

import static io.ipfskit.multiformats.Fixtures.hex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;

class CidTest {
    private static final String V0 = "Qmf412jQZiuVUtdgnB36FXFX7xg5V6KEbSJ4dpQuhkLyfD";
    private static final String V1 = "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e";
    private static final String SHA =
            "1220b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9";

    @Test
    void version1IsGolden() {
        Cid cid = Cid.v1(Multicodec.RAW, Multihash.sha256("hello world".getBytes(UTF_8)));
        assertThat(cid).hasToString(V1).isEqualTo(Cid.parse(V1));
        assertThat(cid.bytes()).isEqualTo(hex("0155" + SHA));
        assertThat(cid.size()).isEqualTo(36);
        assertThat(cid.version()).isEqualTo(1);
        assertThat(cid.codec()).isEqualTo(Multicodec.RAW);
    }

    @Test
    void version0IsAPlainMultihash() {
        Cid cid = Cid.parse(V0);
        assertThat(cid).hasToString(V0);
        assertThat(cid.version()).isZero();
        assertThat(cid.codec()).isEqualTo(Multicodec.DAG_PB);
        assertThat(cid.bytes()).isEqualTo(cid.multihash().bytes()).hasSize(34);
        assertThat(Cid.decode(cid.bytes())).isEqualTo(cid);
    }

    @Test
    void theVersionsOfOneBlockConvertIntoEachOther() {
        Cid v0 = Cid.parse(V0);
        assertThat(v0.asV1()).isNotEqualTo(v0).isEqualTo(Cid.v1(Multicodec.DAG_PB, v0.multihash()));
        assertThat(v0.asV1().asV0()).isEqualTo(v0).hasSameHashCodeAs(v0);
    }

    @Test
    void oneValueHasManyTextForms() {
        Cid cid = Cid.parse(V1);
        for (Multibase base : Multibase.values()) {
            assertThat(Cid.parse(cid.toString(base))).as(base.name()).isEqualTo(cid);
        }
    }

    @Test
    void anIdentityCidCarriesItsBytes() {
        Cid cid = Cid.v1(Multicodec.RAW, Multihash.identity("hi".getBytes(UTF_8)));
        assertThat(cid.isIdentity()).isTrue();
        assertThat(Cid.parse(cid.toString()).multihash().digest()).isEqualTo("hi".getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "F01551220B94D27B9934D3E08A52E52D7DA7DABFAC484EFE37A5380EE9088F7ACE2EFCDE9",
                "f01551220B94d27B9934D3E08A52E52D7DA7DABFAC484EFE37A5380EE9088F7ACE2EFCDE9",
                "BAFKREIFZJUT3TE2NHYEKKLSS27NH3K72YSCO7Y32KOAO5EEI66WOF36N5E",
                "bAFKreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e"
            })
    void basesOfOneCaseAreReadInEither(String text) {
        assertThat(Cid.parse(text)).isEqualTo(Cid.parse(V1));
    }

    @Test
    void basesOfTwoCasesAreReadInTheirOwn() {
        String text = Cid.parse(V1).toString(Multibase.BASE58BTC);
        String changed = "z" + text.substring(1).toLowerCase(java.util.Locale.ROOT);
        assertThatThrownBy(() -> Cid.parse(changed)).isInstanceOf(MultiformatException.class);
    }

    @Test
    void theBaseOfATextIsKept() {
        for (Multibase base : Multibase.values()) {
            CidText text = CidText.parse(Cid.parse(V1).toString(base));
            assertThat(text.base()).isEqualTo(base);
            assertThat(text.cid()).isEqualTo(Cid.parse(V1));
            assertThat(text).hasToString(Cid.parse(V1).toString(base));
        }
        assertThat(CidText.parse(V0)).isEqualTo(new CidText(Cid.parse(V0), Multibase.BASE58BTC));
        assertThatThrownBy(() -> new CidText(Cid.parse(V0), Multibase.BASE32))
                .isInstanceOf(MultiformatException.class)
                .hasMessageContaining("no base32 form");
    }

    @Test
    void anotherCodecMakesAVersion1() {
        Cid v0 = Cid.parse(V0);
        assertThat(v0.withCodec(Multicodec.DAG_PB)).isSameAs(v0);
        assertThat(v0.withCodec(Multicodec.RAW)).isEqualTo(Cid.v1(Multicodec.RAW, v0.multihash()));
    }

    @Test
    void anIdentityCidHasABound() {
        byte[] most = new byte[128];
        assertThat(Cid.parse(Cid.v1(Multicodec.RAW, Multihash.identity(most)).toString()))
                .isEqualTo(Cid.v1(Multicodec.RAW, Multihash.identity(most)));
        assertRefused("0155008101" + "00".repeat(129), "at most 128 bytes, claims 129");
    }

    @ParameterizedTest
    @CsvSource({
        "0255, 0",
        "01, 1",
        "01d5001220, 1",
        "01551281, 3",
        "01551220aa, 5",
        "01550002aabbcc, 6",
        "'', 0",
        "0155008101, 3"
    })
    void theOffsetOfWhatIsWrongIsGiven(String bytes, int offset) {
        assertThatThrownBy(() -> Cid.decode(hex(bytes)))
                .isInstanceOfSatisfying(
                        MultiformatException.class, e -> assertThat(e.offset()).hasValue(offset))
                .hasMessageContaining("(at byte " + offset + ")");
    }

    @ParameterizedTest
    @CsvSource({
        "bafk0, 4, character",
        "#a, 0, character",
        "'', 0, character",
        "b, 1, character",
        "f0255, 0, byte",
        "Qmf412jQZiuVUtdgnB36FXFX7xg5V6KEbSJ4dpQuhkLyf0, 45, character"
    })
    void theOffsetInTheTextIsGivenOrElseThatInItsBytes(String text, int offset, String unit) {
        assertThatThrownBy(() -> Cid.parse(text))
                .isInstanceOfSatisfying(
                        MultiformatException.class, e -> assertThat(e.offset()).hasValue(offset))
                .hasMessageContaining("(at " + unit + " " + offset + ")");
    }

    @Property
    void everyCidComesBack(
            @ForAll @IntRange(min = 0) int codec, @ForAll @Size(max = 128) byte[] digest) {
        Cid cid = Cid.v1(codec, Multihash.of(Multicodec.IDENTITY, digest));
        assertThat(Cid.decode(cid.bytes())).isEqualTo(cid).hasSameHashCodeAs(cid);
        assertThat(Cid.parse(cid.toString())).isEqualTo(cid);
        assertThat(Cid.parse(cid.toString(Multibase.BASE36))).isEqualTo(cid);
    }

    @Property
    void bytesAreEitherRefusedOrTheOneFormOfACid(@ForAll @Size(max = 60) byte[] bytes) {
        try {
            assertThat(Cid.decode(bytes).bytes()).isEqualTo(bytes);
        } catch (MultiformatException e) {
            assertThat(e).hasMessageNotContaining("null");
        }
    }

    @Property
    void changedBytesAreEitherRefusedOrTheOneFormOfAnotherCid(
            @ForAll @IntRange(max = 35) int at, @ForAll byte value) {
        byte[] bytes = Cid.parse(V1).bytes();
        bytes[at] = value;
        bytesAreEitherRefusedOrTheOneFormOfACid(bytes);
    }

    @Property
    void textIsEitherRefusedOrReadable(
            @ForAll @net.jqwik.api.constraints.StringLength(max = 80) String text) {
        try {
            Cid.parse(text);
        } catch (MultiformatException e) {
            assertThat(e.getMessage()).hasSizeLessThan(400);
        }
    }

    @Test
    void decodingFromABufferStopsBehindTheCid() {
        ByteBuffer in = ByteBuffer.wrap(hex("0155" + SHA + "abcd"));
        assertThat(Cid.decode(in)).isEqualTo(Cid.parse(V1));
        assertThat(in.remaining()).isEqualTo(2);
    }

    @Test
    void trailingBytesAreRefused() {
        assertRefused("0155" + SHA + "00", "1 bytes follow");
    }

    @Test
    void otherVersionsAreRefused() {
        assertRefused("0255" + SHA, "version must be 1");
        assertRefused("0055" + SHA, "version must be 1");
    }

    @Test
    void aLongFormOfTheVersionIsRefused() {
        assertRefused("810055" + SHA, "shortest form");
    }

    @Test
    void aLongFormOfTheCodecIsRefused() {
        assertRefused("01d500" + SHA, "shortest form");
    }

    @Test
    void aCodecOver31BitsIsRefused() {
        assertRefused("018080808008" + SHA, "codec must be at most");
    }

    @Test
    void aVersion0OfAnotherLengthIsRefused() {
        assertRefused("1213" + "00".repeat(32), "version must be 1");
    }

    @Test
    void aVersion0WithAMultibasePrefixIsRefused() {
        assertThatThrownBy(() -> Cid.parse("z" + V0))
                .isInstanceOf(MultiformatException.class)
                .hasMessageContaining("without a multibase prefix");
    }

    @Test
    void aVersion0HasNoOtherTextForm() {
        assertThatThrownBy(() -> Cid.parse(V0).toString(Multibase.BASE32))
                .isInstanceOf(MultiformatException.class);
    }

    @Test
    void onlyDagPbHasAVersion0() {
        assertThatThrownBy(() -> Cid.parse(V1).asV0())
                .isInstanceOf(MultiformatException.class)
                .hasMessageContaining("this is raw");
    }

    @Test
    void aBrokenTextIsNamedInTheMessage() {
        assertThatThrownBy(() -> Cid.parse(V1.substring(0, 40)))
                .isInstanceOf(MultiformatException.class)
                .hasMessageStartingWith("invalid CID 'bafkrei");
    }

    @Test
    void aLongTextIsRefused() {
        assertThatThrownBy(() -> Cid.parse("b" + "a".repeat(600)))
                .isInstanceOf(MultiformatException.class)
                .hasMessageContaining("at most 512");
    }

    private static void assertRefused(String bytes, String why) {
        assertThatThrownBy(() -> Cid.decode(hex(bytes)))
                .isInstanceOf(MultiformatException.class)
                .hasMessageContaining(why);
    }
}
