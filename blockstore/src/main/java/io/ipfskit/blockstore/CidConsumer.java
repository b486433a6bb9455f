package io.ipfskit.blockstore;

import io.ipfskit.multiformats.Cid;

import java.io.IOException;

/// Receives CIDs.
@FunctionalInterface
public interface CidConsumer {
    /// Takes one CID.
    void accept(Cid cid) throws IOException, InterruptedException;
}
