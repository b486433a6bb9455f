package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// What a task is doing, as a snapshot.
///
/// @param id number of the task in its run, in order of forking
/// @param name the name given at fork
/// @param parentId the task that forked it, 0 for the root
/// @param state where it is in its life
/// @param waitingFor what it waits for, null while it runs
/// @param scope number of its innermost cancel scope
/// @param startedAt when it was forked
/// @param age how long ago that was
/// @param deadline time left to the deadline in force, null when there is none
/// @param isShielded whether a shield hides outer cancellation from it now
/// @param cancelReason why it is being cancelled, null while it is not
/// @param stack where it stands, if it has not ended 5 s after its cancellation; empty otherwise
public record TaskInfo(
        long id,
        String name,
        long parentId,
        TaskState state,
        @Nullable String waitingFor,
        long scope,
        Instant startedAt,
        Duration age,
        @Nullable Duration deadline,
        boolean isShielded,
        @Nullable String cancelReason,
        List<StackTraceElement> stack) {
    /// Copies the list.
    public TaskInfo {
        stack = List.copyOf(stack);
    }
}
