package io.ipfskit.blockstore;

import io.ipfskit.anyiotesting.MutantSource;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;

/// The crash worlds bite: the pack store with one mistake in it is caught within 200 seeds, and
/// without a mistake it is not.
class PackMutantsTest {
    private static final String OWN = "src/main/java";
    private static final String WAL = "../wal/src/main/java";

    /// A mistake, as a replacement in one source file.
    @SuppressWarnings("StringConcatToTextBlock") // line ends are part of what is replaced
    enum Mutant {
        /// The control: the source as it is.
        NONE(OWN, "blockstore.Committer", "boolean fresh =", "boolean fresh ="),
        /// Batches of the commit segment are not synced.
        FORCE_MISSING(
                OWN,
                "blockstore.Committer",
                "        writer.segment().file.force(false);\n        if (fresh)",
                "        if (fresh)"),
        /// The segments of a large session are not synced.
        BULK_FORCE_MISSING(
                OWN,
                "blockstore.BulkWriter",
                "syncing.start(() -> segment.file.force(false));",
                "syncing.start(() -> segment.file.size());"),
        /// The name of a new commit segment is not made durable.
        DIRECTORY_SYNC_MISSING(OWN, "blockstore.Committer", "disk.forceDirectory(directory);", ""),
        /// Sessions go on before their batch is written and synced.
        ACKNOWLEDGED_BEFORE_SYNC(
                WAL,
                "wal.log.GroupCommit",
                "    private void flush(Group<T> group) throws InterruptedException {\n",
                "    private void flush(Group<T> group) throws InterruptedException {\n"
                        + "        group.done.tryComplete(Answer.OK);\n"),
        /// The blocks of the last batch count as intact whatever their bytes are.
        CRC_UNCHECKED(
                OWN,
                "blockstore.SegmentReader",
                "                    || crc(section.data()) != entry.crc()",
                ""),
        /// The last batch counts whether or not all of it arrived.
        TORN_TAIL_ACCEPTED(OWN, "blockstore.SegmentReader", "if (isIntact(head)) {", "if (true) {");

        @SuppressWarnings("ImmutableEnumChecker") // a record of texts and a path
        private final MutantSource source;

        Mutant(String sources, String type, String original, String changed) {
            source = new MutantSource(Path.of(sources), "io.ipfskit." + type, original, changed);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyMistakeIsCaughtWithinTwoHundredSeedsAndNoMistakeIsNot(
            Mutant mutant, @TempDir Path folder) throws Exception {
        mutant.source.requireCaught(folder, PackWorld.class);
    }
}
