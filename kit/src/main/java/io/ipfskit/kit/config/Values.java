package io.ipfskit.kit.config;

import java.util.Set;

/// What texts of some kinds of keys mean; each refuses others with [IllegalArgumentException].
final class Values {
    private Values() {}

    static Double ratio(String text) {
        try {
            double ratio = Double.parseDouble(text);
            if (ratio >= 0 && ratio <= 1) {
                return ratio;
            }
        } catch (NumberFormatException _) {
            // told below
        }
        throw new IllegalArgumentException(
                "must be " + Key.Type.RATIO.wanted() + ", was \"" + text + "\"");
    }

    static String oneOf(String text, Set<String> allowed, Key.Type type) {
        if (!allowed.contains(text)) {
            throw new IllegalArgumentException(
                    "must be " + type.wanted() + ", was \"" + text + "\"");
        }
        return text;
    }

    static Boolean bool(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default ->
                    throw new IllegalArgumentException(
                            "must be true or false, was \"" + text + "\"");
        };
    }
}
