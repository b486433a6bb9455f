package io.ipfskit.anyio;

import static io.ipfskit.anyio.Runs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyiotesting.BackendTest;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Who gets the next item, and what the statistics say meanwhile.
class ChannelFairnessTest {
    @BackendTest
    void statisticsOfAChannelMatchAfterEachOperation() throws Exception {
        run(run ->
                TaskGroup.open(group -> {
                    Channel<Integer> channel = Channel.open(1);
                    assertThat(channel.sender().statistics())
                            .isEqualTo(new ChannelStatistics(0, 1, 1, 1, 0, 0));
                    channel.sender().send(1);
                    assertThat(channel.sender().statistics())
                            .isEqualTo(new ChannelStatistics(1, 1, 1, 1, 0, 0));
                    Task<Integer> sender =
                            group.fork(() -> {
                                channel.sender().send(2);
                                return 0;
                            });
                    Runs.awaitWaiting(sender);
                    assertThat(channel.receiver().statistics())
                            .isEqualTo(new ChannelStatistics(1, 1, 1, 1, 1, 0));
                    ReceiveChannel<Integer> copy = channel.receiver().copy();
                    assertThat(copy.receive()).isEqualTo(1);
                    assertThat(copy.receive()).isEqualTo(2);
                    sender.join();
                    Task<Integer> receiver = group.fork(copy::receive);
                    Runs.awaitWaiting(receiver);
                    assertThat(channel.receiver().statistics())
                            .isEqualTo(new ChannelStatistics(0, 1, 1, 2, 0, 1));
                    receiver.cancel("seen");
                    assertThatThrownBy(receiver::join).isInstanceOf(TaskFailed.class);
                    copy.close();
                    channel.sender().close();
                    assertThat(channel.receiver().statistics())
                            .isEqualTo(new ChannelStatistics(0, 1, 0, 1, 0, 0));
                    return 0;
                }));
    }

    @BackendTest
    void anItemBelongsToTheReceiverThatWaitsAndCannotBeSnatched() throws Exception {
        run(run ->
                TaskGroup.open(group -> {
                    Channel<Integer> channel = Channel.open(1);
                    channel.sender().send(1);
                    assertThat(channel.receiver().tryReceive())
                            .isEqualTo(new ReceiveResult.Received<>(1));
                    Task<Integer> waits = group.fork(() -> channel.receiver().receive());
                    Runs.awaitWaiting(waits);
                    channel.sender().send(2);
                    assertThat(channel.receiver().tryReceive())
                            .isEqualTo(new ReceiveResult.Empty<Integer>());
                    assertThat(waits.join()).isEqualTo(2);
                    return 0;
                }));
    }

    @BackendTest
    void roomBelongsToTheSenderThatWaitsAndCannotBeSnatched() throws Exception {
        run(run ->
                TaskGroup.open(group -> {
                    Channel<Integer> channel = Channel.open(1);
                    channel.sender().send(1);
                    Task<Integer> waits =
                            group.fork(() -> {
                                channel.sender().send(2);
                                return 0;
                            });
                    Runs.awaitWaiting(waits);
                    assertThat(channel.receiver().receive()).isEqualTo(1);
                    assertThat(channel.sender().trySend(3)).isEqualTo(SendResult.FULL);
                    assertThat(channel.receiver().receive()).isEqualTo(2);
                    return waits.join();
                }));
    }

    @BackendTest
    void everyWaitingReceiverIsServedOnceBeforeAnyIsServedTwice() throws Exception {
        int receivers = 5;
        List<Integer> served = Collections.synchronizedList(new ArrayList<>());
        List<Integer> items = Collections.synchronizedList(new ArrayList<>());
        run(run ->
                TaskGroup.open(group -> {
                    Channel<Integer> channel = Channel.open(1);
                    for (int r = 0; r < receivers; r++) {
                        ReceiveChannel<Integer> copy = channel.receiver().copy();
                        int number = r;
                        Runs.awaitWaiting(
                                group.fork(() -> {
                                    copy.forEach(item -> {
                                        served.add(number);
                                        items.add(item);
                                    });
                                    return 0;
                                }));
                    }
                    for (int i = 0; i < 10; i++) {
                        channel.sender().send(i);
                    }
                    channel.sender().close();
                    return 0;
                }));
        assertThat(served).contains(0, 1, 2, 3, 4).hasSize(10);
        assertThat(items).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @BackendTest
    void waitingSendersAreServedInOrderOfArrival() throws Exception {
        List<Integer> received = new ArrayList<>();
        run(run ->
                TaskGroup.open(group -> {
                    Channel<Integer> channel = Channel.open(0);
                    for (int s = 0; s < 5; s++) {
                        int item = s;
                        Runs.awaitWaiting(
                                group.fork(() -> {
                                    channel.sender().send(item);
                                    return 0;
                                }));
                    }
                    for (int s = 0; s < 5; s++) {
                        received.add(channel.receiver().receive());
                    }
                    return 0;
                }));
        assertThat(received).containsExactly(0, 1, 2, 3, 4);
    }
}
