package io.ipfskit.node.kubo.leveldb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;

class LogReaderTest {
    private static final int RECORD_MAX = 1 << 20;

    private static LogReader reader(byte[] file) {
        return new LogReader(Bytes.of(file), "000001.log", RECORD_MAX);
    }

    private static List<byte[]> all(LogReader reader) throws Exception {
        List<byte[]> records = new ArrayList<>();
        for (ByteBuffer record = reader.next(); record != null; record = reader.next()) {
            byte[] bytes = new byte[record.remaining()];
            record.get(bytes);
            records.add(bytes);
        }
        return records;
    }

    private static byte[] random(Random random, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    @Test
    void recordsOfAnySizeComeBackOverTheEndsOfBlocks() throws Exception {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            List<byte[]> records = new ArrayList<>();
            for (int i = random.nextInt(20); i >= 0; i--) {
                records.add(random(random, random.nextInt(1 << (1 + random.nextInt(17)))));
            }
            // A block that ends with less than a header, exactly, or with an empty chunk.
            records.add(0, random(random, LogReader.BLOCK - 7 - 7 - random.nextInt(10)));
            LogReader reader = reader(LevelDbWriter.log(records));
            assertThat(all(reader)).as("seed " + seed).containsExactlyElementsOf(records);
            assertThat(reader.torn()).isZero();
        }
    }

    @Test
    void aLogThatEndsAnywhereGivesTheRecordsThatAreWhole() throws Exception {
        Random random = new Random(1);
        List<byte[]> records =
                List.of(random(random, 100), random(random, 70_000), random(random, 10));
        byte[] log = LevelDbWriter.log(records);
        long first = LevelDbWriter.log(records.subList(0, 1)).length;
        long second = LevelDbWriter.log(records.subList(0, 2)).length;
        for (int end = 0; end < log.length; end += end % 1000 < 20 ? 1 : 97) {
            LogReader reader = reader(Arrays.copyOf(log, end));
            int whole = end < first ? 0 : end < second ? 1 : 2;
            assertThat(all(reader)).as("end " + end).hasSize(whole);
            assertThat(reader.torn()).isEqualTo(end - List.of(0L, first, second).get(whole));
        }
    }

    @Test
    void zerosBehindTheLastRecordAreItsEnd() throws Exception {
        byte[] log = LevelDbWriter.log(List.of(new byte[] {1, 2, 3}));
        LogReader reader = reader(Arrays.copyOf(log, 100_000));
        assertThat(all(reader)).hasSize(1);
        assertThat(reader.torn()).isEqualTo(100_000 - log.length);
    }

    /// A length that is greater now reaches over the end of the file, as that of a record that was
    /// cut off: then the bytes are counted.
    @Test
    void everyChangedByteIsDamageWithItsPlaceOrCounted() throws Exception {
        byte[] log = LevelDbWriter.log(List.of(new byte[40], new byte[] {1, 2, 3}, new byte[0]));
        Set<Integer> lengths = Set.of(5, 47 + 4, 47 + 5, 57 + 4, 57 + 5);
        for (int at = 0; at < log.length; at++) {
            byte[] changed = log.clone();
            changed[at] ^= 0x10;
            LogReader reader = reader(changed);
            if (lengths.contains(at)) {
                all(reader);
                assertThat(reader.torn()).isPositive();
                continue;
            }
            int place = at;
            assertThatThrownBy(() -> all(reader))
                    .as("byte " + place)
                    .isInstanceOfSatisfying(
                            LevelDbException.class,
                            e -> assertThat(e.offset()).isLessThanOrEqualTo(place));
        }
    }

    @Test
    void damageBeforeTheEndIsNoEnd() throws Exception {
        byte[] log = LevelDbWriter.log(List.of(new byte[10], new byte[10]));
        Arrays.fill(log, 0, 17, (byte) 0);
        assertThatThrownBy(() -> all(reader(log)))
                .isInstanceOf(LevelDbException.class)
                .hasMessageContaining("followed by others");
    }

    @Test
    void aRecordThatBeginsWithinAnotherOrNeverIsDamage() throws Exception {
        byte[] two = LevelDbWriter.log(List.of(new byte[40_000]));
        // The second half alone, and the first half twice.
        byte[] tail = Arrays.copyOfRange(two, LogReader.BLOCK, two.length);
        assertThatThrownBy(() -> all(reader(tail))).hasMessageContaining("did not begin");
        byte[] heads = Arrays.copyOf(two, 2 * LogReader.BLOCK);
        System.arraycopy(two, 0, heads, LogReader.BLOCK, LogReader.BLOCK);
        assertThatThrownBy(() -> all(reader(heads))).hasMessageContaining("within another");
    }

    @Test
    void aRecordLongerThanAllowedIsRefused() {
        byte[] log = LevelDbWriter.log(List.of(new byte[RECORD_MAX + 1]));
        assertThatThrownBy(() -> all(reader(log)))
                .isInstanceOf(LevelDbException.class)
                .hasMessageContaining("more than " + RECORD_MAX);
    }
}
