package io.ipfskit.anyio;

import java.util.Map;

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

    /// Returns whether time, order and randomness are made up from a seed. A simulation keeps
    /// nothing and takes no part in the world: it is for tests.
    default boolean isSimulated() {
        return false;
    }

    /// Returns this backend with options, by names of its own.
    ///
    /// @throws IllegalArgumentException for an option it does not have, or a bad value
    default Backend options(Map<String, String> options) {
        if (!options.isEmpty()) {
            throw new IllegalArgumentException(
                    "backend '"
                            + name()
                            + "' has no options, was given "
                            + new java.util.TreeSet<>(options.keySet()));
        }
        return this;
    }

    /// Opens the kernel of one run.
    Kernel open();
}
