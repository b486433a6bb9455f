package io.ipfskit.anyio.sim;

import io.ipfskit.anyio.FileType;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// A symbolic link; durable with its name.
final class SimDiskLink extends SimDiskNode {
    final String target;

    SimDiskLink(long id, Instant modified, String target) {
        super(id, 0777, modified);
        this.target = target;
    }

    @Override
    FileType type() {
        return FileType.SYMLINK;
    }

    @Override
    long size() {
        return target.getBytes(StandardCharsets.UTF_8).length;
    }
}
