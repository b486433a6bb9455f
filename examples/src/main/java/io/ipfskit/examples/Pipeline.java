package io.ipfskit.examples;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Channel;
import io.ipfskit.anyio.TaskGroup;

import java.time.Duration;

/// `anyio` alone: two tasks, a channel between them, one deadline over both.
public final class Pipeline {
    private Pipeline() {}

    /// Prints the sum of the numbers that one task sends to another.
    public static void main(String[] arguments) throws InterruptedException {
        AnyIO.run(
                ChosenBackend.of(arguments).backend(),
                run ->
                        CancelScope.moveOnAfter(
                                Duration.ofSeconds(5),
                                scope ->
                                        TaskGroup.open(group -> {
                                            Channel<Integer> channel = Channel.open(16);
                                            group.fork(() -> send(channel));
                                            long sum = sum(channel);
                                            System.out.println("sum " + sum);
                                            return sum;
                                        })));
    }

    private static boolean send(Channel<Integer> channel) throws InterruptedException {
        try (var sender = channel.sender()) {
            for (int i = 1; i <= 1_000; i++) {
                sender.send(i);
            }
        }
        return true;
    }

    private static long sum(Channel<Integer> channel) throws InterruptedException {
        long[] sum = new long[1];
        channel.receiver().forEach(i -> sum[0] += i);
        return sum[0];
    }
}
