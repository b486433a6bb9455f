package io.ipfskit.anyio;

/// The kernel of the caller's run, for the simulated world in the package beside this one, which
/// needs its timers, clock and randomness outside tasks too. SPI: used by anyio only.
public final class KernelAccess {
    private KernelAccess() {}

    /// Returns the kernel.
    ///
    /// @throws IllegalStateException outside a run
    public static Kernel ofCaller() {
        return Run.ofCaller().kernel();
    }
}
