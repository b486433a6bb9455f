package io.ipfskit.node.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ipfskit.ipld.dagpb.DagPb;
import io.ipfskit.ipld.dagpb.PbLink;
import io.ipfskit.ipld.dagpb.PbNode;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;
import io.ipfskit.node.TestNode;
import io.ipfskit.node.ops.GetInput;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;

class ArchiveTest {
    @TempDir Path temp;
    private Path folder = Path.of("");

    @BeforeEach
    void folderWithEverything() throws IOException {
        folder = Files.createDirectories(temp.resolve("folder"));
        byte[] large = new byte[3_000_001];
        new Random(1).nextBytes(large);
        Files.write(folder.resolve("large"), large);
        Files.write(folder.resolve("empty"), new byte[0]);
        Files.createDirectories(folder.resolve("leer/größe 日本語"));
        Files.writeString(folder.resolve("leer/größe 日本語/two\nlines"), "x");
        Files.writeString(folder.resolve("n".repeat(250)), "long name");
        Path deep = folder;
        for (int i = 0; i < 12; i++) {
            deep = deep.resolve("a-rather-long-folder-name-" + i);
        }
        Files.createDirectories(deep);
        Files.writeString(deep.resolve("deep"), "deep");
        Files.createSymbolicLink(folder.resolve("link"), Path.of("large"));
        Files.createSymbolicLink(folder.resolve("out"), Path.of("../../" + "x/".repeat(80)));
    }

    private static void run(Path directory, String... command) throws Exception {
        Process process =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
    }

    @Test
    void tarUnpacksTheArchiveToTheSameFolder() throws Exception {
        TestNode.in(
                temp.resolve("repo"),
                it -> {
                    String cid = it.add(folder).cid();
                    Path tar = temp.resolve("x.tar");
                    try (Content content = it.node().content().get(new GetInput(cid, "tar"));
                            var out = Files.newOutputStream(tar)) {
                        long written = content.transferTo(out);
                        assertThat(written % 512).isZero();
                    }
                    run(temp, "tar", "xf", tar.toString());
                    run(temp, "diff", "-r", "--no-dereference", "folder", cid);
                });
    }

    @Test
    void gzipUnpacksTheCompressedArchive() throws Exception {
        TestNode.in(
                temp.resolve("repo"),
                it -> {
                    String cid = it.add(folder).cid();
                    Path tar = temp.resolve("x.tar.gz");
                    try (Content content =
                                    it.node().content().get(new GetInput(cid, "tar", true, 9));
                            var out = Files.newOutputStream(tar)) {
                        content.transferTo(out);
                        assertThat(content.fileName()).isEqualTo(cid + ".tar.gz");
                    }
                    run(temp, "gzip", "--test", tar.toString());
                    run(temp, "tar", "xzf", tar.toString());
                    run(temp, "diff", "-r", "--no-dereference", "folder", cid);
                });
    }

    @Test
    void aFileAloneIsCompressedToo() throws Exception {
        TestNode.in(
                temp.resolve("repo"),
                it -> {
                    String cid = it.add(folder).cid();
                    for (Integer level : new Integer[] {1, 9}) {
                        GetInput input = new GetInput(cid + "/large", "raw", true, level);
                        try (Content content = it.node().content().get(input)) {
                            byte[] packed = content.readAll(1 << 24);
                            var in = new GZIPInputStream(new ByteArrayInputStream(packed));
                            assertThat(in.readAllBytes())
                                    .isEqualTo(Files.readAllBytes(folder.resolve("large")));
                        }
                    }
                    GetInput bad = new GetInput(cid + "/large", "raw", true, 10);
                    assertThat(
                                    catchThrowableOfType(
                                            OperationFailed.class,
                                            () -> it.node().content().get(bad)))
                            .hasMessageContaining("compression_level");
                });
    }

    @Test
    void rawGivesTheFileItself() throws Exception {
        TestNode.in(
                temp.resolve("repo"),
                it -> {
                    String cid = it.add(folder).cid();
                    try (Content content =
                            it.node().content().get(new GetInput(cid + "/large", "raw"))) {
                        assertThat(content.readAll(1 << 24))
                                .isEqualTo(Files.readAllBytes(folder.resolve("large")));
                        assertThat(content.fileName()).isEqualTo("large");
                    }
                });
    }

    private static String hostile(TestNode it, String... names) throws Exception {
        Cid file = Cid.parse(it.put(Multicodec.RAW, "x".getBytes(StandardCharsets.UTF_8)));
        List<PbLink> links = new ArrayList<>();
        for (String name : names) {
            links.add(new PbLink(file, name, 1L));
        }
        ByteBuffer bytes = DagPb.encode(new PbNode(links, ByteBuffer.wrap(new byte[] {8, 1})));
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return it.put(Multicodec.DAG_PB, copy);
    }

    @Test
    void unsafeNamesAreRefusedBeforeTheFirstByte() throws Exception {
        TestNode.in(
                temp.resolve("repo"),
                it -> {
                    for (String[] names :
                            List.of(
                                    new String[] {".."},
                                    new String[] {"."},
                                    new String[] {""},
                                    new String[] {"/abs"},
                                    new String[] {"a/b"},
                                    new String[] {"a\0b"},
                                    new String[] {"n".repeat(300)},
                                    new String[] {"NUL"},
                                    new String[] {"README", "readme"},
                                    new String[] {"e\u0301", "\u00e9"},
                                    new String[] {"same", "same"})) {
                        String cid = hostile(it, names);
                        OperationFailed tar =
                                catchThrowableOfType(
                                        OperationFailed.class,
                                        () -> it.node().content().get(new GetInput(cid, "tar")));
                        assertThat(tar).as(String.join(",", names)).isNotNull();
                        assertThat(tar.code()).isEqualTo(ErrorCode.INTEGRITY);
                    }
                });
    }
}
