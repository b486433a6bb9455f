package io.ipfskit.anyiomigration.after;

import io.ipfskit.anyio.Channel;
import io.ipfskit.anyio.ReceiveResult;
import io.ipfskit.anyio.Task;
import io.ipfskit.anyio.TaskFailed;
import io.ipfskit.anyio.TaskGroup;

import java.util.List;
import java.util.concurrent.ExecutionException;

/// A queue between a job and its owner, ended by a poison pill.
public final class Line {

    private Line() {}

    /// Joins the words in order.
    public static String join(List<String> words) throws InterruptedException, ExecutionException {
        try {
            return TaskGroup.open(group -> {
                Channel<String> queue = Channel.open(4);
                Task<?> producer =
                        group.fork(() -> {
                            for (String word : words) {
                                queue.sender().send(word);
                            }
                            queue.sender().close();
                            return 0;
                        });
                StringBuilder line = new StringBuilder();
                while (queue.receiver().receiveOrEnd()
                        instanceof ReceiveResult.Received<String>(String word)) {
                    line.append(word).append(' ');
                }
                producer.join();
                return line.toString();
            });
        } catch (TaskFailed failed) {
            throw new ExecutionException(failed.getCause());
        }
    }
}
