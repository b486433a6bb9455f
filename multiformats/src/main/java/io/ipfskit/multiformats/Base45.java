package io.ipfskit.multiformats;

/// Base45 of RFC 9285: two bytes are three digits, a last single byte is two, least significant
/// digit first.
final class Base45 implements BaseCodec {
    private static final Alphabet ALPHABET =
            Alphabet.ofOneCase("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:");

    @Override
    public String encode(byte[] bytes) {
        StringBuilder out = new StringBuilder(bytes.length * 3 / 2 + 2);
        for (int i = 0; i < bytes.length; i += 2) {
            boolean pair = i + 1 < bytes.length;
            int value = bytes[i] & 0xff;
            if (pair) {
                value = value << 8 | (bytes[i + 1] & 0xff);
            }
            out.append(ALPHABET.digit(value % 45)).append(ALPHABET.digit(value / 45 % 45));
            if (pair) {
                out.append(ALPHABET.digit(value / (45 * 45)));
            }
        }
        return out.toString();
    }

    @Override
    public byte[] decode(String text) {
        if (text.length() % 3 == 1) {
            throw MultiformatException.atCharacter(
                    text.length() - 1,
                    "the text has a length that no bytes encode to: " + text.length());
        }
        byte[] out = new byte[text.length() / 3 * 2 + text.length() % 3 / 2];
        int at = 0;
        for (int i = 0; i < text.length(); i += 3) {
            boolean pair = i + 2 < text.length();
            int value = ALPHABET.value(text, i) + 45 * ALPHABET.value(text, i + 1);
            if (pair) {
                value += 45 * 45 * ALPHABET.value(text, i + 2);
            }
            if (value > (pair ? 0xffff : 0xff)) {
                throw MultiformatException.atCharacter(
                        i, "a group of digits is too large for its bytes");
            }
            if (pair) {
                out[at++] = (byte) (value >>> 8);
            }
            out[at++] = (byte) value;
        }
        return out;
    }
}
