package io.ipfskit.cli;

import io.ipfskit.kit.IpfsKit;
import io.ipfskit.kit.json.Names;
import io.ipfskit.operation.Operation;
import io.ipfskit.operation.Operation.Door;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// Compares what operations declare about doors with the doors themselves.
///
/// @param doors for each door, whether it has an operation
record Parity(Map<Door, Predicate<Operation<?, ?>>> doors) {

    /// What is wrong: an operation that a door lacks and that declares no reason, and an exemption
    /// that is not true any more or gives no reason.
    List<String> problems(List<Operation<?, ?>> operations) {
        List<String> problems = new ArrayList<>();
        for (Operation<?, ?> operation : operations) {
            doors.forEach((door, has) -> {
                String reason = operation.exemptions().get(door);
                if (reason == null && !has.test(operation)) {
                    problems.add(operation + " has no " + door + " door and declares no reason");
                } else if (reason != null && has.test(operation)) {
                    problems.add(operation + " is exempt from " + door + ", but it is there");
                } else if (reason != null && reason.isBlank()) {
                    problems.add(operation + " is exempt from " + door + " without a reason");
                }
            });
        }
        return problems;
    }

    /// All exemptions, one a line.
    static List<String> exemptions(List<Operation<?, ?>> operations) {
        List<String> lines = new ArrayList<>();
        for (Operation<?, ?> operation : operations) {
            operation
                    .exemptions()
                    .forEach((door, reason) ->
                            lines.add(operation + " not at " + door + ": " + reason));
        }
        return lines;
    }

    /// Whether the command line has a command for `operation`.
    static boolean hasCommand(Operation<?, ?> operation) {
        var at = Commands.all();
        for (String word : Commands.path(operation)) {
            at = at.getSubcommands().get(word);
            if (at == null) {
                return false;
            }
        }
        return at.getCommandSpec().userObject() instanceof Command;
    }

    /// Whether `kit.<group>().<operation>` is there.
    static boolean hasMethod(Operation<?, ?> operation) {
        for (Method group : IpfsKit.class.getMethods()) {
            if (group.getName().equals(operation.group()) && group.getParameterCount() == 0) {
                return Arrays.stream(group.getReturnType().getMethods())
                        .anyMatch(method -> spelt(method).equals(operation.name()));
            }
        }
        return false;
    }

    private static String spelt(Method method) {
        return Names.snakeCase(method.getName());
    }
}
