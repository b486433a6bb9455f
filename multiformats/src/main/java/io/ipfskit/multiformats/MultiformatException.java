package io.ipfskit.multiformats;

/// Input that is no valid CID, multihash, multibase text, varint, multiaddr, peer id or key.
///
/// The message says what was wanted and what came, and never repeats more than a short part of the
/// input.
public final class MultiformatException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /// With a message for the person or program that gave the input.
    public MultiformatException(String message) {
        super(message);
    }

    /// With the failure of a lower layer as the cause.
    public MultiformatException(String message, Throwable cause) {
        super(message, cause);
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
