package io.ipfskit.anyio;

import io.ipfskit.anyiotesting.MutantSource;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;

/// The random programs bite: the kernel with one mistake in it, compiled anew from its source, is
/// caught within 200 seeds, and without a mistake it is not.
class MutantsTest {
    private static final Path SOURCES = Path.of("..", "anyio", "src", "main", "java");

    /// A mistake, as a replacement in one source file.
    @SuppressWarnings("StringConcatToTextBlock") // line ends are part of what is replaced
    enum Mutant {
        /// The control: the source as it is.
        NONE("Semaphore", "permits--;", "permits--;"),
        /// An item handed to a receiver that is cancelled before it goes on is dropped.
        ITEM_DROPPED_ON_CANCEL(
                "ChannelCore",
                "waiter.await(\"channel receive\", this);",
                "waiter.await(\"channel receive\", this); task.throwIfCancelled();"),
        /// A permit goes back to the heap and to a waiter.
        PERMIT_RELEASED_TWICE(
                "Semaphore",
                "        Waiter next = waiters.poll();\n",
                "        if (permits < permitsMax) permits++;\n"
                        + "        Waiter next = waiters.poll();\n"),
        /// A signal given to a waiter that is cancelled before it goes on reaches nobody.
        NOTIFICATION_LOST(
                "Condition",
                "waiter.await(\"condition\", this);",
                "waiter.await(\"condition\", this); task.throwIfCancelled();"),
        /// A task whose scope was cancelled before it ran runs its body.
        CANCELLATION_NOT_READ_AT_START(
                "Task",
                "            throwIfCancelled();\n            value =",
                "            value ="),
        /// Outer cancellations are visible through shields.
        SHIELD_IGNORED(
                "ScopeChain",
                "if (s.isShielded()) {",
                "if (s.isShielded() && s.parent() == null) {"),
        /// A cancelled waiter stays in its queue, and takes what is meant for another.
        WAITER_NOT_REMOVED_ON_CANCEL(
                "Waiter",
                "queue.remove(this);\n                    }\n                    if (origin",
                "}\n                    if (origin");

        @SuppressWarnings("ImmutableEnumChecker") // a record of texts and a path
        private final MutantSource source;

        Mutant(String file, String original, String changed) {
            source = new MutantSource(SOURCES, "io.ipfskit.anyio." + file, original, changed);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyMistakeIsCaughtWithinTwoHundredSeedsAndNoMistakeIsNot(
            Mutant mutant, @TempDir Path folder) throws Exception {
        mutant.source.requireCaught(folder, RandomProgram.class);
    }
}
