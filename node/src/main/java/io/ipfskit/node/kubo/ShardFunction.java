package io.ipfskit.node.kubo;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which folder of a [flatfs](https://github.com/ipfs/go-ds-flatfs) holds a key: some characters of
/// it. A key that is too short is filled up with `_`, on the side where characters are missing.
///
/// @param kind which characters
/// @param length how many
record ShardFunction(Kind kind, int length) {
    /// The most characters.
    static final int LENGTH_MAX = 64;

    private static final Pattern TEXT =
            Pattern.compile("/repo/flatfs/shard/v1/(prefix|suffix|next-to-last)/([0-9]{1,2})");

    enum Kind {
        PREFIX("prefix"),
        SUFFIX("suffix"),
        /// Those before the last one.
        NEXT_TO_LAST("next-to-last");

        private final String text;

        Kind(String text) {
            this.text = text;
        }
    }

    /// Reads the form that stands in the file `SHARDING`; nothing when it is malformed or unknown.
    static Optional<ShardFunction> parse(String text) {
        Matcher parts = TEXT.matcher(text.strip());
        if (!parts.matches()) {
            return Optional.empty();
        }
        int length = Integer.parseInt(parts.group(2));
        if (length == 0 || length > LENGTH_MAX) {
            return Optional.empty();
        }
        for (Kind kind : Kind.values()) {
            if (kind.text.equals(parts.group(1))) {
                return Optional.of(new ShardFunction(kind, length));
            }
        }
        return Optional.empty();
    }

    /// The name of the folder that holds the key.
    String folder(String key) {
        return switch (kind) {
            case PREFIX -> (key + "_".repeat(length)).substring(0, length);
            case SUFFIX -> last(key, length);
            case NEXT_TO_LAST -> last(key, length + 1).substring(0, length);
        };
    }

    private static String last(String key, int count) {
        String filled = "_".repeat(count) + key;
        return filled.substring(filled.length() - count);
    }

    @Override
    public String toString() {
        return "/repo/flatfs/shard/v1/" + kind.text + "/" + length;
    }
}
