package io.ipfskit.kit.ops;

import io.ipfskit.operation.Doc;
import io.ipfskit.operation.Failure;
import io.ipfskit.operation.Progress;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// One run of an operation, as `admin.operations` tells it.
public record OperationInfo(
        @Doc("id of this run, a UUID") String id,
        @Doc("group.name of the operation") String operation,
        @Doc("door it came through") String door,
        @Doc("who called") String principal,
        @Doc("when it started") Instant startedAt,
        @Doc("when it ended; absent while it runs") @Nullable Instant endedAt,
        @Doc("where it is in its life") State state,
        @Doc("how far it has come, if it told") @Nullable ProgressInfo progress,
        @Doc("when it must have ended; absent for no limit") @Nullable Instant deadline,
        @Doc("why it failed or was cancelled") @Nullable FailureInfo failure) {

    /// Where a run is in its life.
    public enum State {
        /// At work.
        RUNNING,
        /// At work, and asked to end.
        CANCELLING,
        /// Ended with a result.
        DONE,
        /// Ended with a failure.
        FAILED,
        /// Ended because somebody cancelled it.
        CANCELLED;

        /// Whether the run is over.
        public boolean isEnd() {
            return this == DONE || this == FAILED || this == CANCELLED;
        }
    }

    /// A [Progress] as it travels.
    public record ProgressInfo(
            @Doc("what is being done now") String phase,
            @Doc("how much of it is done, in unit") long done,
            @Doc("how much there is, or -1 when unknown") long total,
            @Doc("bytes, blocks or files") String unit,
            @Doc("what is being worked on") @Nullable String item) {
        /// The same as a record that travels.
        public static ProgressInfo of(Progress progress) {
            return new ProgressInfo(
                    progress.phase(),
                    progress.done(),
                    progress.total(),
                    progress.unit(),
                    progress.item());
        }

        /// The value it was made from.
        public Progress toProgress() {
            return new Progress(phase, done, total, unit, item);
        }
    }

    /// The gist of a [Failure].
    public record FailureInfo(
            @Doc("class of the failure") String code,
            @Doc("what failed, on what, and what to do") String message,
            @Doc("whether trying again later may help") boolean retryable) {
        /// The gist of `failure`.
        public static FailureInfo of(Failure failure) {
            return new FailureInfo(failure.code().id(), failure.message(), failure.retryable());
        }
    }
}
