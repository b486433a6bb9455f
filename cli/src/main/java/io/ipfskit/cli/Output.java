package io.ipfskit.cli;

import io.ipfskit.kit.json.Json;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;

import java.io.IOException;

/// Results on stdout, as text or JSON.
///
/// @param terminal the streams
/// @param globals the options of every command
record Output(Terminal terminal, Globals globals) {
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
        terminal.out().print(text);
        terminal.out().print('\n');
        if (terminal.out().checkError()) {
            throw new OperationFailed(
                    ErrorCode.CANCELLED,
                    "nobody reads stdout any more",
                    new ExitCodes.OutputClosed(new IOException("stdout is closed")));
        }
    }
}
