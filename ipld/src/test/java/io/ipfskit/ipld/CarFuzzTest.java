package io.ipfskit.ipld;

import com.code_intelligence.jazzer.junit.FuzzTest;

import io.ipfskit.ipld.car.CarException;
import io.ipfskit.ipld.car.CarInput;
import io.ipfskit.ipld.car.CarOptions;
import io.ipfskit.ipld.car.CarReader;

import java.io.IOException;
import java.nio.ByteBuffer;

class CarFuzzTest {
    /// What a strict reader accepts, a tolerant one does, too.
    @FuzzTest(maxDuration = "20s")
    void anArchiveIsReadOrRefused(byte[] bytes) throws IOException, InterruptedException {
        int sections;
        try {
            sections = count(bytes, CarOptions.STRICT);
        } catch (CarException refused) {
            if (refused.offset() < 0 || refused.offset() > bytes.length) {
                throw new AssertionError("refused outside of the archive", refused);
            }
            return;
        }
        if (count(bytes, CarOptions.TOLERANT) != sections) {
            throw new AssertionError("a tolerant reader finds other sections");
        }
    }

    private static int count(byte[] bytes, CarOptions options)
            throws IOException, InterruptedException {
        CarReader reader = CarReader.open(CarInput.of(ByteBuffer.wrap(bytes)), options);
        int sections = 0;
        while (reader.next() != null) {
            sections++;
        }
        return sections;
    }
}
