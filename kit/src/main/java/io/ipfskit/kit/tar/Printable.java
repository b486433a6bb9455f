package io.ipfskit.kit.tar;

import java.util.Locale;

/// Names that others chose, made fit for a message.
public final class Printable {
    private Printable() {}

    /// A name on one line: control characters become escapes, so that no name can fake a line or
    /// drive the terminal.
    public static String name(String name) {
        StringBuilder out = null;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean plain = !Character.isISOControl(c) && !isInvisible(c);
            if (plain) {
                if (out != null) {
                    out.append(c);
                }
                continue;
            }
            if (out == null) {
                out = new StringBuilder(name.length() + 8).append(name, 0, i);
            }
            switch (c) {
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            }
        }
        return out == null ? name : out.toString();
    }

    /// Marks that reorder or hide text.
    private static boolean isInvisible(char c) {
        return (c >= '\u202a' && c <= '\u202e')
                || (c >= '\u2066' && c <= '\u2069')
                || c == '\u2028'
                || c == '\u2029';
    }
}
