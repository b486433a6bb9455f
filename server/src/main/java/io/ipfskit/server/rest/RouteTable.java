package io.ipfskit.server.rest;

import io.ipfskit.operation.Bound;
import io.ipfskit.operation.Operation;
import io.ipfskit.operation.Operation.Verb;
import io.ipfskit.server.http.PercentEncoding;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/// Finds the operation of a method and a path. Templates were checked for ambiguity by the
/// registry: where a literal segment fits, no parameter of the same verb does.
public final class RouteTable {
    /// What a path was found to be.
    public sealed interface Match {
        /// An operation, with the values of its template's parameters, decoded.
        record Found(Bound<?, ?> bound, Map<String, String> parameters) implements Match {}

        /// A route, but not with this method.
        ///
        /// @param allowed methods it has, in order
        record WrongMethod(List<String> allowed) implements Match {}

        /// No route.
        ///
        /// @param nearest a route spelt nearly so, as `GET /ipfs/id`, or null
        record NotFound(@Nullable String nearest) implements Match {}
    }

    private static final class Node {
        private final Map<String, Node> literals = new TreeMap<>();
        private @Nullable Node parameter;
        private @Nullable Node rest;
        private final Map<Verb, Bound<?, ?>> bound = new EnumMap<>(Verb.class);
    }

    private final Node root = new Node();
    private final List<Operation<?, ?>> operations = new ArrayList<>();

    /// A table of these operations, without those exempt from the REST door.
    public RouteTable(List<Bound<?, ?>> all) {
        for (Bound<?, ?> bound : all) {
            Operation<?, ?> operation = bound.operation();
            if (!operation.exemptions().containsKey(Operation.Door.REST)) {
                operations.add(operation);
                insert(bound);
            }
        }
    }

    private void insert(Bound<?, ?> bound) {
        Node node = root;
        for (String segment : segments(bound.operation().path())) {
            if (segment.endsWith("...}")) {
                node.rest = node.rest == null ? new Node() : node.rest;
                node = node.rest;
            } else if (segment.startsWith("{")) {
                node.parameter = node.parameter == null ? new Node() : node.parameter;
                node = node.parameter;
            } else {
                node = node.literals.computeIfAbsent(segment, key -> new Node());
            }
        }
        node.bound.put(bound.operation().verb(), bound);
    }

    static List<String> segments(String path) {
        return List.of((path.startsWith("/") ? path.substring(1) : path).split("/", -1));
    }

    /// The operations that have a route, in order of declaration.
    public List<Operation<?, ?>> operations() {
        return List.copyOf(operations);
    }

    /// Looks up a path below the door's prefix, still percent-encoded. HEAD is found where GET is.
    public Match find(String method, String path) {
        List<String> segments = segments(path);
        List<Node> nodes = new ArrayList<>();
        collect(root, segments, 0, nodes);
        Verb verb = verbOf(method);
        Map<Verb, Bound<?, ?>> seen = new EnumMap<>(Verb.class);
        for (Node node : nodes) {
            Bound<?, ?> bound = verb == null ? null : node.bound.get(verb);
            if (bound != null) {
                return new Match.Found(bound, values(bound.operation(), segments));
            }
            seen.putAll(node.bound);
        }
        if (!seen.isEmpty()) {
            return new Match.WrongMethod(methods(seen));
        }
        return new Match.NotFound(nearest(method, path));
    }

    private static @Nullable Verb verbOf(String method) {
        if (method.equals("HEAD")) {
            return Verb.GET;
        }
        for (Verb verb : Verb.values()) {
            if (verb.name().equals(method)) {
                return verb;
            }
        }
        return null;
    }

    private static List<String> methods(Map<Verb, Bound<?, ?>> bound) {
        List<String> methods = new ArrayList<>();
        for (Verb verb : bound.keySet()) {
            methods.add(verb.name());
            if (verb == Verb.GET) {
                methods.add("HEAD");
            }
        }
        methods.add("OPTIONS");
        return methods;
    }

    private static void collect(Node node, List<String> segments, int at, List<Node> found) {
        if (at == segments.size()) {
            if (!node.bound.isEmpty()) {
                found.add(node);
            }
            return;
        }
        Node literal = node.literals.get(segments.get(at));
        if (literal != null) {
            collect(literal, segments, at + 1, found);
        }
        if (node.parameter != null && !segments.get(at).isEmpty()) {
            collect(node.parameter, segments, at + 1, found);
        }
        if (node.rest != null && !segments.get(at).isEmpty()) {
            found.add(node.rest);
        }
    }

    private static Map<String, String> values(Operation<?, ?> operation, List<String> segments) {
        Map<String, String> values = new LinkedHashMap<>();
        List<String> template = segments(operation.path());
        for (int i = 0; i < template.size(); i++) {
            String name = template.get(i);
            if (name.endsWith("...}")) {
                StringJoiner rest = new StringJoiner("/");
                for (String segment : segments.subList(i, segments.size())) {
                    rest.add(PercentEncoding.decode(segment, "the path"));
                }
                values.put(name.substring(1, name.length() - 4), rest.toString());
            } else if (name.startsWith("{")) {
                values.put(
                        name.substring(1, name.length() - 1),
                        PercentEncoding.decode(segments.get(i), "the path"));
            }
        }
        return values;
    }

    /// The route whose literal segments are most like those of `path`.
    private @Nullable String nearest(String method, String path) {
        String wanted = path.length() > 200 ? path.substring(0, 200) : path;
        String best = null;
        int bestDistance = Integer.MAX_VALUE;
        for (Operation<?, ?> operation : operations) {
            int depth = segments(operation.path()).size();
            List<String> given = segments(wanted);
            String compared =
                    "/" + String.join("/", given.subList(0, Math.min(depth, given.size())));
            int distance = 0;
            List<String> template = segments(operation.path());
            for (int i = 0; i < template.size(); i++) {
                String segment = template.get(i);
                if (!segment.startsWith("{")) {
                    distance += distance(segment, i < given.size() ? given.get(i) : "");
                }
            }
            distance = 2 * distance + (operation.verb().name().equals(method) ? 0 : 1);
            if (distance < bestDistance && distance <= Math.max(4, compared.length())) {
                bestDistance = distance;
                best = operation.verb() + " " + operation.path();
            }
        }
        return best;
    }

    /// Edit distance, by rows.
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int above = row[j];
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(above, row[j - 1]) + 1, diagonal + change);
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
