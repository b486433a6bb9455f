package io.ipfskit.kit;

import io.ipfskit.kit.json.Json;
import io.ipfskit.kit.json.RecordField;
import io.ipfskit.kit.json.RecordTypes;
import io.ipfskit.operation.Operation;
import io.ipfskit.operation.Operation.BodyIn;
import io.ipfskit.operation.Operation.BodyOut;
import io.ipfskit.operation.Operation.Hint;
import io.ipfskit.operation.Operation.Verb;
import io.ipfskit.operation.OperationFailed;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// The rules that declarations of operations keep, so that the doors made from them cannot clash.
public final class RegistryChecks {
    private static final Pattern LITERAL = Pattern.compile("[a-z0-9][a-z0-9_.-]*");
    private static final Pattern PARAMETER = Pattern.compile("\\{[a-z][a-z0-9_]*(\\.\\.\\.)?}");

    private RegistryChecks() {}

    /// Each violation as a sentence that begins with the operation's id; empty when all is well.
    public static List<String> violations(List<Operation<?, ?>> operations) {
        List<String> out = new ArrayList<>(structure(operations));
        out.addAll(examples(operations));
        return out;
    }

    /// The violations that a look at the declarations finds: all but those of examples, and cheap.
    static List<String> structure(List<Operation<?, ?>> operations) {
        List<String> out = new ArrayList<>();
        names(operations, out);
        for (Operation<?, ?> operation : operations) {
            types(operation, out);
            template(operation, out);
            verb(operation, out);
        }
        ambiguities(operations, out);
        return out;
    }

    /// The examples that are no valid inputs. Reads each with the JSON mapping, which a process has
    /// to load first: some 0.5 s of CPU time in a cold one.
    static List<String> examples(List<Operation<?, ?>> operations) {
        List<String> out = new ArrayList<>();
        operations.forEach(operation -> examples(operation, out));
        return out;
    }

    private static void names(List<Operation<?, ?>> operations, List<String> out) {
        Set<String> groups = new HashSet<>();
        operations.forEach(operation -> groups.add(operation.group()));
        Set<String> ids = new HashSet<>();
        Map<String, String> tools = new LinkedHashMap<>();
        for (Operation<?, ?> operation : operations) {
            if (!ids.add(operation.id())) {
                out.add(operation + ": declared twice");
                continue;
            }
            String tool = operation.group() + "_" + operation.name();
            String other = tools.putIfAbsent(tool, operation.id());
            if (other != null) {
                out.add(operation + ": has the same tool name " + tool + " as " + other);
            }
            if (operation.group().equals("ipfs") && groups.contains(operation.name())) {
                out.add(
                        operation
                                + ": the group ipfs is the root of the command line, where "
                                + operation.name()
                                + " is a group");
            }
        }
    }

    private static void types(Operation<?, ?> operation, List<String> out) {
        if (!operation.input().isRecord()) {
            out.add(operation + ": input " + operation.input().getName() + " is no record");
        } else {
            RecordTypes.problems(operation.input())
                    .forEach(problem -> out.add(operation + ": no schema for input, " + problem));
        }
        if (operation.bodyOut() != BodyOut.BYTES) {
            if (!operation.output().isRecord()) {
                out.add(operation + ": output " + operation.output().getName() + " is no record");
            } else {
                RecordTypes.problems(operation.output())
                        .forEach(problem ->
                                out.add(operation + ": no schema for output, " + problem));
            }
        }
        Class<?> item = operation.item();
        if (item != null) {
            if (!item.isRecord()) {
                out.add(operation + ": row " + item.getName() + " is no record");
            } else {
                RecordTypes.problems(item)
                        .forEach(
                                problem -> out.add(operation + ": no schema for rows, " + problem));
            }
        }
    }

    private static void template(Operation<?, ?> operation, List<String> out) {
        if (!operation.path().startsWith("/")) {
            out.add(operation + ": template " + operation.path() + " does not begin with /");
            return;
        }
        List<String> segments = segments(operation);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < segments.size(); i++) {
            String segment = segments.get(i);
            if (!isParameter(segment)) {
                if (!LITERAL.matcher(segment).matches()) {
                    out.add(
                            operation
                                    + ": segment \""
                                    + segment
                                    + "\" of its template is malformed");
                }
                continue;
            }
            if (!PARAMETER.matcher(segment).matches()) {
                out.add(operation + ": parameter " + segment + " of its template is malformed");
                continue;
            }
            if (isRest(segment) && i < segments.size() - 1) {
                out.add(operation + ": " + segment + " must be the last segment of its template");
            }
            String name = parameterName(segment);
            if (!seen.add(name)) {
                out.add(operation + ": " + segment + " stands twice in its template");
            }
            if (operation.input().isRecord() && RecordField.find(operation.input(), name) == null) {
                out.add(
                        operation
                                + ": template field "
                                + name
                                + " is no field of "
                                + operation.input().getSimpleName());
            }
        }
    }

    private static void verb(Operation<?, ?> operation, List<String> out) {
        if (operation.verb() == Verb.GET) {
            if (!operation.is(Hint.READ_ONLY)) {
                out.add(operation + ": GET is only for operations that read");
            }
            if (operation.bodyIn() != BodyIn.NONE) {
                out.add(operation + ": GET takes no body");
            }
        }
        if (operation.is(Hint.READ_ONLY) && operation.is(Hint.DESTRUCTIVE)) {
            out.add(operation + ": cannot be both read-only and destructive");
        }
    }

    private static void examples(Operation<?, ?> operation, List<String> out) {
        if (!operation.input().isRecord()) {
            return;
        }
        for (Operation.Example example : operation.examples()) {
            try {
                Json.standard().read(example.inputJson(), operation.input());
            } catch (OperationFailed e) {
                out.add(
                        operation
                                + ": example \""
                                + example.summary()
                                + "\" is invalid: "
                                + e.failure().message());
            }
        }
    }

    private static void ambiguities(List<Operation<?, ?>> operations, List<String> out) {
        for (int i = 0; i < operations.size(); i++) {
            for (int j = i + 1; j < operations.size(); j++) {
                Operation<?, ?> a = operations.get(i);
                Operation<?, ?> b = operations.get(j);
                if (a.verb() == b.verb()
                        && !a.id().equals(b.id())
                        && overlap(segments(a), segments(b))) {
                    out.add(
                            b
                                    + ": "
                                    + b.verb()
                                    + " "
                                    + b.path()
                                    + " is ambiguous with "
                                    + a.path()
                                    + " of "
                                    + a);
                }
            }
        }
    }

    /// Whether one path could match both templates.
    private static boolean overlap(List<String> a, List<String> b) {
        for (int i = 0; ; i++) {
            String left = i < a.size() ? a.get(i) : null;
            String right = i < b.size() ? b.get(i) : null;
            if (left == null || right == null) {
                return left == null && right == null;
            }
            if (isRest(left) || isRest(right)) {
                return true;
            }
            if (!isParameter(left) && !isParameter(right) && !left.equals(right)) {
                return false;
            }
        }
    }

    private static List<String> segments(Operation<?, ?> operation) {
        String path = operation.path();
        return List.of((path.startsWith("/") ? path.substring(1) : path).split("/", -1));
    }

    private static boolean isParameter(String segment) {
        return segment.startsWith("{");
    }

    private static boolean isRest(@Nullable String segment) {
        return segment != null && segment.endsWith("...}");
    }

    private static String parameterName(String segment) {
        return segment.substring(1, segment.length() - (isRest(segment) ? 4 : 1));
    }
}
