package io.ipfskit.mcp;

import com.code_intelligence.jazzer.junit.FuzzTest;

class WireFuzzTest {
    /// Bytes of a client become lines, and lines become messages or protocol errors.
    @FuzzTest(maxDuration = "20s")
    void aMessageIsReadOrRefused(byte[] bytes) {
        Lines lines = new Lines(1 << 10);
        lines.feed(bytes, bytes.length);
        for (Lines.Line line = lines.next(); line != null; line = lines.next()) {
            read(line.bytes());
        }
        read(bytes);
    }

    private static void read(byte[] message) {
        try {
            Wire.read(message, 0, message.length);
        } catch (ProtocolError refused) {
            Wire.text(Wire.error(refused));
        }
    }
}
