package io.ipfskit.multiformats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What Kubo 0.43.1 prints for the same CIDs and patterns.
class CidFormatTest {
    private static final String V0 = "Qmf412jQZiuVUtdgnB36FXFX7xg5V6KEbSJ4dpQuhkLyfD";
    private static final String V1 = "bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e";

    @Test
    void everySpecifierOfAVersion1() {
        assertThat(format("%b %B %v %V %c %C %h %H %L %P %%", V1))
                .isEqualTo("base32 b cidv1 1 raw 85 sha2-256 18 32 cidv1-raw-sha2-256-32 %");
        assertThat(format("%m %M", V1))
                .isEqualTo(
                        "bciqlstjhxgj62pqiuuxffv62pwv7vree57rxuu4a52iir55m4lx432i"
                                + " ciqlstjhxgj62pqiuuxffv62pwv7vree57rxuu4a52iir55m4lx432i");
        assertThat(format("%d %D", V1))
                .isEqualTo(
                        "bxfgspomt5u7arjjokll5u7nl7lcij37dpjjyb3uqrd32zyxpzxuq"
                                + " xfgspomt5u7arjjokll5u7nl7lcij37dpjjyb3uqrd32zyxpzxuq");
        assertThat(format("%s %S", V1)).isEqualTo(V1 + " " + V1.substring(1));
    }

    @Test
    void everySpecifierOfAVersion0() {
        assertThat(format("%b %B %v %V %c %C %h %H %L %P", V0))
                .isEqualTo(
                        "base58btc z cidv0 0 dag-pb 112 sha2-256 18 32 cidv0-dag-pb-sha2-256-32");
        assertThat(format("%m %M", V0)).isEqualTo("z" + V0 + " " + V0);
        assertThat(format("%d %D", V0))
                .isEqualTo(
                        "zHiMKdGaD8W1G33MzztY3bMPyAbdVfb2kDkcxikJS9HbD"
                                + " HiMKdGaD8W1G33MzztY3bMPyAbdVfb2kDkcxikJS9HbD");
        assertThat(format("%s %S", V0)).isEqualTo(V0 + " " + V0);
    }

    @ParameterizedTest
    @CsvSource({
        "f01ffff0312020000, cidv1-Code(65535)-sha2-256-2",
        "f0155ffff03020000, cidv1-raw-hash?65535-2"
    })
    void codesWithoutANameAreShownAsNumbers(String cid, String prefix) {
        assertThat(format("%P", cid)).isEqualTo(prefix);
    }

    @Test
    void theBaseIsThatOfTheText() {
        String text = Cid.parse(V1).toString(Multibase.BASE64_URL);
        assertThat(format("%b %B %s", text)).isEqualTo("base64url u " + text);
        assertThat(CidFormat.PLAIN.apply(CidText.parse(text))).isEqualTo(text);
    }

    @Test
    void withoutATextItIsTheUsualOne() {
        assertThat(CidFormat.parse("%b").apply(Cid.parse(V0))).isEqualTo("base58btc");
        assertThat(CidFormat.parse("%b").apply(Cid.parse(V1))).isEqualTo("base32");
    }

    @Test
    void whatStandsBetweenIsKept() {
        assertThat(format("", V1)).isEmpty();
        assertThat(format("a", V1)).isEqualTo("a");
        assertThat(format("🚀%v-%%v\n", V1)).isEqualTo("🚀cidv1-%v\n");
    }

    @ParameterizedTest
    @CsvSource({
        "%, 0, middle of a specifier", "abc%%%, 5, middle of a specifier",
        "a%p, 1, unknown specifier '%p'", "%s%🚀, 2, unknown specifier"
    })
    void aPatternThatIsNotOneIsRefusedWithItsOffset(String pattern, int offset, String why) {
        assertThatThrownBy(() -> CidFormat.parse(pattern))
                .isInstanceOfSatisfying(
                        MultiformatException.class, e -> assertThat(e.offset()).hasValue(offset))
                .hasMessageContaining(why);
    }

    @Test
    void aLongPatternIsRefused() {
        assertThatThrownBy(() -> CidFormat.parse("a".repeat(4097)))
                .isInstanceOf(MultiformatException.class)
                .hasMessageContaining("at most 4096");
    }

    private static String format(String pattern, String cid) {
        return CidFormat.parse(pattern).apply(CidText.parse(cid));
    }
}
