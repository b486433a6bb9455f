package io.ipfskit.kit.tar;

import com.code_intelligence.jazzer.junit.FuzzTest;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backends;
import io.ipfskit.anyio.Disk;
import io.ipfskit.operation.ByteStream;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// An archive of a stranger is written whole below its target, or nothing of it is left.
class TarFuzzTest {
    @FuzzTest(maxDuration = "20s")
    void anArchiveIsWrittenOrRefused(byte[] bytes) throws Exception {
        Path folder = Files.createTempDirectory("tar");
        try {
            AnyIO.run(
                    Backends.named("threads"),
                    _ -> {
                        Path target = folder.resolve("target");
                        try {
                            new TarExtractor(Disk.real(), stream(sealed(bytes)), null)
                                    .extract(target);
                        } catch (OperationFailed refused) {
                            if (refused.code() == ErrorCode.INTERNAL) {
                                throw refused;
                            }
                        }
                        return 0;
                    });
            try (Stream<Path> names = Files.list(folder)) {
                List<String> left = names.map(p -> String.valueOf(p.getFileName())).toList();
                if (!left.isEmpty() && !left.equals(List.of("target"))) {
                    throw new AssertionError("left " + left);
                }
            }
        } finally {
            try (Stream<Path> walk = Files.walk(folder)) {
                for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    /// Makes the checksums right, which no fuzzer finds, when the first byte is odd.
    private static byte[] sealed(byte[] input) {
        if (input.length == 0) {
            return input;
        }
        byte[] bytes = java.util.Arrays.copyOfRange(input, 1, Math.min(input.length, 16 << 10));
        for (int at = 0; (input[0] & 1) != 0 && at + 512 <= bytes.length; at += 512) {
            java.util.Arrays.fill(bytes, at + 148, at + 156, (byte) ' ');
            int sum = 0;
            for (int i = at; i < at + 512; i++) {
                sum += Byte.toUnsignedInt(bytes[i]);
            }
            if (sum == 8 * ' ') {
                java.util.Arrays.fill(bytes, at + 148, at + 156, (byte) 0);
                continue;
            }
            byte[] digits = "%06o\0 ".formatted(sum).getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(digits, 0, bytes, at + 148, 8);
            at += (size(bytes, at + 124) + 511) / 512 * 512;
        }
        return bytes;
    }

    private static int size(byte[] bytes, int at) {
        int size = 0;
        for (int i = at; i < at + 12 && bytes[i] >= '0' && bytes[i] <= '7' && size < 4096; i++) {
            size = size * 8 + bytes[i] - '0';
        }
        return size;
    }

    private static ByteStream stream(byte[] bytes) {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        return new ByteStream() {
            @Override
            public long length() {
                return -1;
            }

            @Override
            public int read(ByteBuffer into) throws IOException {
                if (!left.hasRemaining()) {
                    return -1;
                }
                int count = Math.min(into.remaining(), left.remaining());
                into.put(left.slice(left.position(), count));
                left.position(left.position() + count);
                return count;
            }

            @Override
            public void close() {}
        };
    }
}
