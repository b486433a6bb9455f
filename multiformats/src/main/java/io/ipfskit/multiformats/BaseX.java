package io.ipfskit.multiformats;

/// Positional bases whose size is no power of two (10, 36, 58): the bytes are one big number, and
/// every leading zero byte is one leading zero digit. Quadratic, so callers bound the length.
final class BaseX {
    private BaseX() {}

    static String encode(byte[] bytes, char[] alphabet) {
        int zeros = 0;
        while (zeros < bytes.length && bytes[zeros] == 0) {
            zeros++;
        }
        // log(256) / log(10) < 2.41 is the worst growth of the three bases
        byte[] digits = new byte[(bytes.length - zeros) * 241 / 100 + 1];
        int length = 0;
        for (int i = zeros; i < bytes.length; i++) {
            int carry = bytes[i] & 0xff;
            int j = 0;
            for (; j < length || carry != 0; j++) {
                carry += (digits[j] & 0xff) << 8;
                digits[j] = (byte) (carry % alphabet.length);
                carry /= alphabet.length;
            }
            length = j;
        }
        StringBuilder out = new StringBuilder(zeros + length);
        for (int i = 0; i < zeros; i++) {
            out.append(alphabet[0]);
        }
        for (int i = length - 1; i >= 0; i--) {
            out.append(alphabet[digits[i]]);
        }
        return out.toString();
    }

    static byte[] decode(String text, int base, Multibase alphabet) {
        int zeros = 0;
        while (zeros < text.length() && alphabet.value(text.charAt(zeros), zeros) == 0) {
            zeros++;
        }
        byte[] little = new byte[text.length() - zeros];
        int length = 0;
        for (int i = zeros; i < text.length(); i++) {
            int carry = alphabet.value(text.charAt(i), i);
            int j = 0;
            for (; j < length || carry != 0; j++) {
                carry += (little[j] & 0xff) * base;
                little[j] = (byte) carry;
                carry >>>= 8;
            }
            length = j;
        }
        byte[] out = new byte[zeros + length];
        for (int i = 0; i < length; i++) {
            out[zeros + i] = little[length - 1 - i];
        }
        return out;
    }
}
