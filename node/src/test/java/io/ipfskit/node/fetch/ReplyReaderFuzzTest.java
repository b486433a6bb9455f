package io.ipfskit.node.fetch;

import com.code_intelligence.jazzer.junit.FuzzTest;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backends;

import java.io.IOException;
import java.nio.ByteBuffer;

/// An answer of hostile bytes is read or refused with an `IOException`, and never gives more bytes
/// than came.
class ReplyReaderFuzzTest {
    @FuzzTest(maxDuration = "20s")
    void anAnswerIsReadOrRefused(byte[] bytes) throws Exception {
        AnyIO.<Integer, Exception>run(
                Backends.named("threads"),
                _ -> {
                    ReplyReader reader = new ReplyReader(new ScriptedStream(bytes, 7));
                    long got = 0;
                    try {
                        ReplyHead head = reader.head();
                        if (head.status() < 200 || head.status() > 999) {
                            throw new AssertionError("status " + head.status());
                        }
                        ByteBuffer target = ByteBuffer.allocate(64);
                        while (reader.read(target) >= 0) {
                            got += target.position();
                            target.clear();
                        }
                        if (reader.length() >= 0 && reader.length() != got) {
                            throw new AssertionError(got + " bytes of " + reader.length());
                        }
                    } catch (IOException refused) {
                        // as it should be
                    }
                    if (got > bytes.length) {
                        throw new AssertionError(got + " bytes out of " + bytes.length);
                    }
                    return 0;
                });
    }
}
