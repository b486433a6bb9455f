package io.ipfskit.node.add;

import io.ipfskit.operation.ByteSource;

/// One stream of bytes.
final class BytesSource implements AddSource {
    private final StreamReader reader;
    private final ByteSource source;
    private final String name;

    /// Bytes that become a file called `name`, which may be empty.
    BytesSource(StreamReader reader, ByteSource source, String name) {
        this.reader = reader;
        this.source = source;
        this.name = name;
    }

    @Override
    public boolean isEntries() {
        return false;
    }

    @Override
    public long total() {
        return source.size().orElse(-1);
    }

    @Override
    public void feed(Feed feed) throws InterruptedException {
        reader.feed(feed, new Step.BeginFile(name, feed.plan().attributes(null, null)), source);
    }
}
