package io.ipfskit.interop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// A data directory whose last acknowledged pin was damaged while nobody ran.
class DamagedDataTest {
    private static final int BLOCK = 4096;

    @TempDir Path temp;

    private Path data;
    private Path log;
    private byte[] sound;

    @BeforeEach
    void addAFile() throws Exception {
        data = temp.resolve("data");
        Path file = Files.writeString(temp.resolve("file"), "hello world");
        Product.run(data, "add", "-Q", file.toString()).ok();
        log = data.resolve("log/repository/segments/00000000000000000001.wal");
        sound = Files.readAllBytes(log);
    }

    @Test
    void aChangedByteOfTheLastRecordRefusesTheStartAndNamesThePlace() throws Exception {
        // header block, the batch of the pin, the cover of the clean stop
        assertThat(sound).hasSize(3 * BLOCK);
        for (int at : new int[] {BLOCK + 9, BLOCK + 70, BLOCK + 90}) {
            byte[] changed = sound.clone();
            changed[at] ^= 4;
            Files.write(log, changed);
            Product.Result refused = Product.run(data, "pin", "ls");
            assertThat(refused.exit()).as(refused.err()).isEqualTo(8);
            assertThat(refused.err()).contains("00000000000000000001.wal").contains("byte 4096");
            assertThat(Files.readAllBytes(log)).isEqualTo(changed);
        }
        Files.write(log, sound);
        assertThat(Product.run(data, "pin", "ls", "-q").ok().out()).isNotBlank();
    }

    @Test
    void aFlushThatWasCutOffIsCutAndTheRestIsThere() throws Exception {
        byte[] torn = Arrays.copyOf(sound, 4 * BLOCK);
        Arrays.fill(torn, 3 * BLOCK + 512, 3 * BLOCK + 700, (byte) 7);
        Files.write(log, torn);
        assertThat(Product.run(data, "pin", "ls", "-q").ok().out()).isNotBlank();
        assertThat(Files.readAllBytes(log)).isEqualTo(sound);
    }
}
