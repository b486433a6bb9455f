package io.ipfskit.anyio;

import static io.ipfskit.anyio.Runs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyiotesting.BackendTest;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;

class ChannelTest {
    @BackendTest
    void aRendezvousBlocksTheSenderUntilTheItemIsTaken() throws Exception {
        run(run ->
                TaskGroup.open(group -> {
                    Channel<String> channel = Channel.open(0);
                    Task<Integer> sender =
                            group.fork(() -> {
                                channel.sender().send("item");
                                return 0;
                            });
                    Runs.awaitWaiting(sender);
                    assertThat(channel.sender().statistics())
                            .isEqualTo(new ChannelStatistics(0, 0, 1, 1, 1, 0));
                    assertThat(channel.receiver().receive()).isEqualTo("item");
                    return sender.join();
                }));
    }

    @BackendTest
    void aBufferIsFirstInFirstOutAndTellsFullAndEmpty() throws Exception {
        run(run ->
                TaskGroup.open(group -> {
                    Channel<Integer> channel = Channel.open(2);
                    assertThat(channel.receiver().tryReceive())
                            .isEqualTo(new ReceiveResult.Empty<Integer>());
                    assertThat(channel.sender().trySend(1)).isEqualTo(SendResult.SENT);
                    assertThat(channel.sender().trySend(2)).isEqualTo(SendResult.SENT);
                    assertThat(channel.sender().trySend(3)).isEqualTo(SendResult.FULL);
                    assertThat(channel.sender().statistics())
                            .isEqualTo(new ChannelStatistics(2, 2, 1, 1, 0, 0));
                    Task<Integer> waiting =
                            group.fork(() -> {
                                channel.sender().send(3);
                                return 0;
                            });
                    Runs.awaitWaiting(waiting);
                    assertThat(channel.receiver().tryReceive())
                            .isEqualTo(new ReceiveResult.Received<>(1));
                    waiting.join();
                    assertThat(channel.receiver().receive()).isEqualTo(2);
                    assertThat(channel.receiver().receive()).isEqualTo(3);
                    return 0;
                }));
    }

    @BackendTest
    void afterTheLastSenderClosedTheBufferDrainsAndThenEnds() throws Exception {
        run(run -> {
            Channel<Integer> channel = Channel.open(5);
            SendChannel<Integer> copy = channel.sender().copy();
            channel.sender().send(1);
            channel.sender().close();
            copy.send(2);
            copy.close();
            assertThat(channel.receiver().receive()).isEqualTo(1);
            assertThat(channel.receiver().receiveOrEnd())
                    .isEqualTo(new ReceiveResult.Received<>(2));
            assertThat(channel.receiver().receiveOrEnd())
                    .isEqualTo(new ReceiveResult.End<Integer>());
            assertThat(channel.receiver().tryReceive()).isEqualTo(new ReceiveResult.End<Integer>());
            assertThatThrownBy(() -> channel.receiver().receive()).isInstanceOf(EndOfChannel.class);
            return 0;
        });
    }

    @BackendTest
    void closingTheLastSenderWakesWaitingReceiversWithTheEnd() throws Exception {
        run(run ->
                TaskGroup.open(group -> {
                    Channel<Integer> channel = Channel.open(0);
                    Task<ReceiveResult<Integer>> receiver =
                            group.fork(() -> channel.receiver().receiveOrEnd());
                    Runs.awaitWaiting(receiver);
                    channel.sender().close();
                    assertThat(receiver.join()).isInstanceOf(ReceiveResult.End.class);
                    return 0;
                }));
    }

    @BackendTest
    void closingTheLastReceiverBreaksWaitingAndLaterSenders() throws Exception {
        run(run ->
                TaskGroup.open(group -> {
                    Channel<Integer> channel = Channel.open(0);
                    Task<String> sender =
                            group.fork(() -> {
                                try {
                                    channel.sender().send(1);
                                    return "sent";
                                } catch (BrokenResource broken) {
                                    return "broken";
                                }
                            });
                    Runs.awaitWaiting(sender);
                    channel.receiver().close();
                    assertThat(sender.join()).isEqualTo("broken");
                    assertThat(channel.sender().trySend(2)).isEqualTo(SendResult.BROKEN);
                    assertThatThrownBy(() -> channel.sender().send(3))
                            .isInstanceOf(BrokenResource.class);
                    return 0;
                }));
    }

    @BackendTest
    void useAfterOwnCloseIsClosedWhileCopiesGoOn() throws Exception {
        run(run -> {
            Channel<Integer> channel = Channel.open(1);
            ReceiveChannel<Integer> copy = channel.receiver().copy();
            channel.receiver().close();
            channel.receiver().close();
            assertThatThrownBy(() -> channel.receiver().receive())
                    .isInstanceOf(ClosedResource.class);
            assertThatThrownBy(() -> channel.receiver().copy()).isInstanceOf(ClosedResource.class);
            channel.sender().send(1);
            assertThat(copy.receive()).isEqualTo(1);
            channel.sender().close();
            assertThatThrownBy(() -> channel.sender().trySend(1))
                    .isInstanceOf(ClosedResource.class);
            assertThatThrownBy(() -> channel.sender().copy()).isInstanceOf(ClosedResource.class);
            assertThat(copy.statistics()).isEqualTo(new ChannelStatistics(0, 1, 0, 1, 0, 0));
            return 0;
        });
    }

    @BackendTest
    void closingAHandleWakesTheTaskThatWaitsThroughIt() throws Exception {
        run(run ->
                TaskGroup.open(group -> {
                    Channel<Integer> channel = Channel.open(0);
                    ReceiveChannel<Integer> other = channel.receiver().copy();
                    Task<String> receiver =
                            group.fork(() -> {
                                try {
                                    return "" + channel.receiver().receive();
                                } catch (ClosedResource closed) {
                                    return "closed";
                                }
                            });
                    Runs.awaitWaiting(receiver);
                    channel.receiver().close();
                    assertThat(receiver.join()).isEqualTo("closed");
                    other.close();
                    return 0;
                }));
    }

    @BackendTest
    void zeroFalseAndEmptyTravelLikeOthersAndNullIsRefused() throws Exception {
        run(run -> {
            Channel<Object> channel = Channel.open(Channel.UNLIMITED);
            for (Object item : List.of(0, false, "", List.of())) {
                channel.sender().send(item);
                assertThat(channel.receiver().receive()).isEqualTo(item);
            }
            assertThatThrownBy(() -> channel.sender().send(nothing()))
                    .isInstanceOf(NullPointerException.class);
            return 0;
        });
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T nothing() {
        return null;
    }

    @BackendTest
    void aNegativeCapacityIsRefused() {
        assertThatThrownBy(() -> Channel.open(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("was -1");
    }

    @BackendTest
    void aConflatedChannelKeepsOnlyTheNewestItem() throws Exception {
        run(run -> {
            Channel<Integer> channel = Channel.conflated();
            channel.sender().send(1);
            channel.sender().send(2);
            assertThat(channel.receiver().receive()).isEqualTo(2);
            assertThat(channel.receiver().tryReceive()).isInstanceOf(ReceiveResult.Empty.class);
            return 0;
        });
    }

    @BackendTest
    void aCancelledSenderKeepsItsItem() throws Exception {
        run(run ->
                TaskGroup.open(group -> {
                    Channel<String> channel = Channel.open(0);
                    Task<Integer> sender =
                            group.fork(() -> {
                                channel.sender().send("never");
                                return 0;
                            });
                    Runs.awaitWaiting(sender);
                    sender.cancel("changed its mind");
                    while (sender.state() == TaskState.LIVE) {
                        Checkpoint.now();
                    }
                    assertThat(channel.receiver().tryReceive())
                            .isInstanceOf(ReceiveResult.Empty.class);
                    return 0;
                }));
    }

    /// Senders and receivers are cancelled at random; each item sent is received exactly once, each
    /// not sent never.
    @BackendTest
    void noItemIsLostOrDoubledWhenEitherSideIsCancelledAtRandom() throws Exception {
        for (int capacity : new int[] {0, 1, 7}) {
            cancelEitherSideAtRandom(capacity);
        }
    }

    private static void cancelEitherSideAtRandom(int capacity) throws Exception {
        for (int seed = 0; seed < 30; seed++) {
            Random random = new Random(seed);
            ConcurrentLinkedQueue<Integer> sent = new ConcurrentLinkedQueue<>();
            ConcurrentLinkedQueue<Integer> received = new ConcurrentLinkedQueue<>();
            run(run ->
                    TaskGroup.open(group -> {
                        Channel<Integer> channel = Channel.open(capacity);
                        List<Task<?>> tasks = new ArrayList<>();
                        List<SendChannel<Integer>> copies = new ArrayList<>();
                        for (int t = 0; t < 8; t++) {
                            int base = t * 1000;
                            SendChannel<Integer> sender = channel.sender().copy();
                            copies.add(sender);
                            tasks.add(
                                    group.fork(
                                            "sender",
                                            () -> {
                                                try (sender) {
                                                    for (int i = 0; i < 50; i++) {
                                                        sender.send(base + i);
                                                        sent.add(base + i);
                                                    }
                                                }
                                                return 0;
                                            }));
                            ReceiveChannel<Integer> receiver = channel.receiver().copy();
                            tasks.add(
                                    group.fork(
                                            "receiver",
                                            () -> {
                                                try (receiver) {
                                                    receiver.forEach(received::add);
                                                }
                                                return 0;
                                            }));
                        }
                        channel.sender().close();
                        for (int i = 0; i < 6; i++) {
                            for (int y = random.nextInt(20); y > 0; y--) {
                                Checkpoint.now();
                            }
                            tasks.get(random.nextInt(tasks.size())).cancel("at random");
                        }
                        // A task cancelled before it ran closes nothing: its handle is closed for
                        // it.
                        group.fork(
                                "closer",
                                () -> {
                                    for (int t = 0; t < copies.size(); t++) {
                                        Task<?> sender = tasks.get(2 * t);
                                        while (sender.state() == TaskState.LIVE) {
                                            Checkpoint.now();
                                        }
                                        copies.get(t).close();
                                    }
                                    return 0;
                                });
                        channel.receiver().forEach(received::add);
                        return 0;
                    }));
            assertThat(received).as("seed " + seed).containsExactlyInAnyOrderElementsOf(sent);
        }
    }
}
