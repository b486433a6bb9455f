package io.ipfskit.node.pins;

import io.ipfskit.node.repository.PinEntry;
import io.ipfskit.operation.OperationFailed;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/// What somebody wants a pin to be, besides what it holds; checked.
///
/// @param name of the pin, or null to keep the one there is
/// @param expiresMillis from when on it holds no more, or [PinEntry#NEVER]
/// @param metadata to keep with it, or null to keep what there is
record PinWish(@Nullable String name, long expiresMillis, @Nullable Map<String, String> metadata) {
    /// The last time that JSON and people can still read.
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    /// Nothing but the pin.
    static PinWish named(@Nullable String name) {
        return new PinWish(name, PinEntry.NEVER, null);
    }

    /// A name that a pin can have; null for an empty one.
    ///
    /// @throws OperationFailed `invalid_argument` about `field`
    static @Nullable String name(String field, @Nullable String name) {
        if (name == null || name.isEmpty()) {
            return null;
        }
        int bytes;
        try {
            bytes = PinEntry.utf8Length("it", name);
        } catch (IllegalArgumentException e) {
            throw OperationFailed.invalidField(field, String.valueOf(e.getMessage()));
        }
        if (bytes > PinEntry.NAME_BYTES_MAX) {
            throw OperationFailed.invalidField(
                    field,
                    "has " + bytes + " bytes, at most " + PinEntry.NAME_BYTES_MAX + " are allowed");
        }
        return name;
    }

    /// The time at which a pin ends.
    ///
    /// @throws OperationFailed `invalid_argument` when both are given, or the time has passed
    static long expiry(@Nullable Duration in, @Nullable Instant at, Instant now) {
        if (in == null && at == null) {
            return PinEntry.NEVER;
        }
        String field = in != null ? "expires_in" : "expires_at";
        if (in != null && at != null) {
            throw OperationFailed.invalidField(field, "cannot be given together with expires_at");
        }
        Instant end;
        try {
            end = in != null ? now.plus(in) : at;
        } catch (DateTimeException | ArithmeticException _) {
            end = Instant.MAX;
        }
        if (end == null || !end.isAfter(now) || end.isAfter(LATEST)) {
            throw OperationFailed.invalidField(
                    field,
                    "must end between now and " + LATEST + ", was " + (in != null ? in : at));
        }
        return end.toEpochMilli();
    }

    /// Metadata within the limits of a pin.
    ///
    /// @throws OperationFailed `invalid_argument` naming the limit
    static @Nullable Map<String, String> metadata(@Nullable Map<String, String> given) {
        if (given == null) {
            return null;
        }
        try {
            return PinEntry.checkedMetadata(given);
        } catch (IllegalArgumentException e) {
            throw OperationFailed.invalidField("metadata", String.valueOf(e.getMessage()));
        }
    }
}
