package io.ipfskit.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipfskit.node.cid.CidTools;
import io.ipfskit.node.ops.CidFormatInput;
import io.ipfskit.operation.OperationFailed;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The group `cid` beside Kubo's commands of the same names, field by field. Conversions are called
/// without the product around them, which would start anew for each; listings and inspections are
/// the product's lines.
class KuboCidToolsTest {
    private static final String DIGEST =
            "1220b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9";

    /// One of each kind: both versions, several bases and cases, identity, a key, a cut-off digest,
    /// other hashes, codes that are not registered, and what is no CID.
    private static final List<String> CIDS =
            List.of(
                    "Qmf412jQZiuVUtdgnB36FXFX7xg5V6KEbSJ4dpQuhkLyfD",
                    "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e",
                    "BAFKREIFZJUT3TE2NHYEKKLSS27NH3K72YSCO7Y32KOAO5EEI66WOF36N5E",
                    "zdj7Wn9FQAURCP6MbwcWuzi7u65kAsXCdjNTkhbJcoaXBusq9",
                    "k51qzi5uqu5dkkciu33khkzbcmxtyhn376i1e83tya8kuy7z9euedzyr5nhoew",
                    "bafkqaaa",
                    "bafkqabtimvwgy3yk",
                    "f0170" + DIGEST,
                    "F0171" + DIGEST.toUpperCase(java.util.Locale.ROOT),
                    "f01a902" + DIGEST,
                    "f01701114b94d27b9934d3e08a52e52d7da7dabfac484efe3",
                    "f01701214b94d27b9934d3e08a52e52d7da7dabfac484efe3",
                    "f0155a0e40220" + DIGEST.substring(4),
                    "f01551e20" + DIGEST.substring(4),
                    "f01ffff03" + DIGEST,
                    "f0155ffff0320" + DIGEST.substring(4));

    private static final List<String> NO_CIDS =
            List.of(
                    "f0255" + DIGEST,
                    "f8100155" + DIGEST,
                    "f0155122",
                    "f01551220aabb",
                    "bafk0",
                    "zQmf412jQZiuVUtdgnB36FXFX7xg5V6KEbSJ4dpQuhkLyf0",
                    "12D3KooWD3eckifWpRn9wQpMG9R9hX3sD158z7EqHWmweQAJU5SA");

    private static final String EVERYTHING = "%% %b %B %v %V %c %C %h %H %L %m %M %d %D %s %S %P";

    @TempDir Path temp;
    private Path kubo;

    @BeforeEach
    void findKubo() {
        kubo = Required.kubo();
    }

    private Product.Result kubo(List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(kubo.toString(), "cid"));
        command.addAll(arguments);
        ProcessBuilder builder = Product.builder(command);
        builder.environment().put("IPFS_PATH", temp.resolve("kubo").toString());
        builder.environment().put("IPFS_TELEMETRY", "off");
        return Product.execute(builder);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, -, -",
                "0, -, -",
                "1, -, -",
                "-, raw, -",
                "-, dag-pb, -",
                "1, libp2p-key, base36",
                "-, -, base58btc",
                "0, -, base58btc",
                "0, -, base32",
                "-, -, base2",
                "-, -, base16",
                "-, -, base16upper",
                "-, -, base32",
                "-, -, base32upper",
                "-, -, base32pad",
                "-, -, base32hex",
                "-, -, base36",
                "-, -, base36upper",
                "-, -, base58flickr",
                "-, -, base64",
                "-, -, base64pad",
                "-, -, base64url",
                "-, -, base64urlpad",
                "-, dag-x, -",
                "-, -, base31"
            })
    void everyConversionIsThatOfKubo(
            @Nullable Integer version, @Nullable String codec, @Nullable String base)
            throws Exception {
        List<String> arguments = new ArrayList<>(List.of("format", "-f", EVERYTHING));
        if (version != null) {
            arguments.add("-v=" + version);
        }
        if (codec != null) {
            arguments.add("--mc=" + codec);
        }
        if (base != null) {
            arguments.add("-b=" + base);
        }
        arguments.add("--");
        arguments.addAll(CIDS);
        arguments.addAll(NO_CIDS);
        List<String> ours = new ArrayList<>();
        for (String cid : arguments.subList(arguments.indexOf("--") + 1, arguments.size())) {
            try {
                CidFormatInput input = new CidFormatInput(cid, EVERYTHING, version, codec, base);
                ours.add(CidTools.format(input).formatted());
            } catch (OperationFailed refused) {
                assertThat(refused.failure().message()).isNotBlank();
            }
        }
        assertThat(ours).containsExactlyElementsOf(kubo(arguments).out().lines().toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"%p", "%", "%%", "%s%", "x%Sy%P"})
    void everyPatternIsThatOfKubo(String pattern) throws Exception {
        List<String> arguments = List.of("format", "-f", pattern, "--", CIDS.get(0), CIDS.get(1));
        Product.Result theirs = kubo(arguments);
        try {
            List<String> ours = new ArrayList<>();
            for (String cid : CIDS.subList(0, 2)) {
                ours.add(
                        CidTools.format(new CidFormatInput(cid, pattern, null, null, null))
                                .formatted());
            }
            assertThat(theirs.out().lines()).containsExactlyElementsOf(ours);
        } catch (OperationFailed refused) {
            assertThat(theirs.exit()).isNotZero();
        }
    }

    @Test
    void anInspectionShowsTheSameLines() throws Exception {
        for (String cid : List.of(CIDS.get(0), CIDS.get(1), CIDS.get(4), CIDS.get(10))) {
            Product.Result ours = Product.run(temp.resolve("data"), "cid", "inspect", cid).ok();
            assertThat(ours.out()).isEqualTo(kubo(List.of("inspect", cid)).ok().out());
        }
    }

    @Test
    void theSameCidsAreNoCids() throws Exception {
        for (String cid : NO_CIDS) {
            assertThat(kubo(List.of("inspect", cid)).exit()).as(cid).isNotZero();
        }
        Product.Result ours =
                Product.run(temp.resolve("data"), "cid", "inspect", NO_CIDS.getLast());
        assertThat(ours.exit()).isEqualTo(4);
        assertThat(ours.err())
                .contains("k51qzi5uqu5dhdmyb9bd18pypu2wp5lpv2xnskfmrqa4lb5knqryrotb05e7or");
    }

    @Test
    void theTablesAreThoseOfKuboAndWhatIsReadHereBesides() throws Exception {
        Path data = temp.resolve("data");
        assertThat(lines(Product.run(data, "cid", "codecs", "--numeric").ok()))
                .containsExactlyElementsOf(lines(kubo(List.of("codecs", "--numeric")).ok()));
        Set<String> hashes = lines(Product.run(data, "cid", "hashes", "--numeric").ok());
        assertThat(hashes).containsAll(lines(kubo(List.of("hashes", "--numeric")).ok()));
        hashes.removeAll(lines(kubo(List.of("hashes", "--numeric")).ok()));
        assertThat(hashes)
                .containsExactlyInAnyOrder(
                        "4115 sha2-224", "32 sha2-384", "4116 sha2-512-224", "4117 sha2-512-256");
        Set<String> bases = lines(Product.run(data, "cid", "bases", "--numeric").ok());
        assertThat(bases).containsAll(lines(kubo(List.of("bases", "--numeric")).ok()));
        bases.removeAll(lines(kubo(List.of("bases", "--numeric")).ok()));
        assertThat(bases)
                .containsExactlyInAnyOrder("55 base8", "57 base10", "82 base45", "104 base32z");
    }

    /// The lines without what is only layout.
    private static Set<String> lines(Product.Result result) {
        Set<String> lines = new LinkedHashSet<>();
        result.out().lines().map(line -> line.strip().replaceAll(" +", " ")).forEach(lines::add);
        return lines;
    }
}
