package io.ipfskit.anyiomigration.before;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// A queue between a job and its owner, ended by a poison pill.
public final class Line {
    private static final String END = "end of line";

    private Line() {}

    /// Joins the words in order.
    public static String join(List<String> words) throws InterruptedException, ExecutionException {
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            BlockingQueue<String> queue = new ArrayBlockingQueue<>(4);
            Future<?> producer =
                    pool.submit(() -> {
                        for (String word : words) {
                            queue.put(word);
                        }
                        queue.put(END);
                        return 0;
                    });
            StringBuilder line = new StringBuilder();
            while (true) {
                String word = queue.take();
                if (word.equals(END)) {
                    break;
                }
                line.append(word).append(' ');
            }
            producer.get();
            return line.toString();
        }
    }
}
