package io.ipfskit.anyio;

/// A handle was used after its own `close()`.
public final class ClosedResource extends RuntimeException {
    ClosedResource(String message) {
        super(message);
    }
}
