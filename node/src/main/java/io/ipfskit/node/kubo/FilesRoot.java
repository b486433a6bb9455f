package io.ipfskit.node.kubo;

import io.ipfskit.multiformats.Cid;

/// Where the root of Kubo's mutable file system goes: whoever keeps such trees here implements it.
@FunctionalInterface
public interface FilesRoot {
    /// Keeps the root, with all below it. The caller holds all of it and knows it to be complete
    /// and durable. Durable when it returns.
    ///
    /// @return where it is now, for people
    /// @throws io.ipfskit.operation.OperationFailed when it cannot be kept
    String keep(Cid root) throws InterruptedException;
}
