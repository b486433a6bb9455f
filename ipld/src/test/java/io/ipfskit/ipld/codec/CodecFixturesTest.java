package io.ipfskit.ipld.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.Fixtures;
import io.ipfskit.ipld.data.DataNode;
import io.ipfskit.multiformats.Cid;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The published fixtures: one value in each codec that can hold it.
class CodecFixturesTest {
    @Test
    void everyFileIsTheBlockOfItsName() throws IOException {
        for (Path file : files()) {
            String name = file.getFileName().toString();
            Cid cid = Cid.parse(name.substring(0, name.indexOf('.')));
            Codec codec = codec(file);
            assertThat(cid.codec()).as(name).isEqualTo(codec.code());
            assertThat(Block.of(1, codec.code(), bytes(file)).cid()).as(name).isEqualTo(cid);
        }
    }

    @Test
    void everyFormOfAValueBecomesEveryOtherByteForByte() throws IOException {
        int pairs = 0;
        for (List<Path> forms : values().values()) {
            for (Path from : forms) {
                DataNode node = codec(from).decodeCanonical(bytes(from), CodecLimits.DEFAULT);
                for (Path to : forms) {
                    assertThat(codec(to).encode(node))
                            .as("%s as %s", from, codec(to).name())
                            .isEqualTo(bytes(to));
                    assertThat(codec(to).decode(bytes(to))).as(to.toString()).isEqualTo(node);
                    pairs++;
                }
            }
        }
        assertThat(pairs).isEqualTo(111 * 4 + 17 * 9);
    }

    @Test
    void linksAreFoundWithoutNodesAsWithThem() throws IOException {
        int links = 0;
        for (Path file : files()) {
            List<Cid> expected = new ArrayList<>();
            DataLinks.collect(codec(file).decode(bytes(file)), expected);
            assertThat(codec(file).links(bytes(file))).as(file.toString()).isEqualTo(expected);
            links += expected.size();
        }
        assertThat(links).isPositive();
    }

    @Test
    void aFileWithoutItsLastByteIsRefused() throws IOException {
        for (Path file : files()) {
            ByteBuffer bytes = bytes(file);
            Codec codec = codec(file);
            // A part of a number is one, and of dag-pb's fields some may be left out.
            boolean partial =
                    codec.name().equals("dag-pb")
                            || (codec.name().equals("dag-json") && isNumber(bytes));
            if (!partial) {
                ByteBuffer cut = bytes.slice(0, bytes.remaining() - 1);
                assertThat(CodecTests.refused(codec, cut))
                        .as(file.toString())
                        .isBetween(0L, (long) bytes.remaining());
            }
        }
    }

    private static boolean isNumber(ByteBuffer bytes) {
        byte last = bytes.get(bytes.limit() - 1);
        return last >= '0' && last <= '9';
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    private static List<Path> files() throws IOException {
        return values().values().stream().flatMap(List::stream).toList();
    }

    private static SortedMap<String, List<Path>> values() throws IOException {
        SortedMap<String, List<Path>> values = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Fixtures.path("codec-fixtures"))) {
            files.filter(Files::isRegularFile)
                    .sorted()
                    .forEach(file ->
                            values.computeIfAbsent(
                                            String.valueOf(file.getParent()),
                                            _ -> new ArrayList<>())
                                    .add(file));
        }
        assertThat(values).hasSize(128);
        return values;
    }

    private static Codec codec(Path file) {
        String name = name(file);
        return Codecs.standard().named(name.substring(name.indexOf('.') + 1)).orElseThrow();
    }

    private static ByteBuffer bytes(Path file) throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(file));
    }
}
