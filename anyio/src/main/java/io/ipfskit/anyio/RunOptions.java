package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Options of one run: its name, and whether signals cancel it.
///
/// With signals, the first SIGINT or SIGTERM runs the hook, if there is one (to drain), and then
/// cancels the root scope; the second halts the process. [#signal()] tells afterwards which came,
/// so that a terminal program can exit 130 or 143.
public final class RunOptions {
    /// What a hook does before the root scope is cancelled.
    @FunctionalInterface
    public interface SignalHook {
        /// Runs as a task of its own below the root, shielded from nothing; the root scope is
        /// cancelled when it returns.
        ///
        /// @param signal `INT` or `TERM`
        void onSignal(String signal) throws Exception;
    }

    private final List<Instrument> instruments = new ArrayList<>();
    private final List<ContextBridge> bridges = new ArrayList<>();
    private String name = "main";
    private boolean signals;
    private @Nullable SignalHook hook;
    private volatile @Nullable String received;

    /// Options without signals.
    public RunOptions() {}

    /// Names the root task.
    public RunOptions named(String name) {
        this.name = Objects.requireNonNull(name, "name");
        return this;
    }

    /// Lets an instrument watch the run.
    public RunOptions watchedBy(Instrument instrument) {
        instruments.add(Objects.requireNonNull(instrument, "instrument"));
        return this;
    }

    /// Lets a library's thread-bound context follow the tasks of the run.
    public RunOptions carrying(ContextBridge bridge) {
        bridges.add(Objects.requireNonNull(bridge, "bridge"));
        return this;
    }

    /// Lets SIGINT and SIGTERM cancel the run.
    public static RunOptions withSignals() {
        RunOptions options = new RunOptions();
        options.signals = true;
        return options;
    }

    /// Lets SIGINT and SIGTERM run `hook` first.
    public static RunOptions withSignals(SignalHook hook) {
        RunOptions options = withSignals();
        options.hook = Objects.requireNonNull(hook, "hook");
        return options;
    }

    /// Returns the first signal that came, `INT` or `TERM`; null when none came.
    public @Nullable String signal() {
        return received;
    }

    /// Returns 130 after SIGINT, 143 after SIGTERM, 0 when no signal came.
    public int signalExitCode() {
        String signal = received;
        if (signal == null) {
            return 0;
        }
        return signal.equals("INT") ? 130 : 143;
    }

    List<Instrument> instruments() {
        return instruments;
    }

    List<ContextBridge> bridges() {
        return bridges;
    }

    String name() {
        return name;
    }

    boolean hasSignals() {
        return signals;
    }

    @Nullable SignalHook hook() {
        return hook;
    }

    void received(String signal) {
        received = signal;
    }
}
