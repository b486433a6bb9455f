package io.ipfskit.server.multipart;

import com.code_intelligence.jazzer.junit.FuzzTest;

import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

class MultipartFuzzTest {
    /// A body becomes entries of a tree, or is refused, or ends too early. The first byte says in
    /// what pieces it comes.
    @FuzzTest(maxDuration = "20s")
    void aBodyIsReadOrRefused(byte[] bytes) throws IOException, InterruptedException {
        if (bytes.length == 0) {
            return;
        }
        int piece = 1 + (bytes[0] & 0x3f);
        ByteBuffer body = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
        MultipartReader parts = new MultipartReader(target -> read(body, target, piece), "b");
        try {
            MultipartTree tree = new MultipartTree(parts);
            for (var entry = tree.next(); entry != null; entry = tree.next()) {
                ByteBuffer scratch = ByteBuffer.allocate(100);
                while (parts.read(scratch.clear()) >= 0) {
                    // all that is asked for is an end
                }
            }
        } catch (EOFException endedEarly) {
            // as it should be
        } catch (OperationFailed refused) {
            if (refused.code() == ErrorCode.INTERNAL) {
                throw refused;
            }
        }
    }

    private static int read(ByteBuffer body, ByteBuffer target, int piece) {
        if (!body.hasRemaining()) {
            return -1;
        }
        int count = Math.min(piece, Math.min(body.remaining(), target.remaining()));
        target.put(body.slice(body.position(), count));
        body.position(body.position() + count);
        return count;
    }
}
