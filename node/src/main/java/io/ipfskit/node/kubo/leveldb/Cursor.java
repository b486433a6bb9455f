package io.ipfskit.node.kubo.leveldb;

import java.io.IOException;

/// Goes once over changes in the order of their keys.
interface Cursor extends AutoCloseable {
    /// Goes to the next change; the first time to the first one. False at the end.
    boolean next() throws IOException, InterruptedException;

    /// The key of the change.
    InternalKey key();

    /// The value of the change, empty for a deletion. A new array, or one that is not changed.
    byte[] value();

    @Override
    void close();
}
