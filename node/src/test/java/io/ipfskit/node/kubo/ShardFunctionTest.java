package io.ipfskit.node.kubo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShardFunctionTest {
    @ParameterizedTest
    @CsvSource({
        "prefix/3,ABCDEF,ABC",
        "prefix/3,AB,AB_",
        "suffix/3,ABCDEF,DEF",
        "suffix/3,AB,_AB",
        "next-to-last/2,ABCDEF,DE",
        "next-to-last/2,AB,_A",
        "next-to-last/3,A,___"
    })
    void aKeyLiesInTheFolderOfSomeOfItsCharacters(String text, String key, String folder) {
        ShardFunction function =
                ShardFunction.parse("/repo/flatfs/shard/v1/" + text + "\n").orElseThrow();
        assertThat(function.folder(key)).isEqualTo(folder);
        assertThat(function).hasToString("/repo/flatfs/shard/v1/" + text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "next-to-last/2",
                "/repo/flatfs/shard/v2/next-to-last/2",
                "/repo/flatfs/shard/v1/middle/2",
                "/repo/flatfs/shard/v1/prefix/0",
                "/repo/flatfs/shard/v1/prefix/65",
                "/repo/flatfs/shard/v1/prefix/-1",
                "/repo/flatfs/shard/v1/prefix/2/3"
            })
    void whatIsUnknownIsNoFunction(String text) {
        assertThat(ShardFunction.parse(text)).isEmpty();
    }

    @Test
    void theFunctionOfEveryNewRepositoryIsKnown() {
        assertThat(ShardFunction.parse("/repo/flatfs/shard/v1/next-to-last/2"))
                .contains(new ShardFunction(ShardFunction.Kind.NEXT_TO_LAST, 2));
    }
}
