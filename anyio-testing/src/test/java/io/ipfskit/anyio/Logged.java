package io.ipfskit.anyio;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// What one class of anyio logs while this is open.
final class Logged extends Handler implements AutoCloseable {
    private final Queue<String> messages = new ConcurrentLinkedQueue<>();
    private final Logger logger;

    Logged(Class<?> source) {
        logger = Logger.getLogger(source.getName());
        logger.addHandler(this);
    }

    boolean has(Predicate<String> message) {
        return messages.stream().anyMatch(message);
    }

    long count(Predicate<String> message) {
        return messages.stream().filter(message).count();
    }

    @Override
    public void publish(LogRecord entry) {
        messages.add(entry.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
