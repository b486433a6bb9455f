package io.ipfskit.anyio;

/// Thrown from every wait once the kernel gave the run up and cancelling did not end it: unwinds
/// tasks that nothing else can wake.
final class RunAborted extends Error {
    private static final long serialVersionUID = 1L;

    RunAborted(String message) {
        super(message, null, false, false);
    }
}
