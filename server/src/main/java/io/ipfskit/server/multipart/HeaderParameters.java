package io.ipfskit.server.multipart;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Headers of the form `value; name=token; name="quoted"`.
public final class HeaderParameters {
    private HeaderParameters() {}

    /// The part before the first parameter.
    public static String value(String header) {
        int semicolon = header.indexOf(';');
        return (semicolon < 0 ? header : header.substring(0, semicolon)).strip();
    }

    /// The parameters, names in lower case; of a repeated one the first. A backslash quotes only
    /// `"` and itself, since browsers send Windows paths bare.
    public static Map<String, String> parse(String header) {
        Map<String, String> parameters = new TreeMap<>();
        int at = header.indexOf(';');
        while (at >= 0 && at < header.length()) {
            int equals = header.indexOf('=', at);
            if (equals < 0) {
                break;
            }
            String name = header.substring(at + 1, equals).strip().toLowerCase(Locale.ROOT);
            int start = equals + 1;
            while (start < header.length() && header.charAt(start) == ' ') {
                start++;
            }
            StringBuilder value = new StringBuilder();
            if (start < header.length() && header.charAt(start) == '"') {
                at = quoted(header, start + 1, value);
            } else {
                int end = header.indexOf(';', start);
                end = end < 0 ? header.length() : end;
                value.append(header, start, end);
                at = end;
            }
            parameters.putIfAbsent(name, value.toString().strip());
            at = header.indexOf(';', at);
        }
        return parameters;
    }

    /// One parameter, or null.
    public static @Nullable String parameter(String header, String name) {
        return parse(header).get(name);
    }

    private static int quoted(String header, int start, StringBuilder value) {
        int at = start;
        while (at < header.length() && header.charAt(at) != '"') {
            char c = header.charAt(at);
            if (c == '\\'
                    && at + 1 < header.length()
                    && (header.charAt(at + 1) == '"' || header.charAt(at + 1) == '\\')) {
                at++;
                c = header.charAt(at);
            }
            value.append(c);
            at++;
        }
        return Math.min(at + 1, header.length());
    }
}
