package io.ipfskit.ipld.unixfs;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.BlockMap;
import io.ipfskit.ipld.BlockNotFound;
import io.ipfskit.ipld.BlockSink;
import io.ipfskit.ipld.Fixtures;
import io.ipfskit.ipld.dagpb.DagPb;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;
import io.ipfskit.multiformats.Varint;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// DAGs that others made and published.
class PublishedDagsTest {
    private static final Pattern CASE =
            Pattern.compile(
                    "\"profile\": \"(?<profile>[^\"]+)\",\\s+\"case\": \"pattern file\".*?\"size\":"
                            + " (?<size>\\d+),\\s+\"cid\": \"(?<cid>\\w+)\".*?\"tsize\":"
                            + " (?<tsize>\\d+)",
                    Pattern.DOTALL);

    @Test
    void patternFilesHaveTheirPublishedCidsAndSizes() throws Exception {
        Matcher cases = CASE.matcher(UTF_8.decode(Fixtures.bytes("unixfs/ipip-0499-small.json")));
        int count = 0;
        while (cases.find()) {
            count++;
            ImportProfile profile = ImportProfile.named(cases.group("profile"));
            int size = Integer.parseInt(cases.group("size"));
            FileDagBuilder file = new FileDagBuilder(profile, BlockSink.NOWHERE);
            for (int at = 0; at < size; at += profile.chunkSize()) {
                byte[] chunk = new byte[Math.min(profile.chunkSize(), size - at)];
                for (int i = 0; i < chunk.length; i++) {
                    chunk[i] = (byte) ((at + i) % 251);
                }
                file.add(Leaf.of(profile, ByteBuffer.wrap(chunk)));
            }
            DagNode node = file.finish();
            assertThat(node.cid())
                    .as("%s, %s bytes", profile.name(), size)
                    .hasToString(cases.group("cid"));
            assertThat(node.cumulativeSize()).isEqualTo(Long.parseLong(cases.group("tsize")));
        }
        assertThat(count).isEqualTo(22);
    }

    @Test
    void everyDagPbBlockComesBackAndEveryUnixFsNodeIsRead() throws Exception {
        int nodes = 0;
        for (Path car : Fixtures.files("gateway", ".car")) {
            BlockMap blocks = new BlockMap();
            readCar(car, blocks);
            for (Block block : blocks.blocks.values()) {
                if (block.cid().codec() == Multicodec.DAG_PB) {
                    assertThat(DagPb.encode(DagPb.decode(block.bytes()))).isEqualTo(block.bytes());
                    nodes++;
                    walk(blocks, block.cid());
                }
            }
        }
        assertThat(nodes).isGreaterThan(10);
    }

    private static void walk(BlockMap blocks, Cid cid) throws Exception {
        try {
            switch (UnixFs.read(blocks, cid)) {
                case UnixFsNode.Content content -> {
                    FileReader reader =
                            new FileReader(
                                    blocks, content, 0, Long.MAX_VALUE, FileReader.Prefetch.NONE);
                    while (reader.next() != null) {
                        assertThat(reader.position()).isLessThanOrEqualTo(content.size());
                    }
                    assertThat(reader.position()).isEqualTo(content.size());
                }
                case UnixFsNode.Folder folder -> {
                    DirectoryReader reader = new DirectoryReader(blocks, folder);
                    for (DirectoryEntry entry = reader.next();
                            entry != null;
                            entry = reader.next()) {
                        assertThat(Directories.lookup(blocks, folder, entry.name()))
                                .contains(entry);
                    }
                }
                case UnixFsNode.SymlinkNode link -> assertThat(link.target()).isNotEmpty();
            }
        } catch (BlockNotFound e) {
            // some of the CARs hold a part of their DAG on purpose
            assertThat(blocks.blocks).doesNotContainKey(e.cid());
        }
    }

    /// CARv1 without looking at the header: sections of length, CID and block.
    private static void readCar(Path car, BlockMap out) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(car));
        int header = (int) Varint.read(in);
        in.position(in.position() + header);
        while (in.hasRemaining()) {
            int length = (int) Varint.read(in);
            ByteBuffer section = in.slice(in.position(), length);
            in.position(in.position() + length);
            Cid cid = Cid.decode(section);
            out.put(Block.verified(cid, section.slice()));
        }
    }
}
