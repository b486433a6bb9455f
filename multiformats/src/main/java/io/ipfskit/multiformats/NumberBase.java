package io.ipfskit.multiformats;

/// Positional bases whose size is no power of two (10, 36, 58): the bytes are one big number, and
/// every leading zero byte is one leading zero digit. Time is quadratic in the length, which
/// [Multibase] bounds.
final class NumberBase implements BaseCodec {
    private final Alphabet alphabet;

    NumberBase(Alphabet alphabet) {
        this.alphabet = alphabet;
    }

    @Override
    public String encode(byte[] bytes) {
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
                digits[j] = (byte) (carry % alphabet.size());
                carry /= alphabet.size();
            }
            length = j;
        }
        StringBuilder out = new StringBuilder(zeros + length);
        for (int i = 0; i < zeros; i++) {
            out.append(alphabet.digit(0));
        }
        for (int i = length - 1; i >= 0; i--) {
            out.append(alphabet.digit(digits[i]));
        }
        return out.toString();
    }

    @Override
    public byte[] decode(String text) {
        int zeros = 0;
        while (zeros < text.length() && alphabet.value(text, zeros) == 0) {
            zeros++;
        }
        byte[] little = new byte[text.length() - zeros];
        int length = 0;
        for (int i = zeros; i < text.length(); i++) {
            int carry = alphabet.value(text, i);
            int j = 0;
            for (; j < length || carry != 0; j++) {
                carry += (little[j] & 0xff) * alphabet.size();
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
