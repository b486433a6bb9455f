package io.ipfskit.node.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipfskit.anyiotesting.MutantSource;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;

/// The world of a whole node bites: the node with one mistake in it is caught within 200 seeds, and
/// without a mistake it is not.
class NodeMutantsTest {
    private static final Path SOURCES = Path.of("src/main/java");

    private static final String COMMIT = "        session.commit();\n";
    private static final String PIN =
            """
                    if (plan.input().pin()) {
                        pins.pin(assembler.root().node().cid(), PinKind.RECURSIVE, plan.pinName());
                    }
            """;

    /// A mistake, as a replacement in one source file.
    enum Mutant {
        /// The control: the source as it is.
        NONE("add.AddService", COMMIT + PIN, COMMIT + PIN),
        /// The pin is durable before its blocks are.
        PIN_BEFORE_BLOCKS("add.AddService", COMMIT + PIN, PIN + COMMIT),
        /// An add is acknowledged with its pin in memory only.
        PIN_NOT_LOGGED(
                "repository.RepositoryLog",
                "append(new PinRecords.Change.Set(next));\n                        return next;",
                "end(-1, log.statistics().lastSeq(), new PinRecords.Change.Set(next));"
                        + " return next;"),
        /// A removal is acknowledged and not written.
        REMOVAL_NOT_LOGGED(
                "repository.RepositoryLog",
                "append(new PinRecords.Change.Remove(cid));",
                "end(-1, log.statistics().lastSeq(), new PinRecords.Change.Remove(cid));"),
        /// A collection removes what running adds need.
        HOLDS_IGNORED(
                "gc.LiveSet",
                "                        && !kept.mayContain(fingerprint)\n"
                        + "                        && !holds.isHeld(fingerprint)",
                ""),
        /// A collection does not know what a pin needs below its root. A removal of blocks that
        /// were named does not look what pins need.
        PINS_IGNORED("gc.NamedRemoval", "collector.mark(roots);", ""),
        LINKS_IGNORED("gc.Collector", "if (!next.isEmpty()) {", "if (next.size() > 999) {"),
        /// The root of the tree moves before the blocks of the new one are durable.
        TREE_BEFORE_BLOCKS(
                "mfs.Edits",
                "        session.commit();\n        long sequence = store.apply(change);\n",
                "        long sequence = store.apply(change);\n        session.commit();\n"),
        /// The root of the tree moves in memory only.
        TREE_NOT_LOGGED(
                "repository.RepositoryLog",
                "        return changes || refused ? append(change) : now.sequence();",
                "        end(-1, log.statistics().lastSeq(), change);\n"
                        + "        return changes || refused ? 1 : now.sequence();"),
        /// A collection does not know the tree.
        TREE_NOT_A_ROOT(
                "gc.Collector",
                "for (Cid root : roots.partial()) {",
                "for (Cid root : List.<Cid>of()) {"),
        /// A collection removes what a running edit writes.
        EDIT_NOT_HELD("mfs.Edits", "hold.over(blocks.openSession())", "blocks.openSession()"),
        /// The key is kept in memory only.
        IDENTITY_NOT_WRITTEN(
                "identity.Identity", "disk.writeAtomically(file, identity.encode(), MODE);", "");

        private final String type;
        private final String original;
        private final String changed;

        Mutant(String type, String original, String changed) {
            this.type = type;
            this.original = original;
            this.changed = changed;
        }

        MutantSource source() {
            return new MutantSource(SOURCES, "io.ipfskit.node." + type, original, changed);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyMistakeIsCaughtWithinTwoHundredSeedsAndNoMistakeIsNot(
            Mutant mutant, @TempDir Path folder) throws Exception {
        MutantSource.Ran ran = mutant.source().run(folder, NodeWorld.class, "0", "200");
        assertThat(ran.exitCode()).as(ran.output()).isEqualTo(mutant == Mutant.NONE ? 0 : 1);
        assertThat(ran.output().lines().filter(line -> line.startsWith("caught")))
                .as(ran.output())
                .hasSize(mutant == Mutant.NONE ? 0 : 1);
    }
}
