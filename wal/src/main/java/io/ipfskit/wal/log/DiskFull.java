package io.ipfskit.wal.log;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Locale;

/// Tells a full disk from a broken one.
public final class DiskFull {
    private DiskFull() {}

    /// Returns whether the failure, or a cause of it, says that there is no space or no quota left.
    public static boolean isCauseOf(IOException failure) {
        @Nullable Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 8; depth++) {
            String message = cause.getMessage();
            if (message != null) {
                String lower = message.toLowerCase(Locale.ROOT);
                if (lower.contains("no space left")
                        || lower.contains("quota exceeded")
                        || lower.contains("not enough space")
                        || lower.contains("file too large")) {
                    return true;
                }
            }
            cause = cause.getCause();
        }
        return false;
    }
}
