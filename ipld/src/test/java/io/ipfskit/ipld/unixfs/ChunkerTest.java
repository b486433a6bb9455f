package io.ipfskit.ipld.unixfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

class ChunkerTest {
    private static List<ByteBuffer> chunks(Chunker chunker, byte[] bytes) {
        List<ByteBuffer> chunks = new ArrayList<>();
        int at = 0;
        while (at < bytes.length) {
            int window = Math.min(chunker.maxSize(), bytes.length - at);
            int size = chunker.cut(ByteBuffer.wrap(bytes, at, window));
            chunks.add(ByteBuffer.wrap(bytes, at, size));
            at += size;
        }
        return chunks;
    }

    @ParameterizedTest
    @CsvSource({
        "size-1, size-1",
        "size-2096896, size-2096896",
        "rabin, rabin-87381-262144-393216",
        "rabin-48, rabin-16-48-72",
        "rabin-1397931, rabin-465977-1397931-2096896",
        "rabin-16-17-18, rabin-16-17-18",
        "rabin-min:20-avg:40-max:60, rabin-20-40-60",
        "rabin-20-avg:40-60, rabin-20-40-60",
        "buzhash, buzhash"
    })
    void aChunkerHasATextForm(String text, String canonical) {
        assertThat(Chunker.parse(text)).hasToString(canonical);
        assertThat(Chunker.parse(canonical)).isEqualTo(Chunker.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "size",
                "size-",
                "size--1",
                "size-0",
                "size-1k",
                "size-2096897",
                "size-99999999999",
                "size-1-2",
                "rabin-",
                "rabin-47",
                "rabin-1397932",
                "rabin-1-2",
                "rabin-15-20-30",
                "rabin-20-20-30",
                "rabin-20-30-30",
                "rabin-20-30-2096897",
                "rabin-avg:20-min:30-max:40",
                "rabin-16-17-18-19",
                "buzhash-1",
                "fastcdc"
            })
    void otherChunkersAreRefused(String text) {
        assertThatThrownBy(() -> Chunker.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching(".*(must be|must have).*");
    }

    @Property(tries = 50)
    void cutsGiveTheBytesBackAndKeepTheBounds(
            @ForAll long seed, @ForAll @IntRange(max = 3_000) int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        for (Chunker chunker :
                List.of(new FixedSize(100), new Rabin(16, 64, 256), new Rabin(30, 33, 40))) {
            List<ByteBuffer> chunks = chunks(chunker, bytes);
            assertThat(chunks.stream().mapToInt(ByteBuffer::remaining).sum()).isEqualTo(size);
            int least = chunker instanceof Rabin rabin ? rabin.min() : 100;
            for (int i = 0; i < chunks.size(); i++) {
                assertThat(chunks.get(i).remaining()).isBetween(1, chunker.maxSize());
                if (i < chunks.size() - 1) {
                    assertThat(chunks.get(i).remaining()).isGreaterThanOrEqualTo(least);
                }
            }
        }
    }

    @Test
    void equalPartsOfDifferentFilesBecomeEqualChunks() {
        byte[] first = new byte[4_000_000];
        new Random(3).nextBytes(first);
        byte[] second = new byte[first.length + 17];
        System.arraycopy(first, 0, second, 17, first.length);
        for (Chunker chunker : List.of(new Buzhash(), Rabin.ofAverage(65_536))) {
            Set<ByteBuffer> seen = new HashSet<>(chunks(chunker, first));
            long shared = chunks(chunker, second).stream().filter(seen::contains).count();
            assertThat(shared).as(chunker.toString()).isGreaterThan(seen.size() / 2);
        }
    }

    @Test
    void bytesThatNeverMatchAreCutAtTheLargestSize() {
        // zeros have a fingerprint of zero, which always matches; ones do not
        byte[] ones = new byte[1_500_000];
        java.util.Arrays.fill(ones, (byte) 1);
        assertThat(chunks(new Buzhash(), ones).getFirst().remaining()).isEqualTo(512 * 1024);
        assertThat(chunks(new Rabin(16, 1 << 16, 1 << 20), ones).getFirst().remaining())
                .isEqualTo(1 << 20);
        assertThat(chunks(new Rabin(16, 64, 256), new byte[100]).getFirst().remaining())
                .isEqualTo(16);
    }
}
