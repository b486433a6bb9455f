package io.ipfskit.multiformats;

import org.jspecify.annotations.Nullable;

import java.util.OptionalInt;

/// Input that is no valid CID, multihash, multibase text, varint, multiaddr, peer id or key.
///
/// The message says what was wanted, what came and where, and never repeats more than a short part
/// of the input.
public final class MultiformatException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private static final int NOWHERE = -1;

    private final String problem;
    private final int offset;
    private final boolean inText;

    /// With a message for the person or program that gave the input.
    public MultiformatException(String message) {
        this(message, NOWHERE, false, null);
    }

    /// With the failure of a lower layer as the cause, whose offset is kept.
    public MultiformatException(String message, Throwable cause) {
        this.problem = message;
        this.offset = cause instanceof MultiformatException inner ? inner.offset : NOWHERE;
        this.inText = cause instanceof MultiformatException inner && inner.inText;
        super(message, cause);
    }

    private MultiformatException(
            String problem, int offset, boolean inText, @Nullable Throwable cause) {
        this.problem = problem;
        this.offset = offset;
        this.inText = inText;
        super(
                offset < 0
                        ? problem
                        : problem + (inText ? " (at character " : " (at byte ") + offset + ")",
                cause);
    }

    /// Of binary input that is wrong from this byte on, counted from 0.
    static MultiformatException atByte(int offset, String problem) {
        return new MultiformatException(problem, offset, false, null);
    }

    /// Of text that is wrong from this character on, counted from 0.
    static MultiformatException atCharacter(int offset, String problem) {
        return new MultiformatException(problem, offset, true, null);
    }

    /// The same for input that began `by` places later in what the caller gave.
    MultiformatException moved(int by) {
        return offset < 0 || by == 0
                ? this
                : new MultiformatException(problem, offset + by, inText, this);
    }

    /// The same about a part of what the caller gave, which begins at this byte.
    MultiformatException partAtByte(int at) {
        return new MultiformatException(problem, at, false, this);
    }

    /// The same about a part of what the caller gave, which begins at this character.
    MultiformatException partAtCharacter(int at) {
        return new MultiformatException(problem, at, true, this);
    }

    /// The same, placed at this byte unless it has a place.
    MultiformatException inBytes(int at) {
        return offset >= 0 ? this : new MultiformatException(problem, at, false, this);
    }

    /// The same, with the kind of input in front of the message.
    MultiformatException of(String kind) {
        return new MultiformatException(kind + ": " + problem, offset, inText, this);
    }

    /// The same, with a hint behind the message.
    MultiformatException but(String hint) {
        return new MultiformatException(problem + "; " + hint, offset, inText, this);
    }

    /// Where the input is wrong, counted from 0: a byte of binary input, a character of text; for a
    /// buffer, its position. Empty where no single place is to blame. Text whose characters are
    /// right and whose bytes are not gives the offset in the bytes; the message says which. Inside
    /// a key it is the offset in the DER structure that holds what is wrong.
    public OptionalInt offset() {
        return offset < 0 ? OptionalInt.empty() : OptionalInt.of(offset);
    }

    /// At most 80 characters of hostile text, control characters replaced, for use in a message.
    static String excerpt(String text) {
        StringBuilder out = new StringBuilder();
        int end = Math.min(text.length(), 80);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            out.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '?' : c);
        }
        if (end < text.length()) {
            out.append("… (").append(text.length()).append(" characters)");
        }
        return out.toString();
    }
}
