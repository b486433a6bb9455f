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
import java.util.ArrayList;
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
        "BASE32_PAD, cpfsxgidnmfxgsibb",
        "BASE2, 001111001011001010111001100100000011011010110000101101110011010010010000000100001",
        "BASE8, 7362625631006654133464440102",
        "BASE10, 9573277761329450583662625",
        "BASE32_Z, hxf1zgedpcfzg1ebb",
        "BASE45, RRFF.OEB$D5/DZ24",
        "BASE58_FLICKR, Z7Pznk19XTTzBtx",
        "BASE256_EMOJI, 🚀🏃✋🌈😅🌷🤤😻🌟😅👏"
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
        // the identity base and base45 have no published vectors
        assertThat(known).isEqualTo(Multibase.values().length - 2);
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

    @Test
    void theRegisteredSetIsHereWithItsPrefixes() throws IOException {
        List<String> missing = new ArrayList<>();
        for (String line :
                Fixtures.lines("multiformats/multibase/multibase.csv").stream().skip(1).toList()) {
            String[] words = line.split(",", -1);
            int prefix = Integer.parseInt(words[0].strip().substring(2), 16);
            String name = words[2].strip();
            if (named(line.substring(line.indexOf(words[2]))).isEmpty()) {
                missing.add(name);
            } else {
                assertThat(Multibase.ofName(name).code()).as(name).isEqualTo(prefix);
            }
        }
        // "none" is the identity base and three prefixes set free for other uses
        assertThat(missing).containsExactly("none", "none", "proquint", "none", "none");
        assertThat(Multibase.IDENTITY.code()).isZero();
    }

    @Test
    void aBaseIsFoundByNameAndByPrefix() {
        for (Multibase base : Multibase.values()) {
            assertThat(Multibase.ofName(base.registeredName())).isEqualTo(base);
            assertThat(Multibase.ofPrefix(base.code())).isEqualTo(base);
            assertThat(Multibase.of(base.prefix() + "anything")).isEqualTo(base);
        }
        assertThatThrownBy(() -> Multibase.ofName("base31"))
                .isInstanceOf(MultiformatException.class)
                .hasMessageContaining("unknown multibase 'base31'");
    }

    private static Optional<Multibase> named(String line) {
        String name = line.substring(0, line.indexOf(',')).strip();
        return Arrays.stream(Multibase.values())
                .filter(base -> base.registeredName().equals(name))
                .findFirst();
    }

    @Test
    void everyByteHasItsOwnEmoji() {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        String text = Multibase.BASE256_EMOJI.encode(all);
        assertThat(text.codePoints().distinct().count()).isEqualTo(256);
        assertThat(text).startsWith("🚀🚀🪐☄").endsWith("👼💍📣🥂");
        assertThat(Multibase.decode(text)).isEqualTo(all);
    }

    @ParameterizedTest
    @CsvSource({"Hello!!, %69 VD92EX0", "base-45, UJCLQE7W581", "ietf!, QED8WEX0"})
    void base45IsThatOfItsRfc(String plain, String text) {
        assertThat(Multibase.BASE45.encodeRaw(plain.getBytes(UTF_8))).isEqualTo(text);
        assertThat(Multibase.BASE45.decodeRaw(text)).isEqualTo(plain.getBytes(UTF_8));
    }

    @ParameterizedTest
    @CsvSource({"RGGX, too large", "R:::, too large", "R::, too large", "RA, no bytes encode to"})
    void base45GroupsThatNoBytesMakeAreRefused(String text, String why) {
        assertRefused(text, why);
    }

    @Test
    void base45IsReadInItsOwnCaseOnly() {
        assertRefused("R%69 vd92EX0", "not in the alphabet");
    }

    @Test
    void theIdentityBaseHoldsBytesOnly() {
        assertThat(Multibase.decode("\0\u00ffa")).isEqualTo(new byte[] {-1, 'a'});
        assertRefused("\0aĀ", "not in the alphabet");
    }

    @ParameterizedTest
    @CsvSource({
        "z1110, 4",
        "baaaa1, 5",
        "k-, 1",
        "mAB, 2",
        "MAAA, 4",
        "🚀🚀a, 4",
        "#, 0",
        "RAA:a, 4"
    })
    void theOffsetOfWhatIsWrongIsGiven(String text, int offset) {
        assertThatThrownBy(() -> Multibase.decode(text))
                .isInstanceOfSatisfying(
                        MultiformatException.class, e -> assertThat(e.offset()).hasValue(offset))
                .hasMessageContaining("(at character " + offset + ")");
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
        assertThat(Multibase.of(text).encode(bytes)).isEqualToIgnoringCase(text);
    }

    @net.jqwik.api.Provide
    net.jqwik.api.Arbitrary<String> texts() {
        return net.jqwik.api.Arbitraries.strings()
                .withChars("079fFbBcvVtThkKzZmMuU=+/-_ABabxyz234R:%$ \0\ud83d\ude80")
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
        assertRefused("z" + "1".repeat(Multibase.MAX_NUMBER_TEXT + 1), "at most 4096");
        assertRefused("b" + "a".repeat(Multibase.MAX_TEXT + 1), "at most 4194304");
    }

    @Test
    void textOfMoreBytesThanAreWrittenIsRefused() {
        assertRefused("z" + "1".repeat(1701), "at most 1700 bytes are read, got 1701");
    }

    @Test
    void whatIsWrittenAtTheLimitIsRead() {
        byte[] number = new byte[Multibase.MAX_NUMBER_BYTES];
        Arrays.fill(number, (byte) -1);
        byte[] bits = new byte[Multibase.MAX_TEXT / 8];
        for (Multibase base : Multibase.values()) {
            boolean quadratic = base.name().matches("BASE(10|36|58).*");
            byte[] most = quadratic ? number : bits;
            assertThat(Multibase.decode(base.encode(most))).as(base.name()).isEqualTo(most);
            assertThatThrownBy(() -> base.encode(Arrays.copyOf(most, most.length + 1)))
                    .isInstanceOf(MultiformatException.class)
                    .hasMessageContaining("takes at most " + most.length + " bytes");
        }
    }

    private static void assertRefused(String text, String why) {
        assertThatThrownBy(() -> Multibase.decode(text))
                .isInstanceOf(MultiformatException.class)
                .hasMessageContaining(why);
    }
}
