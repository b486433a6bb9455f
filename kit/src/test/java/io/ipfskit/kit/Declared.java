package io.ipfskit.kit;

import io.ipfskit.operation.Doc;
import io.ipfskit.operation.Operation;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;

/// Operations declared for tests.
final class Declared {
    /// Input with one of each kind of field.
    record Input(
            @Doc("what to say") String text,
            @Doc(value = "how often", defaultValue = "1", minimum = 1, maximum = 10) int times,
            @Doc("how long to wait") @Nullable Duration pause) {}

    record Output(@Doc("what was said") String text) {}

    record Row(@Doc("number of the row") long number) {}

    record Nothing() {}

    static final Operation<Input, Output> ECHO =
            Operation.named("test", "echo", Input.class, Output.class)
                    .summary("Says it again.")
                    .get("/test/echo/{text}")
                    .example("once", "{\"text\": \"a\"}")
                    .build();

    static final Operation<Nothing, Output> ROWS =
            Operation.named("test", "rows", Nothing.class, Output.class)
                    .summary("Gives rows.")
                    .get("/test/rows")
                    .givesRows(Row.class)
                    .build();

    static Operation.Builder<Input, Output> named(String group, String name) {
        return Operation.named(group, name, Input.class, Output.class).summary("A test.");
    }

    static Input input(String text) {
        return new Input(text, 1, null);
    }

    static List<String> violations(Operation<?, ?>... operations) {
        return RegistryChecks.violations(List.of(operations));
    }

    private Declared() {}
}
