package io.ipfskit.kit.json;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as people write them at every door: `90` (seconds), `1.5s`, `250ms`, `10m`, `24h`,
/// `7d`.
public final class Durations {
    private static final Pattern FORM =
            Pattern.compile("([0-9]{1,12})(?:\\.([0-9]{1,9}))?(ms|s|m|h|d)?");
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private Durations() {}

    /// Reads `text`.
    ///
    /// @throws IllegalArgumentException when it is no duration, or longer than a hundred years
    public static Duration parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "must be a duration like 90 (seconds), 1.5s, 250ms, 10m or 24h, was \""
                            + text
                            + "\"");
        }
        String unit = matcher.group(3) == null ? "s" : matcher.group(3);
        long unitMillis =
                switch (unit) {
                    case "ms" -> 1;
                    case "s" -> 1_000;
                    case "m" -> 60_000;
                    case "h" -> 3_600_000;
                    default -> 86_400_000;
                };
        // By hand, not with BigDecimal: every start of a command reads its configuration.
        long whole = Long.parseLong(matcher.group(1));
        String digits = matcher.group(2);
        long billionths =
                digits == null ? 0 : Long.parseLong((digits + "00000000").substring(0, 9));
        boolean fits = whole <= LONGEST.toMillis() / unitMillis;
        Duration duration =
                fits
                        ? Duration.ofMillis(whole * unitMillis)
                                .plusNanos(billionths * unitMillis / 1_000)
                        : LONGEST;
        if (!fits || duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("must be at most 36500d, was \"" + text + "\"");
        }
        return duration;
    }

    /// The shortest text that [#parse] reads back as `duration`, to the nanosecond.
    public static String format(Duration duration) {
        if (duration.isNegative()) {
            return "-" + format(duration.negated());
        }
        long seconds = duration.toSeconds();
        if (duration.toNanosPart() == 0) {
            if (seconds != 0 && seconds % 86_400 == 0) {
                return seconds / 86_400 + "d";
            }
            if (seconds != 0 && seconds % 3_600 == 0) {
                return seconds / 3_600 + "h";
            }
            if (seconds != 0 && seconds % 60 == 0) {
                return seconds / 60 + "m";
            }
            return seconds + "s";
        }
        if (duration.toNanosPart() % 1_000_000 == 0 && seconds == 0) {
            return duration.toMillis() + "ms";
        }
        return BigDecimal.valueOf(seconds)
                        .add(BigDecimal.valueOf(duration.toNanosPart(), 9))
                        .stripTrailingZeros()
                        .toPlainString()
                + "s";
    }
}
