package io.ipfskit.node.fetch;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/// Status and headers of an answer.
///
/// @param status 200 to 999
/// @param headers by name in lower case; of those that came more than once, the first
record ReplyHead(int status, Map<String, String> headers) {
    @Nullable String header(String name) {
        return headers.get(name);
    }

    /// Where it redirects to, or null when it does not.
    @Nullable String redirect() {
        return switch (status) {
            case 301, 302, 303, 307, 308 -> headers.get("location");
            default -> null;
        };
    }
}
