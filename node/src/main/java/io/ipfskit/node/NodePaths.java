package io.ipfskit.node;

import java.nio.file.Path;

/// Where the parts of a node lie in a data directory.
///
/// @param directory the data directory
public record NodePaths(Path directory) {
    /// The private key, mode 0600.
    public Path identity() {
        return directory.resolve("identity");
    }

    /// The block store.
    public Path blocks() {
        return directory.resolve("blocks");
    }

    /// The repository log: pins and the tree of files.
    public Path repositoryLog() {
        return directory.resolve("log").resolve("repository");
    }

    /// Keys by name, mode 0700.
    public Path keys() {
        return directory.resolve("keys");
    }

    /// Derived indexes, rebuilt when they are missing.
    public Path index() {
        return directory.resolve("index");
    }
}
