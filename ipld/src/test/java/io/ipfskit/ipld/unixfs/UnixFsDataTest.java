package io.ipfskit.ipld.unixfs;

import static io.ipfskit.ipld.Fixtures.hex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ipfskit.ipld.Fixtures;

import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;

class UnixFsDataTest {
    @Test
    void aDirectoryIsGolden() {
        assertThat(UnixFsData.directory(Attributes.NONE).encode()).isEqualTo(hex("0801"));
    }

    @Test
    void aFileWithPartsIsGolden() {
        UnixFsData data = UnixFsData.file(null, 300, new long[] {256, 44}, Attributes.NONE);
        assertThat(data.encode()).isEqualTo(hex("0802 18ac02 208002 202c"));
    }

    @Test
    void everyAttributeIsGolden() {
        Attributes attributes = new Attributes(0755, Instant.ofEpochSecond(1, 5));
        assertThat(UnixFsData.directory(attributes).encode())
                .isEqualTo(hex("0801 38ed03 4207 0801 1505000000"));
        assertThat(UnixFsData.directory(new Attributes(0, Instant.ofEpochSecond(-1))).encode())
                .isEqualTo(hex("0801 420b 08ffffffffffffffffff01"));
    }

    @Test
    void aShardIsGolden() {
        assertThat(UnixFsData.shard(hex("0180"), 0x22, 256, Attributes.NONE).encode())
                .isEqualTo(hex("0805 12020180 2822 308002"));
    }

    @Test
    void publishedMessagesComeBackByteForByte() throws IOException {
        for (String name : new String[] {"directory", "file.txt", "raw", "symlink.txt"}) {
            ByteBuffer bytes = Fixtures.bytes("unixfs/pb/" + name + ".unixfs");
            assertThat(UnixFsData.decode(bytes).encode()).as(name).isEqualTo(bytes);
        }
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void everyMessageComesBack(
            @ForAll @Size(max = 50) byte[] bytes,
            @ForAll @LongRange(min = 0) long fileSize,
            @ForAll @Size(max = 20) long[] anySizes,
            @ForAll @IntRange(max = 07777) int mode,
            @ForAll @IntRange(max = 999_999_999) int nanos,
            @ForAll @LongRange(min = -62_135_596_800L, max = 253_402_300_799L) long seconds) {
        long[] sizes = Arrays.stream(anySizes).map(size -> size & Long.MAX_VALUE).toArray();
        Attributes attributes = new Attributes(mode, Instant.ofEpochSecond(seconds, nanos));
        UnixFsData data = UnixFsData.file(ByteBuffer.wrap(bytes), fileSize, sizes, attributes);
        ByteBuffer encoded = data.encode();
        assertThat(encoded.remaining()).isEqualTo(data.encodedSize());
        UnixFsData back = UnixFsData.decode(encoded);
        assertThat(back.data()).isEqualTo(ByteBuffer.wrap(bytes));
        assertThat(back.fileSize()).isEqualTo(fileSize);
        assertThat(back.blockSizes()).isEqualTo(sizes);
        assertThat(back.attributes()).isEqualTo(attributes);
    }

    @Property(tries = 5000)
    void bytesAreEitherRefusedOrReadable(@ForAll @Size(max = 40) byte[] bytes) {
        UnixFsData data;
        try {
            data = UnixFsData.decode(ByteBuffer.wrap(bytes));
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageStartingWith("not UnixFS data: ");
            return;
        }
        ByteBuffer encoded = data.encode();
        assertThat(UnixFsData.decode(encoded).encode()).isEqualTo(encoded);
    }

    @Test
    void packedSizesFieldsInAnyOrderAndUnknownFieldsAreRead() {
        UnixFsData data = UnixFsData.decode(hex("2202 0506 7a0101 180b 0802"));
        assertThat(data.blockSizes()).containsExactly(5, 6);
        assertThat(data.fileSize()).isEqualTo(11);
        assertThat(data.type()).isEqualTo(DataType.FILE);
    }

    @Test
    void aSymlinkKeepsOnlyItsTime() {
        Attributes attributes = new Attributes(0777, Instant.ofEpochSecond(5));
        UnixFsData data = UnixFsData.symlink(ByteBuffer.wrap("a".getBytes(UTF_8)), attributes);
        assertThat(data.encode()).isEqualTo(hex("0804 120161 4202 0805"));
    }

    @Test
    void aMissingTypeIsRefused() {
        assertRefused("1801", "type is missing");
    }

    @Test
    void anUnknownTypeIsRefused() {
        assertRefused("0806", "unknown type 6");
    }

    @Test
    void aSizeOver63BitsIsRefused() {
        assertRefused("0802 18ffffffffffffffffff01", "2^63 or more");
    }

    @Test
    void aTimeWithoutSecondsIsRefused() {
        assertRefused("0801 4205 1505000000", "no seconds");
    }

    @Test
    void nanosecondsOfASecondOrMoreAreRefused() {
        assertRefused("0801 4207 0801 1500ca9a3b", "below 10^9");
    }

    @Test
    void aTimeBeyondTheCalendarIsRefused() {
        assertRefused("0801 420a 08ffffffffffffffff7f", "out of range");
    }

    @Test
    void modeBitsThatAreNoPermissionsCannotBeMade() {
        assertThatThrownBy(() -> new Attributes(010000, null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertRefused(String bytes, String why) {
        assertThatThrownBy(() -> UnixFsData.decode(hex(bytes)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }
}
