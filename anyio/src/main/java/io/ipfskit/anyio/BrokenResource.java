package io.ipfskit.anyio;

/// The other side is gone: no receiver is left, the owner of a lock ended without unlocking it, or
/// a stream cannot send any more.
public final class BrokenResource extends RuntimeException {
    /// Says what is broken. For resources that are built on those of this package, too.
    public BrokenResource(String message) {
        super(message);
    }
}
