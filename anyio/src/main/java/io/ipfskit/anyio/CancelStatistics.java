package io.ipfskit.anyio;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/// What was cancelled in a run, why, and how long it took to end.
///
/// @param tasks tasks that ended by cancellation, for each class of reasons
/// @param scopes scopes that were cancelled, for each class of reasons: also those that absorbed it
///   without any task ending, as `failAfter` does
/// @param toJoin time from the cancellation of a scope until it was left, when everything below it
///   had ended
public record CancelStatistics(
        Map<CancelReasonClass, Long> tasks,
        Map<CancelReasonClass, Long> scopes,
        NanosHistogram toJoin) {
    /// Copies the maps; a class that is missing counts 0.
    public CancelStatistics {
        tasks = complete(tasks);
        scopes = complete(scopes);
    }

    private static Map<CancelReasonClass, Long> complete(Map<CancelReasonClass, Long> counts) {
        Map<CancelReasonClass, Long> all = new EnumMap<>(CancelReasonClass.class);
        for (CancelReasonClass reason : CancelReasonClass.values()) {
            all.put(reason, counts.getOrDefault(reason, 0L));
        }
        return Collections.unmodifiableMap(all);
    }
}
