package io.ipfskit.anyio;

/// The other side is gone: no receiver is left, or the owner of a lock ended without unlocking it.
public final class BrokenResource extends RuntimeException {
    BrokenResource(String message) {
        super(message);
    }
}
