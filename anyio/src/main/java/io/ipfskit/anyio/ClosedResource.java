package io.ipfskit.anyio;

/// A handle was used after its own `close()`.
public final class ClosedResource extends RuntimeException {
    /// Says what was closed. For resources that are built on those of this package, too.
    public ClosedResource(String message) {
        super(message);
    }
}
