package io.ipfskit.multiformats;

/// IP addresses as text, strictly and without any name lookup.
final class IpText {
    private IpText() {}

    static boolean isIp4(String text) {
        try {
            parseIp4(text);
            return true;
        } catch (MultiformatException e) {
            return false;
        }
    }

    static byte[] parseIp4(String text) {
        String[] words = text.split("\\.", -1);
        byte[] out = new byte[4];
        boolean good = words.length == 4;
        for (int i = 0; good && i < 4; i++) {
            int value = number(words[i], 10, 3);
            good =
                    value >= 0
                            && value <= 255
                            && (words[i].length() == 1 || words[i].charAt(0) != '0');
            out[i] = (byte) value;
        }
        if (!good) {
            throw new MultiformatException(
                    "not an IPv4 address: '" + MultiformatException.excerpt(text) + "'");
        }
        return out;
    }

    static String formatIp4(byte[] ip) {
        return (ip[0] & 0xff) + "." + (ip[1] & 0xff) + "." + (ip[2] & 0xff) + "." + (ip[3] & 0xff);
    }

    static byte[] parseIp6(String text) {
        byte[] out = new byte[16];
        int gap = text.indexOf("::");
        boolean good;
        if (gap < 0) {
            good = groups(text, out, 0) == 8;
        } else {
            byte[] tail = new byte[16];
            String before = text.substring(0, gap);
            String after = text.substring(gap + 2);
            int head = before.isEmpty() ? 0 : groups(before, out, 0);
            int end = after.isEmpty() ? 0 : groups(after, tail, 0);
            // the dotted form is the last part only (RFC 4291 section 2.2)
            good = before.indexOf('.') < 0 && head >= 0 && end >= 0 && head + end < 8;
            if (good) {
                System.arraycopy(tail, 0, out, 16 - 2 * end, 2 * end);
            }
        }
        if (!good) {
            throw new MultiformatException(
                    "not an IPv6 address: '" + MultiformatException.excerpt(text) + "'");
        }
        return out;
    }

    /// Writes the 16-bit groups of `text` to `out` and gives their number, -1 if malformed.
    private static int groups(String text, byte[] out, int from) {
        String[] words = text.split(":", -1);
        int count = from;
        for (int i = 0; i < words.length; i++) {
            if (i == words.length - 1 && words[i].indexOf('.') >= 0) {
                if (count > 6 || !isIp4(words[i])) {
                    return -1;
                }
                System.arraycopy(parseIp4(words[i]), 0, out, 2 * count, 4);
                return count + 2;
            }
            int value = number(words[i], 16, 4);
            if (value < 0 || count >= 8) {
                return -1;
            }
            out[2 * count] = (byte) (value >>> 8);
            out[2 * count + 1] = (byte) value;
            count++;
        }
        return count;
    }

    private static int number(String text, int radix, int most) {
        if (text.isEmpty() || text.length() > most) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int digit = c < 128 ? Character.digit(c, radix) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value * radix + digit;
        }
        return value;
    }

    /// RFC 5952: lower case, no leading zeros, the longest run of two or more zero groups as `::`.
    static String formatIp6(byte[] ip) {
        int[] group = new int[8];
        for (int i = 0; i < 8; i++) {
            group[i] = (ip[2 * i] & 0xff) << 8 | (ip[2 * i + 1] & 0xff);
        }
        int bestAt = -1;
        int best = 1;
        for (int i = 0; i < 8; i++) {
            int run = 0;
            while (i + run < 8 && group[i + run] == 0) {
                run++;
            }
            if (run > best) {
                best = run;
                bestAt = i;
            }
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == bestAt) {
                out.append("::");
                i += best - 1;
                continue;
            }
            if (!out.isEmpty() && out.charAt(out.length() - 1) != ':') {
                out.append(':');
            }
            out.append(Integer.toHexString(group[i]));
        }
        return out.toString();
    }
}
