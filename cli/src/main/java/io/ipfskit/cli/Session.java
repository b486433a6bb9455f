package io.ipfskit.cli;

import io.ipfskit.kit.CallOptions;
import io.ipfskit.kit.IpfsKit;
import io.ipfskit.kit.json.Json;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
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
        line(Json.standard().write(record));
    }

    /// Prints one line, and fails when nobody reads any more: as a cancellation, because this is
    /// called by operations that run here, to which it is no defect.
    void line(String text) {
        out().print(text);
        out().print('\n');
        if (out().checkError()) {
            throw new OperationFailed(
                    ErrorCode.CANCELLED,
                    "nobody reads stdout any more",
                    new ExitCodes.OutputClosed(new IOException("stdout is closed")));
        }
    }
}
