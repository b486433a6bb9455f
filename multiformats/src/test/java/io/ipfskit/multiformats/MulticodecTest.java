package io.ipfskit.multiformats;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.HashMap;
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
    void anUnlistedCodeIsShownAsNumber() {
        assertThat(Multicodec.name(0xb220)).isEqualTo("0xb220");
    }
}
