package io.ipfskit.anyiotesting;

/// The tests of one class that share a run, seen from the body around them.
@FunctionalInterface
public interface SharedTests {
    /// Runs the tests, one after another, as tasks below the caller; returns when the last has
    /// ended, whether they passed or not.
    ///
    /// @throws InterruptedException when the body around was cancelled; tests that have not run
    ///   fail
    void run() throws InterruptedException;
}
