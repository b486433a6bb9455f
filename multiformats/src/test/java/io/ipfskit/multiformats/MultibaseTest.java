package io.ipfskit.multiformats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

class MultibaseTest {
    @ParameterizedTest
    @CsvSource({
        "BASE16, f796573206d616e692021",
        "BASE32, bpfsxgidnmfxgsibb",
        "BASE36, k2lcpzo5yikidynfl",
        "BASE58BTC, z7paNL19xttacUY",
        "BASE64, meWVzIG1hbmkgIQ",
        "BASE64_URL_PAD, UeWVzIG1hbmkgIQ==",
        "BASE32_PAD, cpfsxgidnmfxgsibb"
    })
    void goldenTextsBothWays(Multibase base, String text) {
        byte[] bytes = "yes mani !".getBytes(UTF_8);
        assertThat(base.encode(bytes)).isEqualTo(text);
        assertThat(Multibase.decode(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"basic.csv", "leading_zero.csv", "two_leading_zeros.csv"})
    void publishedVectorsBothWays(String file) throws IOException {
        List<String> lines = Fixtures.lines("multiformats/multibase/" + file);
        byte[] bytes = unquote(lines.getFirst()).replace("\\x00", "\0").getBytes(UTF_8);
        int known = 0;
        for (String line : lines.subList(1, lines.size())) {
            Optional<Multibase> base = named(line);
            if (base.isPresent()) {
                known++;
                String text = unquote(line);
                assertThat(base.get().encode(bytes)).as(line).isEqualTo(text);
                assertThat(Multibase.decode(text)).as(line).isEqualTo(bytes);
            }
        }
        assertThat(known).isEqualTo(Multibase.values().length);
    }

    @Test
    void eitherCaseIsReadWhereTheAlphabetHasOne() throws IOException {
        List<String> lines = Fixtures.lines("multiformats/multibase/case_insensitivity.csv");
        for (String line : lines.subList(1, lines.size())) {
            assertThat(Multibase.decode(unquote(line)))
                    .as(line)
                    .isEqualTo("hello world".getBytes(UTF_8));
        }
    }

    private static Optional<Multibase> named(String line) {
        String name = line.substring(0, line.indexOf(',')).strip();
        return Arrays.stream(Multibase.values())
                .filter(base -> base.name().replace("_", "").equalsIgnoreCase(name))
                .findFirst();
    }

    private static String unquote(String line) {
        String text = line.substring(line.indexOf(',') + 1).strip();
        return text.substring(1, text.length() - 1);
    }

    @Property(tries = 300)
    void everythingComesBackFromEveryBase(@ForAll @Size(max = 100) byte[] bytes) {
        for (Multibase base : Multibase.values()) {
            assertThat(Multibase.decode(base.encode(bytes))).as(base.name()).isEqualTo(bytes);
        }
    }

    @Property(tries = 300)
    void textIsEitherRefusedOrTheOneFormOfItsBytes(@ForAll("texts") String text) {
        byte[] bytes;
        try {
            bytes = Multibase.decode(text);
        } catch (MultiformatException e) {
            return;
        }
        assertThat(Multibase.ofPrefix(text.charAt(0)).encode(bytes)).isEqualToIgnoringCase(text);
    }

    @net.jqwik.api.Provide
    net.jqwik.api.Arbitrary<String> texts() {
        return net.jqwik.api.Arbitraries.strings()
                .withChars("079fFbBcvVtThkKzZmMuU=+/-_ABabxyz234")
                .ofMaxLength(24);
    }

    @Test
    void unusedBitsMustBeZero() {
        assertRefused("bab", "unused bits");
        assertRefused("mAB", "unused bits");
    }

    @Test
    void aLengthThatNoBytesHaveIsRefused() {
        assertRefused("ff", "no bytes encode to");
        assertRefused("ba", "no bytes encode to");
    }

    @ParameterizedTest
    @ValueSource(strings = {"MAA", "MAA=", "MAA===", "M====", "MAAA====", "MA=A="})
    void paddingMustBeExact(String text) {
        assertRefused(text, "");
    }

    @Test
    void paddingIsRefusedWhereTheBaseHasNone() {
        assertRefused("mAA==", "not in the alphabet");
    }

    @ParameterizedTest
    @ValueSource(strings = {"z0", "zO", "zI", "zl", "b1", "k-", "mé", "m-", "u+"})
    void charactersOutsideTheAlphabetAreRefused(String text) {
        assertRefused(text, "not in the alphabet");
    }

    @Test
    void anUnknownPrefixIsNamed() {
        assertRefused("#abc", "unknown multibase prefix '#'");
    }

    @Test
    void emptyTextIsRefused() {
        assertRefused("", "empty");
    }

    @Test
    void longTextIsRefusedBeforeItCostsTime() {
        assertRefused("z" + "1".repeat(Multibase.MAX_TEXT + 1), "at most 4096");
    }

    private static void assertRefused(String text, String why) {
        assertThatThrownBy(() -> Multibase.decode(text))
                .isInstanceOf(MultiformatException.class)
                .hasMessageContaining(why);
    }
}
