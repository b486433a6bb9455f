package io.ipfskit.anyio;

/// What [SignalsTest] starts and signals.
final class SignalProgram {
    private SignalProgram() {}

    public static void main(String[] args) throws Exception {
        RunOptions options =
                args[0].equals("hook")
                        ? RunOptions.withSignals(signal -> {
                            System.out.println("draining after " + signal);
                            Time.sleepForever();
                        })
                        : RunOptions.withSignals();
        try {
            AnyIO.run(
                    Backends.named(args[1]),
                    options,
                    run -> {
                        System.out.println("ready");
                        try {
                            return Runs.forever();
                        } catch (Cancelled cancelled) {
                            System.out.println("cancelled: " + cancelled.reason());
                            throw cancelled;
                        }
                    });
        } catch (Cancelled cancelled) {
            System.out.println("run ended: " + cancelled.reason());
        }
        System.exit(options.signalExitCode());
    }
}
