package io.ipfskit.wal.log;

import io.ipfskit.anyiotesting.MutantSource;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;

/// The crash worlds bite: the log with one mistake in it is caught within 200 seeds, and without a
/// mistake it is not.
class LogMutantsTest {
    /// A mistake, as a replacement in one source file.
    @SuppressWarnings("StringConcatToTextBlock") // line ends are part of what is replaced
    enum Mutant {
        /// The control: the source as it is.
        NONE("LogWriter", "segment.file.force(false);", "segment.file.force(false);"),
        /// No batch is synced.
        FORCE_MISSING("LogWriter", "segment.file.force(false);", ""),
        /// The name of a new segment is not made durable.
        DIRECTORY_SYNC_MISSING("LogWriter", "disk.forceDirectory(folder);", ""),
        /// Writers go on before their records are written and synced.
        ACKNOWLEDGED_BEFORE_SYNC(
                "GroupCommit",
                "    private void flush(Group<T> group) throws InterruptedException {\n",
                "    private void flush(Group<T> group) throws InterruptedException {\n"
                        + "        group.done.tryComplete(Answer.OK);\n"),
        /// A record counts as intact whatever its bytes are.
        CRC_UNCHECKED(
                "FrameLayout",
                "return crc == source.getInt(at + OFFSET_CRC) ? payload : null;",
                "return payload;"),
        /// Writing goes on behind a torn batch instead of in its place.
        TORN_TAIL_ACCEPTED(
                "LogWriter",
                "segment.position = tail.end();",
                "segment.position = SegmentLayout.align(tail.fileSize());");

        @SuppressWarnings("ImmutableEnumChecker") // a record of texts and a path
        private final MutantSource source;

        Mutant(String type, String original, String changed) {
            source =
                    new MutantSource(
                            Path.of("src", "main", "java"),
                            "io.ipfskit.wal.log." + type,
                            original,
                            changed);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyMistakeIsCaughtWithinTwoHundredSeedsAndNoMistakeIsNot(
            Mutant mutant, @TempDir Path folder) throws Exception {
        mutant.source.requireCaught(folder, LogWorld.class);
    }
}
