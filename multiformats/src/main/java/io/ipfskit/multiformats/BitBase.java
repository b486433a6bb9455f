package io.ipfskit.multiformats;

/// Bases whose size is a power of two: a digit is `bits` bits of the input, the last one filled up
/// with zeros (RFC 4648 for base16, base32 and base64).
final class BitBase implements BaseCodec {
    private final Alphabet alphabet;
    private final int bits;
    private final boolean padded;

    BitBase(Alphabet alphabet, int bits, boolean padded) {
        this.alphabet = alphabet;
        this.bits = bits;
        this.padded = padded;
    }

    @Override
    public String encode(byte[] bytes) {
        StringBuilder out = new StringBuilder(digits(bytes.length) + 8);
        int mask = alphabet.size() - 1;
        int buffer = 0;
        int have = 0;
        for (byte b : bytes) {
            buffer = (buffer << 8) | (b & 0xff);
            have += 8;
            while (have >= bits) {
                have -= bits;
                out.append(alphabet.digit((buffer >>> have) & mask));
            }
            buffer &= (1 << have) - 1;
        }
        if (have > 0) {
            out.append(alphabet.digit((buffer << (bits - have)) & mask));
        }
        while (padded && out.length() % group() != 0) {
            out.append('=');
        }
        return out.toString();
    }

    private int digits(int bytes) {
        return (int) (((long) bytes * 8 + bits - 1) / bits);
    }

    private int group() {
        return bits == 5 ? 8 : 4;
    }

    @Override
    public byte[] decode(String text) {
        int end = padded ? unpadded(text) : text.length();
        byte[] out = new byte[(int) ((long) end * bits / 8)];
        int buffer = 0;
        int have = 0;
        int at = 0;
        for (int i = 0; i < end; i++) {
            buffer = (buffer << bits) | alphabet.value(text, i);
            have += bits;
            if (have >= 8) {
                have -= 8;
                out[at++] = (byte) (buffer >>> have);
                buffer &= (1 << have) - 1;
            }
        }
        if (have >= bits) {
            throw MultiformatException.atCharacter(
                    end, "the text has a length that no bytes encode to: " + end);
        }
        if (buffer != 0) {
            throw MultiformatException.atCharacter(
                    end - 1, "the text ends in non-zero unused bits");
        }
        if (padded && digits(out.length) + padding(out.length) != text.length()) {
            throw MultiformatException.atCharacter(end, "the text has wrong padding");
        }
        return out;
    }

    /// The length without the padding; how much there must be is known only later.
    private int unpadded(String text) {
        int end = text.length();
        if (end % group() != 0) {
            throw MultiformatException.atCharacter(
                    end,
                    "padded text must have a multiple of " + group() + " characters, had " + end);
        }
        int least = Math.max(0, end - group() + 1);
        while (end > least && text.charAt(end - 1) == '=') {
            end--;
        }
        return end;
    }

    private int padding(int bytes) {
        return (group() - digits(bytes) % group()) % group();
    }
}
