package io.ipfskit.server.http;

import org.jspecify.annotations.Nullable;

/// Entity tags in conditions, [RFC 9110 section
/// 13](https://www.rfc-editor.org/rfc/rfc9110#section-13).
public final class EntityTags {
    private EntityTags() {}

    /// Whether `header` (an `If-None-Match`) names `tag` or is `*`; weak comparison. `tag` comes
    /// with its quotes.
    public static boolean matches(@Nullable String header, String tag) {
        if (header == null) {
            return false;
        }
        if (header.strip().equals("*")) {
            return true;
        }
        String wanted = strip(tag);
        int at = 0;
        while (at < header.length()) {
            int open = header.indexOf('"', at);
            if (open < 0) {
                return false;
            }
            int close = header.indexOf('"', open + 1);
            if (close < 0) {
                return false;
            }
            if (header.substring(open, close + 1).equals(wanted)) {
                return true;
            }
            at = close + 1;
        }
        return false;
    }

    private static String strip(String tag) {
        return tag.startsWith("W/") ? tag.substring(2) : tag;
    }

    /// Whether a `Range` still counts under this `If-Range` header: strong comparison; a date never
    /// matches, since content here has none.
    public static boolean allowsRange(@Nullable String ifRange, @Nullable String tag) {
        return ifRange == null || (tag != null && !tag.startsWith("W/") && ifRange.equals(tag));
    }
}
