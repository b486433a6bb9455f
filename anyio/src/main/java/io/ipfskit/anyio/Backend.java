package io.ipfskit.anyio;

/// How tasks are run: the SPI's entry. Found by [Backends], by name; never chosen silently.
///
/// A backend opens one [Kernel] per run. All semantics (groups, scopes, channels, locks) are
/// written above the kernel.
public interface Backend {
    /// Returns the name users select it by, such as `threads`.
    String name();

    /// Returns what really runs the tasks, as banners and reports show it, such as
    /// `threads/virtual`.
    String engine();

    /// Opens the kernel of one run.
    Kernel open();
}
