package io.ipfskit.multiformats;

import java.util.Arrays;
import java.util.Locale;

/// The digits of a base, at most one for each ASCII character. An alphabet of one case is read in
/// either.
final class Alphabet {
    private final char[] digits;
    private final byte[] values = new byte[128];

    Alphabet(String characters) {
        digits = characters.toCharArray();
        Arrays.fill(values, (byte) -1);
        boolean oneCase =
                characters.toLowerCase(Locale.ROOT).equals(characters)
                        || characters.toUpperCase(Locale.ROOT).equals(characters);
        for (int i = 0; i < digits.length; i++) {
            values[digits[i]] = (byte) i;
            if (oneCase) {
                values[Character.toLowerCase(digits[i])] = (byte) i;
                values[Character.toUpperCase(digits[i])] = (byte) i;
            }
        }
    }

    /// The same digits, read in their own case only.
    static Alphabet ofOneCase(String characters) {
        Alphabet alphabet = new Alphabet(characters);
        Arrays.fill(alphabet.values, (byte) -1);
        for (int i = 0; i < alphabet.digits.length; i++) {
            alphabet.values[alphabet.digits[i]] = (byte) i;
        }
        return alphabet;
    }

    int size() {
        return digits.length;
    }

    char digit(int value) {
        return digits[value];
    }

    int value(String text, int at) {
        char c = text.charAt(at);
        int value = c < 128 ? values[c] : -1;
        if (value < 0) {
            throw BaseCodec.foreign(text, at);
        }
        return value;
    }
}
