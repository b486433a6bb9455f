package io.ipfskit.anyio.sim;

import io.ipfskit.anyiotesting.MutantSource;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;

/// The program by the seed bites: the simulated network with one mistake in it, compiled anew from
/// its source, is caught within 200 seeds, and without a mistake it is not.
class SimNetworkMutantsTest {
    private static final Path SOURCES = Path.of("..", "anyio", "src", "main", "java");

    /// A mistake, as a replacement in one source file.
    enum Mutant {
        /// The control: the source as it is.
        NONE("Wire", "cut = now;", "cut = now;"),
        PARTITION_IGNORED("Wire", "cut = now;", "cut = false;"),
        /// What is under way when a partition begins still arrives.
        PARTITION_LATE("SimDatagramSocket", "way.out().isCut() || !to.isUp()", "!to.isUp()"),
        HEALED_ONE_WAY_ONLY("SimNetwork", "wire(known(one), known(other)).cut(false);", ""),
        /// A cancelled receive leaves its read behind, which takes what comes later.
        BYTES_LOST_ON_CANCELLED_RECEIVE(
                "SimStream",
                "endpoint.host().network().agenda().await(event);",
                """
                try { endpoint.host().network().agenda().await(event); }
                catch (InterruptedException e) {
                    synchronized (world) {
                        endpoint.host().network().agenda().after(10_000_000, () -> {
                            try { endpoint.take(ByteBuffer.allocate(100)); }
                            catch (SocketException reset) { return; }
                        });
                    }
                    throw e;
                }
                """),
        BACKPRESSURE_IGNORED("ByteRing", "return capacity - size;", "return 1 << 24;"),
        CRASH_LEAVES_CONNECTIONS_OPEN(
                "SimHost", "endpoint.lose(\"host \" + name + \" crashed\");", ""),
        CRASH_LEAVES_LISTENERS_OPEN(
                "SimHost",
                "for (ListenQueue queue : allQueues()) {",
                "for (ListenQueue queue : allQueues().subList(0, 0)) {"),
        LOST_BYTES_NOT_SENT_AGAIN("SendSpace", "next = unacked;", ""),
        BYTES_TWICE("ReceiveSpace", "long skip = received - segment.offset;", "long skip = 0;"),
        END_BEFORE_THE_BYTES(
                "ReceiveSpace",
                "if (segment.isLast && segment.offset + segment.data.length == received) {",
                "if (segment.isLast) {"),
        SILENCE_NEVER_GIVEN_UP("Endpoint", "timer.silence() >= patience", "patience < 0");

        @SuppressWarnings("ImmutableEnumChecker") // a record of texts and a path
        private final MutantSource source;

        Mutant(String file, String original, String changed) {
            source = new MutantSource(SOURCES, "io.ipfskit.anyio.sim." + file, original, changed);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyMistakeIsCaughtWithinTwoHundredSeedsAndNoMistakeIsNot(
            Mutant mutant, @TempDir Path folder) throws Exception {
        mutant.source.requireCaught(folder, NetworkProgram.class);
    }
}
