package io.ipfskit.operation;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// The declaration of one thing a user can ask for. Doors, schemas and pages are made from it.
///
/// Group and name give the names at the doors: `ipfs.add` is the CLI's `ipfs-kit add`, the MCP tool
/// `ipfs_add` and the Java call `kit.ipfs().add`. The template's parameters (`{cid}`, or
/// `{path...}` for the rest of the path, as last segment) are fields of the input record.
///
/// @param <I> input record
/// @param <O> output record; a [ByteStream] when `bodyOut` is [BodyOut#BYTES]
public final class Operation<I, O> {
    /// HTTP methods an operation can have at the REST door.
    public enum Verb {
        GET,
        POST,
        PUT,
        DELETE
    }

    /// What may come with a call beside the input record.
    public enum BodyIn {
        /// Nothing: the JSON body is the input record.
        NONE,
        /// One stream of bytes.
        BYTES,
        /// One stream of bytes, or a tree of files.
        TREE
    }

    /// How the result leaves.
    public enum BodyOut {
        /// One record.
        VALUE,
        /// Bytes: the output is a [ByteStream].
        BYTES,
        /// Rows given by [Call#item], of type [Operation#item()]; then one record.
        ROWS
    }

    /// Facts about an operation that clients act on.
    public enum Hint {
        /// Changes nothing.
        READ_ONLY,
        /// May remove or overwrite what a user has.
        DESTRUCTIVE,
        /// Doing it twice is doing it once.
        IDEMPOTENT,
        /// Talks to the world outside this node.
        OPEN_WORLD
    }

    /// The doors an operation can be left out of, with a reason.
    public enum Door {
        REST,
        MCP,
        CLI,
        /// A method of the Java interface; the general call is there for every operation.
        JAVA
    }

    /// An input that works as documentation and as test.
    ///
    /// @param summary what it shows
    /// @param inputJson the input record as JSON text
    public record Example(String summary, String inputJson) {}

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

    private final String group;
    private final String name;
    private final String summary;
    private final Class<I> input;
    private final Class<O> output;
    private final @Nullable Class<?> item;
    private final Verb verb;
    private final String path;
    private final Access access;
    private final Set<Hint> hints;
    private final BodyIn bodyIn;
    private final BodyOut bodyOut;
    private final @Nullable Duration timeout;
    private final List<Example> examples;
    private final Set<ErrorCode> errors;
    private final Map<Door, String> exemptions;

    private Operation(Builder<I, O> builder) {
        group = builder.group;
        name = builder.name;
        summary = builder.summary;
        input = builder.input;
        output = builder.output;
        item = builder.item;
        verb = builder.verb;
        path = builder.path == null ? "/" + group + "/" + name : builder.path;
        access = builder.access;
        hints = Set.copyOf(builder.hints);
        bodyIn = builder.bodyIn;
        bodyOut = builder.bodyOut;
        timeout = builder.timeout;
        examples = List.copyOf(builder.examples);
        errors = new LinkedHashSet<>(builder.errors);
        exemptions = new LinkedHashMap<>(builder.exemptions);
    }

    /// Starts a declaration. Defaults: `POST /<group>/<name>`, access read, no body, one record
    /// out.
    public static <I, O> Builder<I, O> named(
            String group, String name, Class<I> input, Class<O> output) {
        return new Builder<>(group, name, input, output);
    }

    /// The group, lower case.
    public String group() {
        return group;
    }

    /// The name within the group, lower case, `_` between words.
    public String name() {
        return name;
    }

    /// `group.name`.
    public String id() {
        return group + "." + name;
    }

    /// One sentence that says what it does.
    public String summary() {
        return summary;
    }

    /// The input record.
    public Class<I> input() {
        return input;
    }

    /// The output record.
    public Class<O> output() {
        return output;
    }

    /// The type of the rows, or null when there are none.
    public @Nullable Class<?> item() {
        return item;
    }

    /// The method at the REST door.
    public Verb verb() {
        return verb;
    }

    /// The path template below `/api/v1`.
    public String path() {
        return path;
    }

    /// The names of the template's parameters, in order; each is a field of the input record.
    public List<String> pathFields() {
        List<String> fields = new ArrayList<>();
        for (String segment : path.split("/", -1)) {
            if (segment.startsWith("{") && segment.endsWith("}")) {
                String name = segment.substring(1, segment.length() - 1);
                fields.add(name.endsWith("...") ? name.substring(0, name.length() - 3) : name);
            }
        }
        return List.copyOf(fields);
    }

    /// What the caller must be allowed to do.
    public Access access() {
        return access;
    }

    /// Whether `hint` holds.
    public boolean is(Hint hint) {
        return hints.contains(hint);
    }

    /// What may come with a call.
    public BodyIn bodyIn() {
        return bodyIn;
    }

    /// How the result leaves.
    public BodyOut bodyOut() {
        return bodyOut;
    }

    /// The deadline when the caller names none, or null for none.
    public @Nullable Duration timeout() {
        return timeout;
    }

    /// Inputs that work.
    public List<Example> examples() {
        return examples;
    }

    /// The failures a caller should expect beside those any operation can have.
    public Set<ErrorCode> errors() {
        return errors;
    }

    /// The doors this operation is left out of, each with its reason.
    public Map<Door, String> exemptions() {
        return exemptions;
    }

    /// Ties this declaration to what does it.
    public Bound<I, O> to(Handler<I, O> handler) {
        return new Bound<>(this, handler);
    }

    @Override
    public String toString() {
        return id();
    }

    /// Collects a declaration. Each method replaces the default named at [Operation#named].
    public static final class Builder<I, O> {
        private final String group;
        private final String name;
        private final Class<I> input;
        private final Class<O> output;
        private String summary = "";
        private @Nullable Class<?> item;
        private Verb verb = Verb.POST;
        private @Nullable String path;
        private Access access = Access.READ;
        private final Set<Hint> hints = EnumSet.noneOf(Hint.class);
        private BodyIn bodyIn = BodyIn.NONE;
        private BodyOut bodyOut = BodyOut.VALUE;
        private @Nullable Duration timeout;
        private final List<Example> examples = new ArrayList<>();
        private final Set<ErrorCode> errors = new LinkedHashSet<>();
        private final Map<Door, String> exemptions = new LinkedHashMap<>();

        private Builder(String group, String name, Class<I> input, Class<O> output) {
            this.group = requireName("group", group);
            this.name = requireName("name", name);
            this.input = input;
            this.output = output;
        }

        private static String requireName(String what, String value) {
            if (!NAME.matcher(value).matches()) {
                throw new IllegalArgumentException(
                        "operation " + what + " must match " + NAME + ", was " + value);
            }
            return value;
        }

        /// One sentence that says what it does.
        public Builder<I, O> summary(String summary) {
            this.summary = summary;
            return this;
        }

        /// `GET` with this template below `/api/v1`; implies read-only and idempotent.
        public Builder<I, O> get(String path) {
            hints.add(Hint.READ_ONLY);
            hints.add(Hint.IDEMPOTENT);
            return route(Verb.GET, path);
        }

        /// Verb and template below `/api/v1`.
        public Builder<I, O> route(Verb verb, String path) {
            this.verb = verb;
            this.path = path;
            return this;
        }

        /// What the caller must be allowed to do.
        public Builder<I, O> access(Access access) {
            this.access = access;
            return this;
        }

        /// Facts that clients act on.
        public Builder<I, O> hints(Hint... hints) {
            this.hints.addAll(List.of(hints));
            return this;
        }

        /// What may come with a call.
        public Builder<I, O> takes(BodyIn bodyIn) {
            this.bodyIn = bodyIn;
            return this;
        }

        /// The output is a [ByteStream].
        public Builder<I, O> givesBytes() {
            this.bodyOut = BodyOut.BYTES;
            return this;
        }

        /// Rows of this type, then the output record.
        public Builder<I, O> givesRows(Class<?> item) {
            this.bodyOut = BodyOut.ROWS;
            this.item = item;
            return this;
        }

        /// The deadline when the caller names none.
        public Builder<I, O> timeout(Duration timeout) {
            this.timeout = timeout;
            return this;
        }

        /// An input that works.
        public Builder<I, O> example(String summary, String inputJson) {
            examples.add(new Example(summary, inputJson));
            return this;
        }

        /// Failures to expect.
        public Builder<I, O> errors(ErrorCode... codes) {
            errors.addAll(List.of(codes));
            return this;
        }

        /// Leaves this operation out of one door.
        public Builder<I, O> exempt(Door door, String reason) {
            exemptions.put(door, reason);
            return this;
        }

        /// The declaration.
        ///
        /// @throws IllegalArgumentException when parts contradict each other; the message names the
        ///   operation
        public Operation<I, O> build() {
            if (summary.isBlank()) {
                throw new IllegalArgumentException(
                        "operation " + group + "." + name + " has no summary");
            }
            if (bodyOut == BodyOut.BYTES && !ByteStream.class.isAssignableFrom(output)) {
                throw new IllegalArgumentException(
                        "operation "
                                + group
                                + "."
                                + name
                                + " gives bytes, so its output must be a ByteStream, was "
                                + output.getName());
            }
            return new Operation<>(this);
        }
    }
}
