package io.ipfskit.ipld;

import com.code_intelligence.jazzer.junit.FuzzTest;

import io.ipfskit.ipld.car.CarException;
import io.ipfskit.ipld.car.CarIndex;

import java.nio.ByteBuffer;

class CarIndexFuzzTest {
    /// What is read is written as the same bytes.
    @FuzzTest(maxDuration = "20s")
    void anIndexIsReadOrRefused(byte[] bytes) {
        CarIndex index;
        try {
            index = CarIndex.decode(ByteBuffer.wrap(bytes), 0);
        } catch (CarException refused) {
            return;
        }
        if (!index.encode().equals(ByteBuffer.wrap(bytes))) {
            throw new AssertionError("read, but written otherwise");
        }
    }
}
