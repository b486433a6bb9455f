package io.ipfskit.ipld.codec;

import java.math.BigDecimal;
import java.math.MathContext;

/// Floats as JSON text: the fewest digits that read back as the same float, placed as ECMAScript
/// does it, but always with a point or an exponent, so that they read back as a float.
final class JsonFloat {
    private static final int LARGE = 21;
    private static final int SMALL = -6;

    private JsonFloat() {}

    static String text(double value) {
        String sign = Math.copySign(1, value) < 0 ? "-" : "";
        double size = Math.abs(value);
        if (size == 0) {
            return sign + "0.0";
        }
        BigDecimal decimal = shortest(size);
        String digits = decimal.unscaledValue().toString();
        int point = digits.length() - decimal.scale();
        return sign + placed(digits, point);
    }

    /// The JDK gives the fewest digits, but two where one would do.
    private static BigDecimal shortest(double size) {
        BigDecimal decimal = new BigDecimal(Double.toString(size)).stripTrailingZeros();
        if (decimal.precision() == 2) {
            BigDecimal one = decimal.round(new MathContext(1)).stripTrailingZeros();
            if (one.doubleValue() == size) {
                return one;
            }
        }
        return decimal;
    }

    /// @param point where the decimal point is, counted from the first digit
    private static String placed(String digits, int point) {
        int count = digits.length();
        if (point > LARGE || point <= SMALL) {
            String rest = count == 1 ? "" : "." + digits.substring(1);
            String exponent = (point > 0 ? "+" : "") + (point - 1);
            return digits.charAt(0) + rest + "e" + exponent;
        }
        if (count <= point) {
            return digits + "0".repeat(point - count) + ".0";
        }
        return point > 0
                ? digits.substring(0, point) + "." + digits.substring(point)
                : "0." + "0".repeat(-point) + digits;
    }
}
