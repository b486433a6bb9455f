package io.ipfskit.anyiotesting;

import static io.ipfskit.anyiotesting.StreamWords.bytes;
import static io.ipfskit.anyiotesting.StreamWords.random;
import static io.ipfskit.anyiotesting.StreamWords.receive;
import static io.ipfskit.anyiotesting.StreamWords.requireSame;
import static io.ipfskit.anyiotesting.StreamWords.send;
import static io.ipfskit.anyiotesting.StreamWords.sendAndEnd;
import static io.ipfskit.anyiotesting.StreamWords.sendWithoutEnd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipfskit.anyio.BrokenResource;
import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Checkpoint;
import io.ipfskit.anyio.ClosedResource;
import io.ipfskit.anyio.Task;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.TaskState;
import io.ipfskit.anyio.net.ByteStream;

import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/// What every [ByteStream] promises, whatever it runs over.
public abstract class StreamContract {
    /// More than any transport buffers between two ends.
    protected static final int MUCH = 24 << 20;

    /// For test classes.
    protected StreamContract() {}

    /// The two ends of one stream.
    ///
    /// @param near the end that dialled
    /// @param far the end that was accepted
    public record Ends(ByteStream near, ByteStream far) implements AutoCloseable {
        /// Closes both.
        @Override
        public void close() {
            near.close();
            far.close();
        }
    }

    /// A test between two connected ends.
    public interface StreamsBody {
        /// Runs the test as a task.
        void run(ByteStream near, ByteStream far) throws Exception;
    }

    /// Runs `body` in a run of the test's backend with the two ends of one stream, which it closes
    /// afterwards, through [TestKit#run].
    protected abstract void withStreams(StreamsBody body) throws Exception;

    // ---- bytes ----

    @BackendTest
    void bytesArriveInOrderBothWays() throws Exception {
        withStreams((near, far) -> {
            send(near, "to the far end");
            send(far, "to the near end");
            assertEquals("to the far end", receive(far, 14));
            assertEquals("to the near end", receive(near, 15));
        });
    }

    @BackendTest
    void buffersOfEveryKindCarryTheSameBytes() throws Exception {
        withStreams((near, far) -> {
            ByteBuffer direct = ByteBuffer.allocateDirect(8);
            direct.put("direct".getBytes(StandardCharsets.UTF_8)).flip();
            near.send(direct);
            near.send(ByteBuffer.wrap(" sliced ".getBytes(StandardCharsets.UTF_8), 1, 6).slice());
            near.send(
                    ByteBuffer.wrap(" fixed".getBytes(StandardCharsets.UTF_8)).asReadOnlyBuffer());
            assertEquals(0, direct.remaining());
            ByteBuffer into = ByteBuffer.allocateDirect(18);
            while (into.hasRemaining()) {
                assertTrue(far.receive(into) > 0);
            }
            assertEquals(
                    "directsliced fixed", StandardCharsets.UTF_8.decode(into.flip()).toString());
            assertThrows(
                    IllegalArgumentException.class,
                    () -> far.receive(ByteBuffer.allocate(1).asReadOnlyBuffer()));
        });
    }

    @BackendTest
    void severalBuffersLeaveAsOneSequence() throws Exception {
        withStreams((near, far) -> {
            near.send(
                    List.of(
                            bytes("one,"),
                            ByteBuffer.allocate(0),
                            bytes("two,"),
                            ByteBuffer.allocateDirect(4).put(bytes("tri,")).flip(),
                            bytes("four")));
            assertEquals("one,two,tri,four", receive(far, 16));
        });
    }

    @BackendTest
    void aBufferWithoutRoomReceivesNothingAndNothingToSendSendsNothing() throws Exception {
        withStreams((near, far) -> {
            assertEquals(0, near.receive(ByteBuffer.allocate(0)));
            near.send(ByteBuffer.allocate(0));
            near.send(List.of());
            send(near, "x");
            assertEquals("x", receive(far, 1));
        });
    }

    @BackendTest
    void whoSendsFasterThanThePeerReceivesWaits() throws Exception {
        withStreams((near, far) -> {
            byte[] much = random(MUCH);
            TaskGroup.open(group -> {
                Task<Integer> sending =
                        group.fork(
                                "send",
                                () -> {
                                    near.send(ByteBuffer.wrap(much));
                                    near.closeOutput();
                                    return 0;
                                });
                TestKit.awaitAllBlocked();
                assertEquals(TaskState.LIVE, sending.state());
                requireSame(much, far);
                sending.join();
                return 0;
            });
        });
    }

    @BackendTest
    void muchGoesBothWaysAtOnce() throws Exception {
        withStreams((near, far) -> {
            byte[] out = random(6 << 20);
            byte[] back = random(6 << 20);
            TaskGroup.open(group -> {
                group.fork("out", () -> sendAndEnd(near, out));
                group.fork("back", () -> sendAndEnd(far, back));
                group.fork("in", () -> requireSame(back, near));
                group.fork("there", () -> requireSame(out, far));
                return 0;
            });
        });
    }

    // ---- ends ----

    @BackendTest
    void afterTheOutputIsClosedTheOtherDirectionGoesOn() throws Exception {
        withStreams((near, far) -> {
            send(near, "last");
            near.closeOutput();
            near.closeOutput();
            assertEquals("last", receive(far, 4));
            assertEquals(-1, far.receive(ByteBuffer.allocate(1)));
            assertEquals(-1, far.receive(ByteBuffer.allocate(1)));
            assertThrows(ClosedResource.class, () -> send(near, "more"));
            send(far, "answer");
            assertEquals("answer", receive(near, 6));
        });
    }

    @BackendTest
    void whatWasSentBeforeCloseStillArrives() throws Exception {
        withStreams((near, far) -> {
            send(near, "goodbye");
            near.close();
            assertEquals("goodbye", receive(far, 7));
            assertEquals(-1, far.receive(ByteBuffer.allocate(1)));
        });
    }

    @BackendTest
    void whoWaitsForTheEndIsTold() throws Exception {
        withStreams((near, far) ->
                TaskGroup.open(group -> {
                    Task<Integer> waiting =
                            group.fork("receive", () -> far.receive(ByteBuffer.allocate(1)));
                    TestKit.awaitWaiting(waiting);
                    near.closeOutput();
                    assertEquals(-1, waiting.join());
                    return 0;
                }));
    }

    @BackendTest
    void afterCloseEveryUseIsRefused() throws Exception {
        withStreams((near, far) -> {
            near.close();
            near.close();
            near.abort();
            assertThrows(ClosedResource.class, () -> near.receive(ByteBuffer.allocate(1)));
            assertThrows(ClosedResource.class, () -> send(near, "x"));
            assertThrows(ClosedResource.class, near::closeOutput);
        });
    }

    @BackendTest
    void closingWakesWhoReceivesAndWhoSends() throws Exception {
        withStreams((near, far) ->
                TaskGroup.open(group -> {
                    Task<ClosedResource> receiving =
                            group.fork(() ->
                                    assertThrows(
                                            ClosedResource.class,
                                            () -> near.receive(ByteBuffer.allocate(1))));
                    Task<ClosedResource> sending =
                            group.fork(() ->
                                    assertThrows(
                                            ClosedResource.class,
                                            () -> near.send(ByteBuffer.allocate(MUCH))));
                    TestKit.awaitAllBlocked();
                    near.close();
                    receiving.join();
                    sending.join();
                    return 0;
                }));
    }

    @BackendTest
    void anAbortIsAResetForThePeer() throws Exception {
        withStreams((near, far) -> {
            TaskGroup.open(group -> {
                Task<SocketException> waiting =
                        group.fork(() ->
                                assertThrows(
                                        SocketException.class,
                                        () -> far.receive(ByteBuffer.allocate(1))));
                TestKit.awaitWaiting(waiting);
                near.abort();
                waiting.join();
                return 0;
            });
            assertThrows(BrokenResource.class, () -> sendWithoutEnd(far));
        });
    }

    @BackendTest
    void aPeerThatIsGoneBreaksTheSend() throws Exception {
        withStreams((near, far) -> {
            far.close();
            assertThrows(BrokenResource.class, () -> sendWithoutEnd(near));
            assertThrows(BrokenResource.class, () -> send(near, "x"));
        });
    }

    // ---- cancellation and concurrent use ----

    @BackendTest
    void aThousandCancelledReceivesLoseNoByte() throws Exception {
        withStreams((near, far) -> {
            int count = 1_000;
            byte[] sent = random(4 * count);
            ByteBuffer received = ByteBuffer.allocate(sent.length);
            TaskGroup.open(group -> {
                for (int i = 0; i < count; i++) {
                    boolean isRace = i % 2 == 0;
                    Task<Integer> receiving =
                            group.fork("receive", () -> receiveSome(far, received));
                    if (!isRace) {
                        TestKit.awaitWaiting(receiving);
                    }
                    near.send(ByteBuffer.wrap(sent, 4 * i, 4));
                    receiving.cancel("to see what is lost");
                    TestKit.awaitEnd(receiving);
                }
                near.closeOutput();
                while (far.receive(received) > 0) {
                    // the rest
                }
                return 0;
            });
            assertEquals(ByteBuffer.wrap(sent), received.flip());
        });
    }

    @BackendTest
    void aReceiveThatRunsOutOfTimeLeavesTheStreamUsable() throws Exception {
        withStreams((near, far) -> {
            for (int i = 0; i < 20; i++) {
                assertTrue(
                        CancelScope.moveOnAfter(
                                        Duration.ofMillis(1),
                                        _ -> far.receive(ByteBuffer.allocate(10)))
                                .wasCaught());
                send(near, "answer");
                assertEquals("answer", receive(far, 6));
            }
        });
    }

    @BackendTest
    void aCancelledSendBreaksSendingOnly() throws Exception {
        withStreams((near, far) -> {
            TestKit.assertWaitsUntilCancelled(() -> {
                near.send(ByteBuffer.allocate(MUCH));
                return 0;
            });
            assertThrows(BrokenResource.class, () -> send(near, "x"));
            assertThrows(BrokenResource.class, near::closeOutput);
            send(far, "still heard");
            assertEquals("still heard", receive(near, 11));
        });
    }

    @BackendTest
    void inACancelledScopeNothingIsReceivedOrSent() throws Exception {
        withStreams((near, far) -> {
            send(near, "waits");
            CancelScope.run(scope -> {
                scope.cancel("at once");
                assertThrows(InterruptedException.class, () -> far.receive(ByteBuffer.allocate(5)));
                assertThrows(InterruptedException.class, () -> send(near, "never"));
                return 0;
            });
            assertEquals("waits", receive(far, 5));
            send(near, "goes on");
            assertEquals("goes on", receive(far, 7));
        });
    }

    @BackendTest
    void aSecondTaskInTheSameDirectionIsRefusedAtOnce() throws Exception {
        withStreams((near, far) -> {
            TaskGroup.open(group -> {
                group.forkService("receive", () -> near.receive(ByteBuffer.allocate(1)));
                group.forkService(
                        "send",
                        () -> {
                            near.send(ByteBuffer.allocate(MUCH));
                            return 0;
                        });
                TestKit.awaitAllBlocked();
                assertThrows(
                        IllegalStateException.class, () -> near.receive(ByteBuffer.allocate(1)));
                assertThrows(IllegalStateException.class, () -> send(near, "x"));
                return 0;
            });
            send(far, "y");
            assertEquals("y", receive(near, 1));
        });
    }

    @BackendTest
    void aSteadyStreamLetsOthersRun() throws Exception {
        withStreams((near, far) ->
                TaskGroup.open(group -> {
                    group.forkService(
                            "send",
                            () -> {
                                while (true) {
                                    near.send(ByteBuffer.allocate(1 << 16));
                                }
                            });
                    group.forkService(
                            "receive",
                            () -> {
                                ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
                                while (true) {
                                    far.receive(buffer.clear());
                                }
                            });
                    Task<Integer> third =
                            group.fork(
                                    "third",
                                    () -> {
                                        for (int i = 0; i < 10; i++) {
                                            Checkpoint.now();
                                        }
                                        return 0;
                                    });
                    assertEquals(0, third.join());
                    return 0;
                }));
    }

    private static int receiveSome(ByteStream from, ByteBuffer into)
            throws IOException, InterruptedException {
        int before = into.position();
        try {
            return from.receive(into);
        } catch (InterruptedException cancelled) {
            assertEquals(before, into.position());
            throw cancelled;
        }
    }
}
