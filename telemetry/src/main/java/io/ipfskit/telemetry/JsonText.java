package io.ipfskit.telemetry;

import java.util.Iterator;
import java.util.Locale;
import java.util.Map;

/// Writes maps, iterables, texts, numbers and booleans as JSON, indented by two blanks: enough for
/// what is generated here. `<` is escaped, so that the text may stand inside HTML.
final class JsonText {
    private static final int DEPTH_MAX = 64;

    private final StringBuilder out = new StringBuilder(4096);

    private JsonText() {}

    static String of(Object value) {
        JsonText text = new JsonText();
        text.write(value, 0);
        return text.out.append('\n').toString();
    }

    private void write(Object value, int depth) {
        if (depth > DEPTH_MAX) {
            throw new IllegalArgumentException("more than " + DEPTH_MAX + " levels");
        }
        switch (value) {
            case Map<?, ?> map -> {
                Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
                out.append('{');
                while (entries.hasNext()) {
                    Map.Entry<?, ?> entry = entries.next();
                    line(depth + 1);
                    string(String.valueOf(entry.getKey()));
                    out.append(": ");
                    write(entry.getValue(), depth + 1);
                    out.append(entries.hasNext() ? "," : "");
                }
                end(map.isEmpty(), depth, '}');
            }
            case Iterable<?> list -> {
                Iterator<?> items = list.iterator();
                boolean isEmpty = !items.hasNext();
                out.append('[');
                while (items.hasNext()) {
                    line(depth + 1);
                    write(items.next(), depth + 1);
                    out.append(items.hasNext() ? "," : "");
                }
                end(isEmpty, depth, ']');
            }
            case Double number -> number(number);
            case Number number -> out.append(number);
            case Boolean flag -> out.append(flag.booleanValue());
            default -> string(value.toString());
        }
    }

    private void line(int depth) {
        out.append('\n').append("  ".repeat(depth));
    }

    private void end(boolean isEmpty, int depth, char closing) {
        if (!isEmpty) {
            line(depth);
        }
        out.append(closing);
    }

    /// JSON has no NaN and no infinity: null.
    private void number(double number) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            out.append("null");
        } else if (number == Math.rint(number) && Math.abs(number) < 1e15) {
            out.append((long) number);
        } else {
            out.append(number);
        }
    }

    private void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                default -> {
                    if (c < ' ' || c == '<' || c == 0x2028 || c == 0x2029 || c == 0x7f) {
                        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
