package io.ipfskit.wal.log;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Receives the records of a log in the order of their sequence numbers.
@FunctionalInterface
public interface ReplayConsumer {
    /// Ignores everything.
    ReplayConsumer NONE = (_, _, _) -> {};

    /// Takes one record.
    ///
    /// @param payload valid during the call only
    /// @throws IOException when the record cannot be applied; opening fails with it
    void accept(long seq, int type, ByteBuffer payload) throws IOException, InterruptedException;
}
