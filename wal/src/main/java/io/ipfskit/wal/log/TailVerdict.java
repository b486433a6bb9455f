package io.ipfskit.wal.log;

/// What the bytes behind the last valid batch of a segment are. The cases are disjoint and
/// complete:
///
/// | newest segment | all acknowledged records seen | valid batch behind | only zeros | written whole | verdict |
/// |---|---|---|---|---|---|
/// | no | yes | - | - | - | `SUPERSEDED`: given up by the writer, the next segment goes on |
/// | no | no | - | - | - | `DAMAGED`: records that the next segment relies on are missing |
/// | yes | - | yes | - | - | `DAMAGED`: a later flush began only after this one was synced |
/// | yes | - | no | yes | - | `END`: nothing, or preallocated space |
/// | yes | - | no | no | yes | `DAMAGED`: no flush that was cut off leaves this, see [WrittenWhole] |
/// | yes | - | no | no | no | `TORN`: the last flush, never acknowledged |
enum TailVerdict {
    END,
    TORN,
    SUPERSEDED,
    DAMAGED;

    static TailVerdict of(
            boolean newest,
            boolean complete,
            boolean validBehind,
            boolean onlyZeros,
            boolean writtenWhole) {
        if (!newest) {
            return complete ? SUPERSEDED : DAMAGED;
        }
        if (validBehind) {
            return DAMAGED;
        }
        if (onlyZeros) {
            return END;
        }
        return writtenWhole ? DAMAGED : TORN;
    }
}
