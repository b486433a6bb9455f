package io.ipfskit.kit.config;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// Headers whose values must not be shown: `toString` tells how many there are.
///
/// Written as [the OpenTelemetry protocol's exporters
/// do](https://opentelemetry.io/docs/specs/otel/protocol/exporter/): `name=value,name=value`,
/// values percent-encoded.
public final class SecretHeaders {
    /// How many headers there may be.
    public static final int COUNT_MAX = 32;

    /// Bytes of a value after decoding.
    public static final int VALUE_MAX = 4096;

    /// No headers.
    public static final SecretHeaders NONE = new SecretHeaders(Map.of());

    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}");

    private final Map<String, String> values;

    private SecretHeaders(Map<String, String> values) {
        this.values = values;
    }

    /// Reads `name=value,name=value`; empty text and empty elements are no headers.
    ///
    /// @throws IllegalArgumentException when it is malformed; the message says which element by its
    ///   number, never what it holds
    public static SecretHeaders parse(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        String[] elements = text.split(",", -1);
        for (int i = 0; i < elements.length; i++) {
            String element = elements[i].strip();
            if (element.isEmpty()) {
                continue;
            }
            String where = "header " + (i + 1) + " ";
            int equals = element.indexOf('=');
            String name = equals < 0 ? "" : element.substring(0, equals).strip();
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        where + "must be written name=value, with a name that HTTP allows");
            }
            if (values.size() == COUNT_MAX) {
                throw new IllegalArgumentException("at most " + COUNT_MAX + " headers are allowed");
            }
            String value = decode(element.substring(equals + 1).strip(), where);
            if (values.put(name.toLowerCase(Locale.ROOT), value) != null) {
                throw new IllegalArgumentException(where + "has a name that was there before");
            }
        }
        return values.isEmpty() ? NONE : new SecretHeaders(Collections.unmodifiableMap(values));
    }

    private static String decode(String value, String where) {
        byte[] bytes = new byte[value.length()];
        int count = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '%') {
                boolean isWhole = i + 2 < value.length();
                int high = isWhole ? Character.digit(value.charAt(i + 1), 16) : -1;
                int low = isWhole ? Character.digit(value.charAt(i + 2), 16) : -1;
                if (high < 0 || low < 0) {
                    throw new IllegalArgumentException(
                            where + "has a % without two hexadecimal digits behind it");
                }
                c = (char) (high << 4 | low);
                i += 2;
            }
            if (c < ' ' || c > '~') {
                throw new IllegalArgumentException(
                        where + "has a value that is not printable ASCII");
            }
            bytes[count++] = (byte) c;
        }
        if (count > VALUE_MAX) {
            throw new IllegalArgumentException(
                    where + "has a value of more than " + VALUE_MAX + " bytes");
        }
        return new String(bytes, 0, count, StandardCharsets.US_ASCII);
    }

    /// The headers themselves by lower-case name, for the one place that needs them.
    public Map<String, String> reveal() {
        return values;
    }

    /// How many there are.
    public int count() {
        return values.size();
    }

    @Override
    public String toString() {
        return values.isEmpty() ? "[none]" : "[" + values.size() + " redacted]";
    }
}
