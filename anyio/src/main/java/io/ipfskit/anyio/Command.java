package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// What [Processes] starts: a program with its arguments, and the limits it runs under.
///
/// @param arguments the program and its arguments, handed over as they are: no shell
/// @param directory where it runs, null for where this process runs
/// @param environment variables set besides those of this process
/// @param input what [Processes#run] writes to it; empty for nothing
/// @param outputMax most bytes that [Processes#run] collects from each of its two outputs
/// @param grace time between asking it to end and killing it
public record Command(
        List<String> arguments,
        @Nullable Path directory,
        Map<String, String> environment,
        @SuppressWarnings("ArrayRecordComponent") byte[] input,
        int outputMax,
        Duration grace) {
    private static final int OUTPUT_MAX = 16 << 20;
    private static final Duration GRACE = Duration.ofSeconds(5);

    /// Checks and copies.
    public Command {
        arguments = List.copyOf(arguments);
        if (arguments.isEmpty() || arguments.getFirst().isEmpty()) {
            throw new IllegalArgumentException("a command needs at least the name of its program");
        }
        environment = Collections.unmodifiableMap(new TreeMap<>(environment));
        input = input.clone();
        if (outputMax < 0) {
            throw new IllegalArgumentException("outputMax must not be negative, was " + outputMax);
        }
        if (Objects.requireNonNull(grace, "grace").isNegative()) {
            throw new IllegalArgumentException("the grace must not be negative, was " + grace);
        }
    }

    /// A program and its arguments: 16 MiB from each output, five seconds to end.
    public static Command of(String... arguments) {
        return of(List.of(arguments));
    }

    /// As [#of(String...)].
    public static Command of(List<String> arguments) {
        return new Command(arguments, null, Map.of(), new byte[0], OUTPUT_MAX, GRACE);
    }

    /// Returns the command run in that directory.
    public Command in(Path where) {
        return new Command(arguments, where, environment, input, outputMax, grace);
    }

    /// Returns the command with these variables besides those of this process.
    public Command withEnvironment(Map<String, String> variables) {
        return new Command(arguments, directory, variables, input, outputMax, grace);
    }

    /// Returns the command with that input.
    public Command withInput(byte[] bytes) {
        return new Command(arguments, directory, environment, bytes, outputMax, grace);
    }

    /// Returns the command with another limit of output.
    public Command withOutputMax(int bytes) {
        return new Command(arguments, directory, environment, input, bytes, grace);
    }

    /// Returns the command with another time to end.
    public Command withGrace(Duration duration) {
        return new Command(arguments, directory, environment, input, outputMax, duration);
    }

    /// The program, and which variables are set: values, arguments and input may be secret.
    @Override
    public String toString() {
        return "Command[" + name() + ", environment " + environment.keySet() + "]";
    }

    /// Returns what it is called in messages and in the task tree.
    String name() {
        Path program = Path.of(arguments.getFirst()).getFileName();
        return program == null ? arguments.getFirst() : program.toString();
    }
}
