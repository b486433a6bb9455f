package io.ipfskit.node.content;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/// Headers of a POSIX TAR archive (ustar with pax records), see
/// [pax](https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html).
///
/// ```text
/// name 100 | mode 8 | uid 8 | gid 8 | size 12 | mtime 12 | chksum 8 | typeflag 1 | linkname 100
/// | magic 6 "ustar\0" | version 2 "00" | uname 32 | gname 32 | devmajor 8 | devminor 8 | prefix 155
/// ```
///
/// What does not fit, and every name beyond ASCII, goes into a pax record before the header.
final class TarHeader {
    static final int BLOCK = 512;
    static final char FILE = '0';
    static final char SYMLINK = '2';
    static final char DIRECTORY = '5';

    private static final char PAX = 'x';
    private static final long SIZE_MAX = (1L << 33) - 1;

    private TarHeader() {}

    /// All header blocks of one member.
    static byte[] member(
            char type, String path, @Nullable String target, long size, int mode, Instant mtime) {
        String name = type == DIRECTORY ? path + "/" : path;
        StringBuilder pax = new StringBuilder();
        if (!fits(name)) {
            record(pax, "path", name);
        }
        if (target != null && !fits(target)) {
            record(pax, "linkpath", target);
        }
        if (size > SIZE_MAX) {
            record(pax, "size", Long.toString(size));
        }
        long seconds = mtime.getEpochSecond();
        String time = recordOf(mtime);
        if (time != null) {
            record(pax, "mtime", time);
        }
        byte[] header = header(type, name, target == null ? "" : target, size, mode, seconds);
        if (pax.isEmpty()) {
            return header;
        }
        byte[] records = pax.toString().getBytes(StandardCharsets.UTF_8);
        int padded = (records.length + BLOCK - 1) / BLOCK * BLOCK;
        byte[] all =
                Arrays.copyOf(
                        header(PAX, "PaxHeader", "", records.length, 0644, 0),
                        BLOCK + padded + BLOCK);
        System.arraycopy(records, 0, all, BLOCK, records.length);
        System.arraycopy(header, 0, all, BLOCK + padded, BLOCK);
        return all;
    }

    /// A time that the header cannot hold, in seconds with a fraction; null for one that it can.
    private static @Nullable String recordOf(Instant time) {
        long seconds = time.getEpochSecond();
        int nanos = time.getNano();
        return nanos == 0 && seconds >= 0 && seconds <= SIZE_MAX
                ? null
                : BigDecimal.valueOf(seconds)
                        .add(BigDecimal.valueOf(nanos, 9))
                        .stripTrailingZeros()
                        .toPlainString();
    }

    private static boolean fits(String text) {
        return text.length() <= 100 && text.chars().allMatch(c -> c >= 0x20 && c < 0x7f);
    }

    /// Appends `LENGTH KEY=VALUE\n`, where the length counts itself.
    private static void record(StringBuilder out, String key, String value) {
        int rest = key.length() + value.getBytes(StandardCharsets.UTF_8).length + 3;
        int length = rest + Integer.toString(rest).length();
        if (Integer.toString(length).length() > Integer.toString(rest).length()) {
            length = rest + Integer.toString(length).length();
        }
        out.append(length).append(' ').append(key).append('=').append(value).append('\n');
    }

    private static byte[] header(
            char type, String name, String target, long size, int mode, long seconds) {
        byte[] out = new byte[BLOCK];
        ascii(out, 0, 100, name);
        octal(out, 100, 8, mode);
        octal(out, 108, 8, 0);
        octal(out, 116, 8, 0);
        octal(out, 124, 12, size > SIZE_MAX ? 0 : size);
        octal(out, 136, 12, seconds < 0 || seconds > SIZE_MAX ? 0 : seconds);
        Arrays.fill(out, 148, 156, (byte) ' ');
        out[156] = (byte) type;
        ascii(out, 157, 100, target);
        ascii(out, 257, 6, "ustar");
        ascii(out, 263, 2, "00");
        int sum = 0;
        for (byte b : out) {
            sum += Byte.toUnsignedInt(b);
        }
        octal(out, 148, 7, sum);
        out[155] = ' ';
        return out;
    }

    private static void ascii(byte[] out, int at, int length, String text) {
        for (int i = 0; i < Math.min(length, text.length()); i++) {
            char c = text.charAt(i);
            out[at + i] = (byte) (c < 0x20 || c >= 0x7f ? '_' : c);
        }
    }

    /// Octal digits with leading zeros, ended by NUL.
    private static void octal(byte[] out, int at, int length, long value) {
        long rest = value;
        for (int i = length - 2; i >= 0; i--) {
            out[at + i] = (byte) ('0' + (rest & 7));
            rest >>>= 3;
        }
        out[at + length - 1] = 0;
    }
}
