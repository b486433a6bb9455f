package io.ipfskit.multiformats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What Kubo 0.43.1 prints with the same options.
class CidConversionTest {
    private static final String V0 = "Qmf412jQZiuVUtdgnB36FXFX7xg5V6KEbSJ4dpQuhkLyfD";
    private static final String DIGEST =
            "1220b94d27b993ed3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9";

    private static String convert(String cid, Integer version, String codec, String base) {
        return new CidConversion(
                        version,
                        codec == null ? null : Multicodec.code(codec),
                        base == null ? null : Multibase.ofName(base))
                .apply(CidText.parse(cid))
                .toString();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "V0, -, -, -, Qmf412jQZiuVUtdgnB36FXFX7xg5V6KEbSJ4dpQuhkLyfD",
                "V0, 1, -, -, zdj7Wn9FQAURCP6MbwcWuzi7u65kAsXCdjNTkhbJcoaXBusq9",
                "V0, -, raw, -, zb2rhoMdWncoaAWS5VEmGoNwRdytEPaCadyWD68wVJVU2K9rw",
                "V0, -, -, base32, bafybeihykld7uyxzogax6vgyvag42y7464eywpf55gxi5qpoisibh3c5wa",
                "V0, -, -, base58btc, zdj7Wn9FQAURCP6MbwcWuzi7u65kAsXCdjNTkhbJcoaXBusq9",
                "f0170D, 0, -, -, QmaozNR7Dvue1LnpurAytghbwwC8G56jVaWkBn9yuVf9jN",
                "f0170D, 0, -, base58btc, QmaozNR7Dvue1LnpurAytghbwwC8G56jVaWkBn9yuVf9jN",
                "f0155D, 0, dag-pb, base58btc, QmaozNR7Dvue1LnpurAytghbwwC8G56jVaWkBn9yuVf9jN",
                "f0170D, -, 85, -, f0155D",
                "f0170D, -, 0x55, -, f0155D",
                "f0170D, 1, -, base32, bafybeifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e"
            })
    void formsBecomeOneAnother(
            String cid, Integer version, String codec, String base, String converted) {
        assertThat(convert(cid.replace("D", DIGEST).replace("V0", V0), version, codec, base))
                .isEqualTo(converted.replace("0155D", "0155" + DIGEST));
    }

    @Test
    void theNormalFormIsVersion1InBase32() {
        assertThat(CidConversion.NORMAL.apply(CidText.parse(V0)))
                .hasToString("bafybeihykld7uyxzogax6vgyvag42y7464eywpf55gxi5qpoisibh3c5wa");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "V0, 0, -, base32, written in base58btc",
                "V0, 2, -, -, version is 0 or 1",
                "f0155D, 0, -, -, only dag-pb has a CIDv0",
                "V0, 0, raw, -, only dag-pb has a CIDv0",
                "f01701114b94d27b993ed3e08a52e52d7da7dabfac484efe3, 0, -, -, needs a sha2-256 hash"
            })
    void whatHasNoSuchFormIsRefused(
            String cid, Integer version, String codec, String base, String why) {
        assertThatThrownBy(() ->
                        convert(cid.replace("D", DIGEST).replace("V0", V0), version, codec, base))
                .isInstanceOf(MultiformatException.class)
                .hasMessageContaining(why);
    }
}
