package io.ipfskit.ipld.car;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.Fixtures;
import io.ipfskit.ipld.codec.Codecs;
import io.ipfskit.ipld.data.DataNode;
import io.ipfskit.ipld.data.IntNode;
import io.ipfskit.multiformats.Multihash;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The published archives.
class CarFixturesTest {
    private static final Map<String, Integer> BLOCKS =
            Map.of(
                    "car/codec-fixtures/fixtures.car", 273,
                    "car/ipld-spec/carv1-basic.car", 8,
                    "car/ipld-spec/carv2-basic.car", 5,
                    "car/go-car/sample-rw-bs-v2.car", 3,
                    "car/go-car/simple-unixfs.car", -1,
                    "car/go-car/sample-unixfs-v2.car", -1,
                    "car/go-car/sample-v1.car", -1,
                    "car/go-car/sample-v1-noidentity.car", -1,
                    "car/go-car/sample-wrapped-v2.car", -1,
                    "car/go-car/sample-v2-indexless.car", -1);

    private static CarOptions options(String name) {
        // Hashed with BLAKE2b.
        return name.contains("sample-v") || name.contains("wrapped")
                ? CarOptions.STRICT.unverified()
                : CarOptions.STRICT;
    }

    @Test
    void everyArchiveIsReadAndItsDataWrittenByteForByte() throws Exception {
        for (var entry : BLOCKS.entrySet()) {
            String name = entry.getKey();
            ByteBuffer car = Fixtures.bytes(name);
            CarReader reader = CarReader.open(CarInput.of(car), options(name));
            List<Block> blocks = Cars.sections(reader).stream().map(CarSection::block).toList();
            if (entry.getValue() >= 0) {
                assertThat(blocks).as(name).hasSize(entry.getValue());
            }
            CarV2Header v2 = reader.v2Header();
            ByteBuffer data =
                    v2 == null ? car : car.slice((int) v2.dataOffset(), (int) v2.dataSize());
            assertThat(Cars.v1(reader.roots(), blocks)).as(name).isEqualTo(data);
            if (v2 != null) {
                assertThat(v2.encode()).as(name).isEqualTo(car.slice(0, CarV2Header.SIZE));
            }
        }
    }

    @Test
    void everyBlockOfACarWithIndexIsFoundByIt() throws Exception {
        for (String name : BLOCKS.keySet()) {
            CarFile file = CarFile.open(Cars.at(Fixtures.bytes(name)), options(name));
            for (CarSection section : Cars.sections(Fixtures.bytes(name), options(name))) {
                Multihash hash = section.cid().multihash();
                if (!section.cid().isIdentity()) {
                    assertThat(file.index().offsets(hash)).as(name).contains(section.offset());
                }
            }
        }
    }

    @Test
    void theIndexesAreReadAndWrittenByteForByte() throws Exception {
        for (String name :
                List.of("sample-index.carindex", "sample-multihash-index-sorted.carindex")) {
            ByteBuffer bytes = Fixtures.bytes("car/go-car/" + name);
            CarIndex index = CarIndex.decode(bytes, 0);
            assertThat(index.encode()).as(name).isEqualTo(bytes);
            ByteBuffer v1 = Fixtures.bytes("car/go-car/sample-v1.car");
            for (CarSection section : Cars.sections(v1, CarOptions.STRICT.unverified())) {
                if (!section.cid().isIdentity()) {
                    assertThat(index.offsets(section.cid().multihash()))
                            .as(name)
                            .contains(section.offset());
                }
            }
        }
    }

    @Test
    void offsetsAndContentsAreAsTheSpecificationDescribesThem() throws Exception {
        for (String name : List.of("carv1-basic", "carv2-basic")) {
            ByteBuffer car = Fixtures.bytes("car/ipld-spec/" + name + ".car");
            DataNode.MapNode description =
                    (DataNode.MapNode)
                            Codecs.DAG_JSON.decode(
                                    Fixtures.bytes("car/ipld-spec/" + name + ".json"));
            CarReader reader = CarReader.open(CarInput.of(car), CarOptions.STRICT);
            CarV2Header v2 = reader.v2Header();
            long start = v2 == null ? 0 : v2.dataOffset();
            List<DataNode> found = new ArrayList<>();
            for (CarSection section : Cars.sections(reader)) {
                found.add(
                        DataNode.MapNode.of(
                                "cid",
                                DataNode.of(section.cid()),
                                "offset",
                                IntNode.of(start + section.offset())));
            }
            DataNode.ListNode blocks = (DataNode.ListNode) description.get("blocks").orElseThrow();
            List<DataNode> expected =
                    blocks.items().stream()
                            .map(DataNode.MapNode.class::cast)
                            .map(block ->
                                    (DataNode)
                                            DataNode.MapNode.of(
                                                    "cid",
                                                    block.get("cid").orElseThrow(),
                                                    "offset",
                                                    block.get("offset").orElseThrow()))
                            .toList();
            assertThat(found).as(name).isEqualTo(expected);
        }
    }

    @Test
    void everyCutOfTheBasicArchivesIsRefusedOrEndsBetweenSections() throws Exception {
        for (String name : List.of("carv1-basic", "carv2-basic")) {
            ByteBuffer car = Fixtures.bytes("car/ipld-spec/" + name + ".car");
            CarV2Header v2 = CarReader.open(CarInput.of(car), CarOptions.STRICT).v2Header();
            int data = v2 == null ? car.limit() : (int) (v2.dataOffset() + v2.dataSize());
            int whole = 0;
            for (int length = 0; length < data; length++) {
                CarException e = Cars.refused(car.slice(0, length));
                if (e == null) {
                    whole++;
                } else {
                    assertThat(e.offset()).isBetween(0L, (long) length);
                }
            }
            assertThat(whole).as(name).isEqualTo(v2 == null ? 8 : 0);
        }
    }

    @Test
    void everyFlippedBitOfASectionIsRefused() throws Exception {
        ByteBuffer car = Fixtures.bytes("car/ipld-spec/carv1-basic.car");
        long first = Cars.sections(car, CarOptions.STRICT).getFirst().offset();
        for (int at = (int) first; at < car.limit(); at++) {
            for (int bit = 0; bit < 8; bit++) {
                ByteBuffer bad = Cars.join(car);
                bad.put(at, (byte) (bad.get(at) ^ 1 << bit));
                CarException e = Cars.refused(bad);
                if (e == null) {
                    // A codec, which the hash does not cover: another CID.
                    assertThat(cids(bad)).isNotEqualTo(cids(car));
                } else {
                    assertThat(e.offset()).isBetween(first, (long) car.limit());
                }
            }
        }
    }

    private static List<Object> cids(ByteBuffer car) throws Exception {
        return Cars.sections(car, CarOptions.STRICT).stream()
                .map(section -> (Object) section.cid())
                .toList();
    }
}
