package io.ipfskit.kit.tar;

import io.ipfskit.operation.ByteStream;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// Reads the members of a POSIX TAR archive (ustar with pax records) out of a stream. All of it is
/// hostile: checksums are checked, records are bounded, an archive without its end has broken off.
final class TarReader {
    /// Seconds since 1970 with a fraction; 13 digits reach far beyond any file.
    private static final Pattern TIME = Pattern.compile("-?[0-9]{1,13}([.][0-9]{1,18})?");

    private static final int BLOCK = 512;
    private static final int PAX_MAX = 1 << 20;

    /// One member; its bytes follow by [#read].
    ///
    /// @param path as it stands in the archive, without a `/` at the end
    /// @param type what it is
    /// @param target of a symbolic link
    /// @param size in bytes, of a file
    /// @param mode permission bits
    /// @param modified modification time
    record Member(
            String path,
            Type type,
            @Nullable String target,
            long size,
            int mode,
            Instant modified) {}

    /// The types that are taken; all others are refused.
    enum Type {
        FILE,
        DIRECTORY,
        SYMLINK
    }

    private final ByteStream stream;
    private final byte[] header = new byte[BLOCK];
    private long left;
    private long padding;

    TarReader(ByteStream stream) {
        this.stream = stream;
    }

    /// The next member, or null after the archive's end. Skips what was not read of the last one.
    @Nullable Member next() throws IOException, InterruptedException {
        skip(left + padding);
        left = 0;
        padding = 0;
        Map<String, String> pax = new HashMap<>();
        while (true) {
            fill(header, BLOCK);
            if (isZero()) {
                return end();
            }
            checkSum();
            long size = octal(124, 12);
            char type = (char) header[156];
            if (type == 'x') {
                if (size > PAX_MAX) {
                    throw damaged("a pax record of " + size + " bytes");
                }
                byte[] records = new byte[(int) size];
                fill(records, records.length);
                skip(-size & (BLOCK - 1));
                readPax(records, pax);
                continue;
            }
            return member(type, size, pax);
        }
    }

    private Member member(char type, long sizeInHeader, Map<String, String> pax) {
        long size = number(pax, "size", sizeInHeader);
        if (size < 0) {
            throw damaged("a negative size");
        }
        Type known =
                switch (type) {
                    case '0', '\0' -> Type.FILE;
                    case '2' -> Type.SYMLINK;
                    case '5' -> Type.DIRECTORY;
                    default -> throw damaged("a member of unknown type '" + type + "'");
                };
        String prefix = text(345, 155);
        String path =
                pax.getOrDefault("path", (prefix.isEmpty() ? "" : prefix + "/") + text(0, 100));
        while (path.endsWith("/")) {
            path = path.substring(0, path.length() - 1);
        }
        if (known == Type.FILE) {
            left = size;
            padding = -size & (BLOCK - 1);
        } else if (size != 0) {
            throw damaged("bytes behind " + path + ", which is no file");
        }
        return new Member(
                path,
                known,
                known == Type.SYMLINK ? pax.getOrDefault("linkpath", text(157, 100)) : null,
                size,
                (int) octal(100, 8) & 07777,
                modified(pax));
    }

    /// The modification time, which a pax record may give with a fraction.
    private Instant modified(Map<String, String> pax) throws OperationFailed {
        String text = pax.get("mtime");
        if (text == null) {
            return Instant.ofEpochSecond(octal(136, 12));
        }
        if (!TIME.matcher(text).matches()) {
            throw damaged("a modification time that is no number");
        }
        BigDecimal time = new BigDecimal(text);
        BigDecimal seconds = time.setScale(0, RoundingMode.FLOOR);
        long nanos = time.subtract(seconds).movePointRight(9).longValue();
        return Instant.ofEpochSecond(
                Math.clamp(seconds.longValueExact(), -1L << 40, 1L << 40), nanos);
    }

    /// Reads bytes of the current member; -1 at its end.
    int read(ByteBuffer target) throws IOException, InterruptedException {
        if (left == 0) {
            return -1;
        }
        int limit = target.limit();
        if (target.remaining() > left) {
            target.limit(target.position() + (int) left);
        }
        try {
            int count = stream.read(target);
            if (count < 0) {
                throw damaged("an end within a file");
            }
            left -= count;
            return count;
        } finally {
            target.limit(limit);
        }
    }

    private @Nullable Member end() throws IOException, InterruptedException {
        // Two blocks of zeros; whatever follows is filling, read so that a broken end is noticed.
        fill(header, BLOCK);
        if (!isZero()) {
            throw damaged("a single block of zeros");
        }
        ByteBuffer rest = ByteBuffer.allocate(BLOCK);
        while (stream.read(rest.clear()) >= 0) {
            // filling
        }
        return null;
    }

    private void skip(long bytes) throws IOException, InterruptedException {
        ByteBuffer buffer = ByteBuffer.allocate(8 << 10);
        for (long rest = bytes; rest > 0; ) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), rest));
            int count = stream.read(buffer);
            if (count < 0) {
                throw damaged("an end within a member");
            }
            rest -= count;
        }
    }

    private void fill(byte[] into, int length) throws IOException, InterruptedException {
        ByteBuffer buffer = ByteBuffer.wrap(into, 0, length);
        while (buffer.hasRemaining()) {
            if (stream.read(buffer) < 0) {
                throw damaged("no end");
            }
        }
    }

    private boolean isZero() {
        for (byte b : header) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    private void checkSum() {
        long sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= 148 && i < 156 ? ' ' : Byte.toUnsignedInt(header[i]);
        }
        if (sum != octal(148, 8)) {
            throw damaged("a header with a wrong sum");
        }
    }

    private long octal(int at, int length) {
        long value = 0;
        boolean seen = false;
        for (int i = at; i < at + length; i++) {
            byte b = header[i];
            if (b >= '0' && b <= '7') {
                value = value << 3 | b - '0';
                seen = true;
            } else if (b == 0 || b == ' ') {
                if (seen) {
                    break;
                }
            } else {
                throw damaged("a number that is not octal");
            }
        }
        return value;
    }

    private String text(int at, int length) {
        int end = at;
        while (end < at + length && header[end] != 0) {
            end++;
        }
        return utf8(header, at, end - at);
    }

    private static String utf8(byte[] bytes, int at, int length) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, at, length))
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw damaged("a name that is not UTF-8");
        }
    }

    private static void readPax(byte[] records, Map<String, String> pax) {
        int at = 0;
        while (at < records.length) {
            int space = at;
            int length = 0;
            while (space < records.length && records[space] >= '0' && records[space] <= '9') {
                length = Math.min(PAX_MAX, length * 10 + records[space++] - '0');
            }
            if (space == at
                    || space >= records.length
                    || records[space] != ' '
                    || at + length > records.length
                    || space + 1 >= at + length
                    || records[at + length - 1] != '\n') {
                throw damaged("a malformed pax record");
            }
            String record = utf8(records, space + 1, at + length - 1 - (space + 1));
            int equals = record.indexOf('=');
            if (equals <= 0) {
                throw damaged("a pax record without a key");
            }
            pax.put(record.substring(0, equals), record.substring(equals + 1));
            at += length;
        }
    }

    private static long number(Map<String, String> pax, String key, long otherwise) {
        String text = pax.get(key);
        if (text == null) {
            return otherwise;
        }
        int point = text.indexOf('.');
        try {
            return Long.parseLong(point < 0 ? text : text.substring(0, point));
        } catch (NumberFormatException malformed) {
            throw damaged("a pax record " + key + " that is no number");
        }
    }

    private static OperationFailed damaged(String what) {
        return new OperationFailed(
                ErrorCode.INTEGRITY,
                "the archive that came is not whole or not one: it has " + what);
    }
}
