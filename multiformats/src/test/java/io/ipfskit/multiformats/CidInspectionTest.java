package io.ipfskit.multiformats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CidInspectionTest {
    private static final String V0 = "Qmf412jQZiuVUtdgnB36FXFX7xg5V6KEbSJ4dpQuhkLyfD";
    private static final String V1 = "bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e";
    private static final String DIGEST =
            "b94d27b993ed3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9";

    @Test
    void aVersion1IsTakenApart() {
        assertThat(CidInspection.of(V1))
                .hasToString(
                        """
                        CID:        %s
                        Version:    1
                        Multibase:  base32 (b)
                        Multicodec: raw (0x55)
                        Multihash:  sha2-256 (0x12)
                          Length:   32 bytes
                          Digest:   %s
                        CIDv0:      not possible, requires dag-pb (0x70), got raw (0x55)
                        CIDv1:      %s\
                        """
                                .formatted(V1, DIGEST, V1));
    }

    @Test
    void aVersion0IsTakenApart() {
        assertThat(CidInspection.of(V0))
                .hasToString(
                        """
                        CID:        %s
                        Version:    0
                        Multibase:  base58btc (implicit)
                        Multicodec: dag-pb (0x70, implicit)
                        Multihash:  sha2-256 (0x12, implicit)
                          Length:   32 bytes
                          Digest:   f852c7fa62f971817f54d8a80dcd63fcf7098b3cbde9ae8ec1ee449013ec5db0
                        CIDv0:      %s
                        CIDv1:      bafybeihykld7uyxzogax6vgyvag42y7464eywpf55gxi5qpoisibh3c5wa\
                        """
                                .formatted(V0, V0));
    }

    @Test
    void theFormOfTheInspectorOnTheWebIsOneLine() {
        assertThat(CidInspection.of(V1).human())
                .isEqualTo(
                        "base32 - cidv1 - raw - (sha2-256 : 256 : "
                            + "B94D27B993ED3E08A52E52D7DA7DABFAC484EFE37A5380EE9088F7ACE2EFCDE9)");
    }

    @ParameterizedTest
    @CsvSource({
        "f01701220b94d27b993ed3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9, ''",
        "f01701114b94d27b993ed3e08a52e52d7da7dabfac484efe3, 'requires sha2-256 (0x12), got sha1"
                + " (0x11)'",
        "f01701214b94d27b993ed3e08a52e52d7da7dabfac484efe3, 'requires a digest of 32 bytes, got"
                + " 20'",
        "f01ffff0314b94d27b993ed3e08a52e52d7da7dabfac484efe3, "
                + "'requires dag-pb (0x70), got unknown (0xffff)'"
    })
    void whatHasNoVersion0SaysWhy(String cid, String why) {
        String padded = cid.contains("ffff") ? cid.replace("0314", "031214") : cid;
        CidInspection inspection = CidInspection.of(padded);
        assertThat(inspection.whyNoV0().orElse("")).isEqualTo(why);
        assertThat(inspection.v0().isPresent()).isEqualTo(why.isEmpty());
    }

    @Test
    void theVersion1OfAKeyIsInBase36AndOfAllElseInBase32() {
        String name = "k51qzi5uqu5dkkciu33khkzbcmxtyhn376i1e83tya8kuy7z9euedzyr5nhoew";
        assertThat(CidInspection.of(Cid.parse(name).toString(Multibase.BASE16)).v1())
                .isEqualTo(name);
        assertThat(CidInspection.of(Cid.parse(V1).toString(Multibase.BASE58BTC)).v1())
                .isEqualTo(V1);
    }

    @Test
    void aPeerIdIsNoCidButItsCidIsNamed() {
        assertThatThrownBy(() ->
                        CidInspection.of("12D3KooWD3eckifWpRn9wQpMG9R9hX3sD158z7EqHWmweQAJU5SA"))
                .isInstanceOf(MultiformatException.class)
                .hasMessageContaining("invalid CID")
                .hasMessageContaining(
                        "it is a peer id, whose CID is"
                            + " k51qzi5uqu5dhdmyb9bd18pypu2wp5lpv2xnskfmrqa4lb5knqryrotb05e7or");
    }

    @Test
    void whatIsNeitherIsRefused() {
        assertThatThrownBy(() -> CidInspection.of("nonsense"))
                .isInstanceOf(MultiformatException.class)
                .hasMessageStartingWith("invalid CID 'nonsense'")
                .hasMessageNotContaining("peer id");
    }
}
