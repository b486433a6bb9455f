package io.ipfskit.simtests;

import io.ipfskit.anyiotesting.MutantSource;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;

/// The callers bite: a node with one mistake below its operations is caught within 200 seeds, and
/// without a mistake it is not. The mistakes of log and packs alone are tried in their modules.
class NodeMutantsTest {
    /// A mistake, as a replacement in one source file.
    enum Mutant {
        /// The control: the source as it is.
        NONE("node", "node.add.AddService", "session.commit();", "session.commit();"),
        /// An add is acknowledged, and its blocks are given up.
        BLOCKS_NOT_COMMITTED("node", "node.add.AddService", "session.commit();", ""),
        /// The log says that it synced, and did not.
        LOG_FORCE_MISSING("wal", "wal.log.LogWriter", "segment.file.force(false);", ""),
        /// The store says that it synced, and did not.
        PACK_FORCE_MISSING(
                "blockstore", "blockstore.Committer", "writer.segment().file.force(false);", "");

        @SuppressWarnings("ImmutableEnumChecker") // a record of texts and a path
        private final MutantSource source;

        Mutant(String module, String type, String original, String changed) {
            source =
                    new MutantSource(
                            Path.of("..", module, "src", "main", "java"),
                            "io.ipfskit." + type,
                            original,
                            changed);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyMistakeIsCaughtWithinTwoHundredSeedsAndNoMistakeIsNot(
            Mutant mutant, @TempDir Path folder) throws Exception {
        mutant.source.requireCaught(folder, NodeProgram.class);
    }
}
