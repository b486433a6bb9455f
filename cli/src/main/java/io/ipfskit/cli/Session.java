package io.ipfskit.cli;

import io.ipfskit.kit.CallOptions;
import io.ipfskit.kit.IpfsKit;

import org.jspecify.annotations.Nullable;

import java.io.PrintStream;
import java.time.Duration;

/// What a command that needs a node works with; lives as long as the command.
///
/// @param kit the node
/// @param remote whether it is in another process
/// @param terminal the streams
/// @param globals the options of every command
/// @param timeout the deadline of each call, or null
record Session(
        IpfsKit kit,
        boolean remote,
        Terminal terminal,
        Globals globals,
        @Nullable Duration timeout) {

    /// Options of a call with the deadline that the user gave.
    CallOptions call() {
        return CallOptions.NONE.withTimeout(timeout);
    }

    PrintStream out() {
        return terminal.out();
    }

    boolean isJson() {
        return globals.json;
    }

    /// Prints a record as one line of JSON.
    void json(Object record) {
        output().json(record);
    }

    /// Prints one line, see [Output#line].
    void line(String text) {
        output().line(text);
    }

    private Output output() {
        return new Output(terminal, globals);
    }
}
