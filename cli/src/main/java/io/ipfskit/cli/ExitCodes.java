package io.ipfskit.cli;

import io.ipfskit.anyio.TaskFailed;
import io.ipfskit.kit.json.Json;
import io.ipfskit.kit.life.StartRefused;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.Failure;
import io.ipfskit.operation.FieldError;
import io.ipfskit.operation.OperationFailed;

import java.util.LinkedHashMap;
import java.util.Map;

/// Tells the user why a command failed, and which exit code that is.
final class ExitCodes {
    private ExitCodes() {}

    static int of(Throwable failed, Terminal terminal, Globals globals) {
        terminal.out().flush();
        if (globals.debug) {
            terminal.err().println(trace(failed));
        }
        return switch (failed) {
            case OperationFailed operation when operation.getCause() instanceof OutputClosed ->
                    ErrorCode.INTERNAL.exitCode();
            case OperationFailed operation -> {
                tell(operation.failure(), terminal, globals);
                yield operation.code().exitCode();
            }
            case StartRefused refused -> {
                refused.problems().forEach(terminal::say);
                yield refused.exitCode();
            }
            case UsageException usage -> {
                terminal.say(String.valueOf(usage.getMessage()));
                yield Main.USAGE;
            }
            case Confirmation.Missing missing -> {
                terminal.say(String.valueOf(missing.getMessage()));
                yield Confirmation.MISSING;
            }
            case OutputClosed _ -> ErrorCode.INTERNAL.exitCode();
            case TaskFailed task when task.getCause() != null ->
                    of(task.getCause(), terminal, globals);
            case InterruptedException _ -> ErrorCode.CANCELLED.exitCode();
            default -> {
                terminal.say(
                        "a defect of ipfs-kit ended the command: "
                                + failed
                                + (globals.debug ? "" : "; --debug shows where"));
                yield ErrorCode.INTERNAL.exitCode();
            }
        };
    }

    private static void tell(Failure failure, Terminal terminal, Globals globals) {
        if (globals.json) {
            Map<String, Object> error = new LinkedHashMap<>();
            error.put("code", failure.code().id());
            error.put("message", failure.message());
            error.put("operation", failure.operation());
            error.put("operation_id", failure.operationId());
            error.put("retryable", failure.retryable());
            error.put("fields", failure.fields());
            error.values().removeIf(value -> value == null);
            terminal.err().println(Json.standard().write(Map.of("error", error)));
            return;
        }
        terminal.say(failure.message());
        for (FieldError field : failure.fields()) {
            if (!failure.message().contains(field.message())) {
                terminal.say("  " + field.field() + ": " + field.message());
            }
        }
        if (globals.verbose && failure.operationId() != null) {
            terminal.say("operation " + failure.operation() + " " + failure.operationId());
        }
    }

    private static String trace(Throwable failed) {
        StringBuilder text = new StringBuilder();
        String lead = "";
        for (Throwable t = failed; t != null; t = t.getCause()) {
            text.append(lead).append(t).append('\n');
            lead = "caused by ";
            for (StackTraceElement frame : t.getStackTrace()) {
                text.append("    at ").append(frame).append('\n');
            }
        }
        return text.toString().stripTrailing();
    }

    /// The command line is wrong in a way that only its command can see.
    static final class UsageException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UsageException(String message) {
            super(message);
        }
    }

    /// Whoever read stdout has gone: nothing to tell, and nobody to tell it to.
    static final class OutputClosed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OutputClosed(Throwable cause) {
            super(cause);
        }
    }
}
