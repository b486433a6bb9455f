package io.ipfskit.telemetry;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;

import org.jspecify.annotations.Nullable;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The header `traceparent` of [W3C Trace Context](https://www.w3.org/TR/trace-context/), section
/// 3.2.
///
/// ```text
/// 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01
/// version-trace id-parent id-flags
/// ```
final class TraceParent {
    private static final Pattern HEADER =
            Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");
    private static final int LENGTH_MAX = 512;

    private TraceParent() {}

    /// The span of the header, or null when it is malformed: then a new trace begins. A higher
    /// version may have more at its end.
    static @Nullable SpanContext parse(String header) {
        Matcher matcher = HEADER.matcher(header);
        if (header.length() > LENGTH_MAX || !matcher.matches()) {
            return null;
        }
        String version = matcher.group(1);
        if (version.equals("ff") || (version.equals("00") && matcher.group(5) != null)) {
            return null;
        }
        SpanContext context =
                SpanContext.createFromRemoteParent(
                        matcher.group(2),
                        matcher.group(3),
                        TraceFlags.fromHex(matcher.group(4), 0),
                        TraceState.getDefault());
        return context.isValid() ? context : null;
    }

    static String of(SpanContext span) {
        return "00-"
                + span.getTraceId()
                + '-'
                + span.getSpanId()
                + '-'
                + span.getTraceFlags().asHex();
    }
}
