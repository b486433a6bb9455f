package io.ipfskit.ipld.codec;

import io.ipfskit.ipld.data.DataNode;
import io.ipfskit.ipld.data.IntNode;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Reads the tokens of JSON ([RFC 8259](https://www.rfc-editor.org/rfc/rfc8259)): UTF-8 without a
/// byte order mark.
final class JsonInput {
    /// The text of -2^64.
    private static final int INTEGER_MAX_LENGTH = 21;

    private final byte[] in;
    private final String codec;
    private int at;

    JsonInput(ByteBuffer block, String codec, CodecLimits limits) {
        this.codec = codec;
        if (block.remaining() > limits.maxBytes()) {
            throw refused(0, "a block of at most " + limits.maxBytes() + " bytes is read", null);
        }
        in = new byte[block.remaining()];
        block.get(block.position(), in);
    }

    CodecException refused(int offset, String problem, @Nullable Throwable cause) {
        return new CodecException(codec, offset, problem, cause);
    }

    /// Skips white space; then the next byte, -1 at the end.
    int peek() {
        while (at < in.length
                && (in[at] == ' ' || in[at] == '\n' || in[at] == '\r' || in[at] == '\t')) {
            at++;
        }
        return at < in.length ? in[at] & 0xff : -1;
    }

    int position() {
        return at;
    }

    void skip() {
        at++;
    }

    CodecException unexpected(String wanted) {
        String found =
                at >= in.length
                        ? "the end"
                        : in[at] > ' ' && in[at] < 0x7f
                                ? "'" + (char) in[at] + "'"
                                : String.format("byte 0x%02x", in[at]);
        return refused(at, "expected " + wanted + ", found " + found, null);
    }

    void expect(char wanted) {
        if (peek() != wanted) {
            throw unexpected("'" + wanted + "'");
        }
        at++;
    }

    void word(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (at >= in.length || in[at] != word.charAt(i)) {
                throw unexpected(word);
            }
            at++;
        }
    }

    /// Reads a text, whose quotation mark is next.
    String text() {
        at++;
        int start = at;
        while (at < in.length && in[at] != '"' && in[at] != '\\' && in[at] >= ' ') {
            at++;
        }
        if (at < in.length && in[at] == '"') {
            return new String(in, start, at++ - start, StandardCharsets.ISO_8859_1);
        }
        StringBuilder out = new StringBuilder();
        at = start;
        while (true) {
            int plain = at;
            while (at < in.length
                    && in[at] != '"'
                    && in[at] != '\\'
                    && (in[at] >= ' ' || in[at] < 0)) {
                at++;
            }
            utf8(plain, out);
            if (at >= in.length || (in[at] >= 0 && in[at] < ' ')) {
                throw unexpected("the end of a text, or a character of it");
            }
            if (in[at] == '"') {
                at++;
                return out.toString();
            }
            escape(out);
        }
    }

    private void utf8(int start, StringBuilder out) {
        try {
            out.append(
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(in, start, at - start)));
        } catch (CharacterCodingException e) {
            throw refused(start, "a text that is not UTF-8", e);
        }
    }

    private void escape(StringBuilder out) {
        int start = at++;
        int c = at < in.length ? in[at++] : -1;
        switch (c) {
            case '"', '\\', '/' -> out.append((char) c);
            case 'b' -> out.append('\b');
            case 'f' -> out.append('\f');
            case 'n' -> out.append('\n');
            case 'r' -> out.append('\r');
            case 't' -> out.append('\t');
            case 'u' -> {
                char unit = hex(start);
                out.append(unit);
                if (Character.isHighSurrogate(unit)) {
                    if (at + 1 >= in.length || in[at] != '\\' || in[at + 1] != 'u') {
                        throw refused(start, "a lone surrogate", null);
                    }
                    at += 2;
                    char low = hex(start);
                    if (!Character.isLowSurrogate(low)) {
                        throw refused(start, "a lone surrogate", null);
                    }
                    out.append(low);
                } else if (Character.isLowSurrogate(unit)) {
                    throw refused(start, "a lone surrogate", null);
                }
            }
            default -> throw refused(start, "an unknown escape", null);
        }
    }

    private char hex(int start) {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int digit = at < in.length ? hexDigit(in[at++]) : -1;
            if (digit < 0) {
                throw refused(start, "an escape without four hexadecimal digits", null);
            }
            value = value << 4 | digit;
        }
        return (char) value;
    }

    private static int hexDigit(byte b) {
        return b < 0 ? -1 : Character.digit((char) b, 16);
    }

    /// Reads a number: an integer if it has digits only, else a float.
    DataNode number() {
        int start = at;
        if (at < in.length && in[at] == '-') {
            at++;
        }
        if (at < in.length && in[at] == '0') {
            at++;
        } else {
            digits();
        }
        boolean integer = true;
        if (at < in.length && in[at] == '.') {
            at++;
            digits();
            integer = false;
        }
        if (at < in.length && (in[at] == 'e' || in[at] == 'E')) {
            at++;
            if (at < in.length && (in[at] == '+' || in[at] == '-')) {
                at++;
            }
            digits();
            integer = false;
        }
        int length = at - start;
        if (integer && length > INTEGER_MAX_LENGTH) {
            throw refused(start, "an integer outside of -2^64 to 2^64 - 1", null);
        }
        String text = new String(in, start, length, StandardCharsets.ISO_8859_1);
        if (!integer) {
            double value = Double.parseDouble(text);
            if (!Double.isFinite(value)) {
                throw refused(start, "a float that is too large for 64 bits", null);
            }
            return new DataNode.FloatNode(value);
        }
        if (length <= 18) {
            return IntNode.of(Long.parseLong(text));
        }
        try {
            return IntNode.of(new BigInteger(text));
        } catch (IllegalArgumentException e) {
            throw refused(start, "an integer outside of -2^64 to 2^64 - 1", e);
        }
    }

    private void digits() {
        int start = at;
        while (at < in.length && in[at] >= '0' && in[at] <= '9') {
            at++;
        }
        if (at == start) {
            throw unexpected("a digit");
        }
    }
}
