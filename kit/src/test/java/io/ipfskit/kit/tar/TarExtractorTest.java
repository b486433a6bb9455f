package io.ipfskit.kit.tar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backends;
import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.Outcome;
import io.ipfskit.operation.ByteStream;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;

/// Archives of a server that means harm.
class TarExtractorTest {
    @TempDir Path folder;

    private final ByteArrayOutputStream archive = new ByteArrayOutputStream();

    private TarExtractorTest member(char type, String path, String target, String content) {
        byte[] header = new byte[512];
        put(header, 0, path);
        put(header, 100, "0000644");
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        put(header, 124, String.format("%011o", bytes.length));
        put(header, 136, "00000000000");
        header[156] = (byte) type;
        put(header, 157, target);
        put(header, 257, "ustar");
        Arrays.fill(header, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte b : header) {
            sum += Byte.toUnsignedInt(b);
        }
        put(header, 148, String.format("%06o", sum));
        header[154] = 0;
        archive.writeBytes(header);
        archive.writeBytes(Arrays.copyOf(bytes, (bytes.length + 511) / 512 * 512));
        return this;
    }

    private TarExtractorTest folder(String path) {
        return member('5', path + "/", "", "");
    }

    private TarExtractorTest end() {
        archive.writeBytes(new byte[1024]);
        return this;
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    private TarExtractor.Extracted extract(Path target) throws Exception {
        return AnyIO.<TarExtractor.Extracted, Exception>run(
                Backends.named("threads"),
                run -> new TarExtractor(Disk.real(), stream(), null).extract(target));
    }

    private ByteStream stream() {
        ByteBuffer bytes = ByteBuffer.wrap(archive.toByteArray());
        return new ByteStream() {
            @Override
            public long length() {
                return -1;
            }

            @Override
            public int read(ByteBuffer into) {
                if (!bytes.hasRemaining()) {
                    return -1;
                }
                int count = Math.min(100, Math.min(into.remaining(), bytes.remaining()));
                into.put(bytes.slice(bytes.position(), count));
                bytes.position(bytes.position() + count);
                return count;
            }

            @Override
            public void close() {}
        };
    }

    private void refuses(String why) throws Exception {
        Path target = folder.resolve("target");
        assertThatThrownBy(() -> extract(target))
                .isInstanceOfSatisfying(
                        OperationFailed.class,
                        failed -> assertThat(failed.code()).isEqualTo(ErrorCode.INTEGRITY))
                .hasMessageContaining(why);
        try (var entries = Files.list(folder)) {
            assertThat(entries).as("nothing is left behind").isEmpty();
        }
    }

    @Test
    void filesAndFoldersGetTheirModesAndTimes() throws Exception {
        String time = "30 mtime=1000000000.123456789\n";
        member('x', "p", "", time).folder("f");
        member('x', "p", "", time).member('0', "f/a", "", "hello").end();
        extract(folder.resolve("out"));
        for (String name : new String[] {"out", "out/a"}) {
            assertThat(Files.getLastModifiedTime(folder.resolve(name)).toInstant())
                    .isEqualTo(Instant.parse("2001-09-09T01:46:40.123456789Z"));
        }
        assertThat(Files.getPosixFilePermissions(folder.resolve("out/a")))
                .isEqualTo(PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(Files.getPosixFilePermissions(folder.resolve("out")))
                .isEqualTo(PosixFilePermissions.fromString("rwxr--r--"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"13 mtime=1e9\n", "14 mtime=0x10\n", "12 mtime=1.\n", "11 mtime=\n"})
    void aTimeThatIsNoNumberIsRefused(String record) {
        member('x', "p", "", record).folder("f").end();
        assertThatThrownBy(() -> extract(folder.resolve("out")))
                .isInstanceOfSatisfying(
                        OperationFailed.class,
                        failed -> assertThat(failed.code()).isEqualTo(ErrorCode.INTEGRITY));
    }

    @Test
    void filesFoldersAndLinksAreWritten() throws Exception {
        folder("r").folder("r/d").member('0', "r/d/f", "", "content").member('2', "r/l", "d/f", "");
        var extracted = end().extract(folder.resolve("t"));
        assertThat(extracted).isEqualTo(new TarExtractor.Extracted(2, 7));
        assertThat(folder.resolve("t/d/f")).hasContent("content");
        assertThat(Files.readSymbolicLink(folder.resolve("t/l"))).hasToString("d/f");
    }

    @Test
    void aSingleFileIsWrittenAsTheTarget() throws Exception {
        member('0', "f", "", "content").end().extract(folder.resolve("t"));
        assertThat(folder.resolve("t")).hasContent("content");
    }

    @Test
    void nothingIsReplaced() throws Exception {
        Path target = Files.writeString(folder.resolve("t"), "mine");
        member('0', "f", "", "content").end();
        assertThatThrownBy(() -> extract(target))
                .isInstanceOfSatisfying(
                        OperationFailed.class,
                        failed -> assertThat(failed.code()).isEqualTo(ErrorCode.ALREADY_EXISTS));
        assertThat(target).hasContent("mine");
    }

    @Test
    void aCancelledExtractionLeavesNothing() throws Exception {
        folder("r").member('0', "r/a", "", "content").member('0', "r/b", "", "content").end();
        var outcome =
                AnyIO.<Outcome<TarExtractor.Extracted>, Exception>run(
                        Backends.named("threads"),
                        run ->
                                CancelScope.<TarExtractor.Extracted, Exception>run(scope ->
                                        new TarExtractor(
                                                        Disk.real(),
                                                        stream(),
                                                        progress -> scope.cancel("test"))
                                                .extract(folder.resolve("t"))));
        assertThat(outcome.isCancelled()).isTrue();
        try (var entries = Files.list(folder)) {
            assertThat(entries).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"r/..", "r/.", "r/../x", "r/d/../../x", "r//x"})
    void namesThatLeadElsewhereAreRefused(String path) throws Exception {
        folder("r").folder("r/d").member('0', path, "", "x").end().refuses("refused to write");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/x", "other/x", "x", "../x"})
    void whatIsNotBelowTheRootIsRefused(String path) throws Exception {
        folder("r").member('0', path, "", "x").end().refuses("not below the root");
    }

    @Test
    void nothingIsWrittenThroughALink() throws Exception {
        folder("r").member('2', "r/l", "/tmp", "").member('0', "r/l/x", "", "x").end();
        refuses("its folder is not in the archive");
    }

    @Test
    void nothingIsWrittenTwice() throws Exception {
        folder("r").member('2', "r/x", "/etc/passwd", "").member('0', "r/x", "", "x").end();
        refuses("another entry has this name");
    }

    @Test
    void devicesAndHardLinksAreRefused() throws Exception {
        folder("r").member('1', "r/x", "r/y", "").end().refuses("unknown type '1'");
    }

    @Test
    void anArchiveWithoutItsEndIsNotWhole() throws Exception {
        folder("r").member('0', "r/x", "", "x").refuses("not whole");
    }

    @Test
    void whatIsNoArchiveIsRefused() throws Exception {
        archive.writeBytes("<html>".repeat(200).getBytes(StandardCharsets.UTF_8));
        refuses("not whole or not one");
    }
}
