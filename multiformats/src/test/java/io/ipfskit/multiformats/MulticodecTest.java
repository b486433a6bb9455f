package io.ipfskit.multiformats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

class MulticodecTest {
    @Test
    void everyCodeIsThatOfThePublishedTable() throws IOException, IllegalAccessException {
        Map<Integer, String> table = new HashMap<>();
        for (String line :
                Fixtures.lines("multiformats/multicodec-table.csv").stream().skip(1).toList()) {
            String[] words = line.split(",", -1);
            if (words.length > 2) {
                table.put(Integer.decode(words[2].strip()), words[0].strip());
            }
        }
        for (Field field : Multicodec.class.getFields()) {
            if (Modifier.isStatic(field.getModifiers())) {
                int code = field.getInt(null);
                String name = table.getOrDefault(code, "not in the table");
                assertThat(Multicodec.name(code)).isEqualTo(name);
                assertThat(field.getName()).isEqualToIgnoringCase(name.replace('-', '_'));
            }
        }
    }

    @Test
    void theTableIsThePublishedOneRowByRow() throws IOException {
        List<String> rows = new ArrayList<>();
        for (String line :
                Fixtures.lines("multiformats/multicodec-table.csv").stream().skip(1).toList()) {
            String[] words = line.split(",", -1);
            if (words.length > 3) {
                rows.add(
                        words[0].strip()
                                + " "
                                + words[1].strip()
                                + " "
                                + Integer.decode(words[2].strip())
                                + " "
                                + words[3].strip());
            }
        }
        assertThat(Multicodec.entries())
                .extracting(row ->
                        row.name()
                                + " "
                                + row.tag()
                                + " "
                                + row.code()
                                + " "
                                + row.status().name().toLowerCase(Locale.ROOT))
                .containsExactlyInAnyOrderElementsOf(rows);
    }

    @Test
    void everyRowIsFoundByNameAndByCode() {
        assertThat(Multicodec.entries()).hasSizeGreaterThan(600);
        for (MulticodecEntry row : Multicodec.entries()) {
            assertThat(Multicodec.entry(row.code())).contains(row);
            assertThat(Multicodec.entry(row.name())).contains(row);
            assertThat(Multicodec.name(row.code())).isEqualTo(row.name());
            assertThat(Multicodec.code(row.name())).isEqualTo(row.code());
        }
    }

    @Test
    void rowsComeByRisingCode() {
        assertThat(Multicodec.entries())
                .isSortedAccordingTo(Comparator.comparingInt(MulticodecEntry::code));
    }

    @Test
    void anUnlistedCodeIsShownAsNumber() {
        assertThat(Multicodec.name(0x7fff_fff1)).isEqualTo("0x7ffffff1");
    }

    @Test
    void aCodeMayBeGivenAsNumber() {
        assertThat(Multicodec.code("112")).isEqualTo(Multicodec.DAG_PB);
        assertThat(Multicodec.code("0x70")).isEqualTo(Multicodec.DAG_PB);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0x", "-1", "+1", "0x-1", "dag", "DAG-PB", "4294967296", "1 "})
    void anythingElseIsNoCode(String text) {
        assertThatThrownBy(() -> Multicodec.code(text))
                .isInstanceOf(MultiformatException.class)
                .hasMessageContaining("unknown multicodec '" + text + "'");
    }
}
