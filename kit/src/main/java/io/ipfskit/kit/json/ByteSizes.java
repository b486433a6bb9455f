package io.ipfskit.kit.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Numbers of bytes as people write them: `1048576`, `10GB` (10^10), `1.5GiB`, `512 MiB`, `64k`. A
/// unit without `i` is a power of 1000, one with it a power of 1024; case does not matter.
public final class ByteSizes {
    private static final Pattern FORM =
            Pattern.compile("([0-9]{1,19}(?:\\.[0-9]{1,9})?) ?(?:([KMGTPE])(I)?)?B?");
    private static final String UNITS = "KMGTPE";

    private ByteSizes() {}

    /// Reads `text`; a part of a byte is left away.
    ///
    /// @throws IllegalArgumentException when it is no such number, or above 2^63 - 1
    public static long parse(String text) {
        Matcher matcher = FORM.matcher(text.strip().toUpperCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "must be a number of bytes like 1048576, 10GB or 1.5GiB, was \"" + text + "\"");
        }
        BigDecimal bytes = new BigDecimal(matcher.group(1));
        String unit = matcher.group(2);
        if (unit != null) {
            BigDecimal step = BigDecimal.valueOf(matcher.group(3) == null ? 1000 : 1024);
            bytes = bytes.multiply(step.pow(UNITS.indexOf(unit) + 1));
        }
        BigInteger whole = bytes.toBigInteger();
        if (whole.bitLength() > 63) {
            throw new IllegalArgumentException("must be below 8 EiB, was \"" + text + "\"");
        }
        return whole.longValue();
    }
}
