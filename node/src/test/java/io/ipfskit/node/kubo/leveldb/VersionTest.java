package io.ipfskit.node.kubo.leveldb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;

import java.util.List;

class VersionTest {
    private static InternalKey key(String user) {
        return InternalKey.of(user.getBytes(UTF_8), 7, InternalKey.VALUE);
    }

    private static Version read(LevelDbWriter.Edit... edits) throws Exception {
        List<byte[]> records = List.of(edits).stream().map(LevelDbWriter.Edit::bytes).toList();
        return Version.read(Bytes.of(LevelDbWriter.log(records)), "MANIFEST-000001");
    }

    @Test
    void recordsAddUpToTheTablesThatCount() throws Exception {
        Version version =
                read(
                        LevelDbWriter.whole(3)
                                .add(0, 5, 100, key("a"), key("b"))
                                .add(1, 7, 100, key("m"), key("n")),
                        new LevelDbWriter.Edit()
                                .number(2, 9)
                                .number(9, 4)
                                .add(1, 8, 200, key("c"), key("d"))
                                .remove(0, 5)
                                .remove(3, 77));
        assertThat(version.logNumber()).isEqualTo(9);
        assertThat(version.previousLogNumber()).isEqualTo(4);
        assertThat(version.levels().get(0)).isEmpty();
        assertThat(version.levels().get(1).stream().map(Version.TableFile::number))
                .containsExactly(8L, 7L);
    }

    @Test
    void aTableThatMovesToAnotherLevelStays() throws Exception {
        Version version =
                read(
                        LevelDbWriter.whole(3).add(0, 5, 100, key("a"), key("b")),
                        new LevelDbWriter.Edit().add(2, 5, 100, key("a"), key("b")).remove(0, 5));
        assertThat(version.levels().get(0)).isEmpty();
        assertThat(version.levels().get(2)).hasSize(1);
    }

    @Test
    void whatIsUnknownOrMissingIsRefused() {
        assertThatThrownBy(() -> read()).hasMessageContaining("before it tells all");
        assertThatThrownBy(() -> read(new LevelDbWriter.Edit().number(2, 3)))
                .hasMessageContaining("before it tells all");
        assertThatThrownBy(() -> read(new LevelDbWriter.Edit().comparator("other")))
                .hasMessageContaining("order of keys");
        assertThatThrownBy(() -> read(new LevelDbWriter.Edit().number(8, 3)))
                .hasMessageContaining("unknown kind");
        assertThatThrownBy(() -> read(new LevelDbWriter.Edit().remove(Version.LEVELS_MAX, 3)))
                .hasMessageContaining("a level is at most");
        assertThatThrownBy(() -> read(LevelDbWriter.whole(3).add(0, 5, 100, key("b"), key("a"))))
                .hasMessageContaining("no order");
    }
}
