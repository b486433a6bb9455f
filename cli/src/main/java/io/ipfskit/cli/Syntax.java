package io.ipfskit.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.IGetter;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ScopeType;

import java.util.List;
import java.util.function.Consumer;

/// The options and arguments of a command, told to picocli without annotations: for those the JVM
/// writes classes at every start, which costs the commands that people use most a tenth of their
/// time.
final class Syntax {
    private final CommandSpec spec;
    private final ScopeType scope;

    private Syntax(CommandSpec spec, ScopeType scope) {
        this.spec = spec;
        this.scope = scope;
    }

    /// The syntax of `command`, so far without options.
    static Syntax of(Object command, String name, String description) {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(command).name(name);
        spec.usageMessage().description(description).sortOptions(false);
        return new Syntax(spec, ScopeType.LOCAL);
    }

    /// The same command; options that are added from here on are options of its subcommands, too.
    Syntax everywhere() {
        return new Syntax(spec, ScopeType.INHERIT);
    }

    /// The same command; options that are added from here on are its own again.
    Syntax here() {
        return new Syntax(spec, ScopeType.LOCAL);
    }

    /// An option without a value.
    Syntax flag(Consumer<Boolean> target, String description, String... names) {
        spec.addOption(flag(target, description, names, scope).build());
        return this;
    }

    /// A flag that asks for help on the command.
    Syntax help(Consumer<Boolean> target, String description, String... names) {
        spec.addOption(flag(target, description, names, scope).usageHelp(true).build());
        return this;
    }

    private static OptionSpec.Builder flag(
            Consumer<Boolean> target, String description, String[] names, ScopeType scope) {
        return bound(OptionSpec.builder(names), target)
                .type(boolean.class)
                .arity("0")
                .scopeType(scope)
                .description(description);
    }

    /// An option that is true without a value.
    Syntax choice(Consumer<Boolean> target, String description, String... names) {
        String name = names[names.length - 1].replaceFirst("^-+", "");
        spec.addOption(
                bound(OptionSpec.builder(names), target)
                        .type(Boolean.class)
                        .arity("0..1")
                        .fallbackValue("true")
                        .paramLabel("<" + name + ">")
                        .scopeType(scope)
                        .description(description)
                        .build());
        return this;
    }

    /// An option with a value.
    <T> Syntax option(
            Class<T> type, Consumer<T> target, String label, String description, String... names) {
        spec.addOption(
                bound(OptionSpec.builder(names), target)
                        .type(type)
                        .arity("1")
                        .paramLabel(label)
                        .scopeType(scope)
                        .description(description)
                        .build());
        return this;
    }

    /// An option with a value that may be given several times.
    <T> Syntax options(
            Class<T> type,
            Consumer<List<T>> target,
            String label,
            String description,
            String... names) {
        spec.addOption(
                bound(OptionSpec.builder(names), target)
                        .type(List.class)
                        .auxiliaryTypes(type)
                        .arity("1")
                        .paramLabel(label)
                        .scopeType(scope)
                        .description(description)
                        .build());
        return this;
    }

    /// One argument, which must be there.
    <T> Syntax argument(Class<T> type, Consumer<T> target, String label, String description) {
        spec.addPositional(
                bound(PositionalParamSpec.builder(), target)
                        .type(type)
                        .index("0")
                        .arity("1")
                        .required(true)
                        .paramLabel(label)
                        .description(description)
                        .build());
        return this;
    }

    /// All arguments, at least `least`.
    <T> Syntax arguments(
            Class<T> type, int least, Consumer<List<T>> target, String label, String description) {
        spec.addPositional(
                bound(PositionalParamSpec.builder(), target)
                        .type(List.class)
                        .auxiliaryTypes(type)
                        .index("0..*")
                        .arity(least + "..*")
                        .required(least > 0)
                        .paramLabel(label)
                        .description(description)
                        .build());
        return this;
    }

    /// What picocli parses by.
    CommandSpec spec() {
        return spec;
    }

    private static OptionSpec.Builder bound(OptionSpec.Builder option, Consumer<?> target) {
        Slot<?> slot = new Slot<>(target);
        return option.getter(slot).setter(slot).hasInitialValue(false);
    }

    private static PositionalParamSpec.Builder bound(
            PositionalParamSpec.Builder argument, Consumer<?> target) {
        Slot<?> slot = new Slot<>(target);
        return argument.getter(slot).setter(slot).hasInitialValue(false);
    }

    /// Gives what was parsed on, unless there is nothing.
    private static final class Slot<V> implements IGetter, ISetter {
        private final Consumer<V> target;
        private @Nullable Object value;

        Slot(Consumer<V> target) {
            this.target = target;
        }

        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals", "NullAway"})
        @Override
        public <T> T get() {
            return (T) value;
        }

        @SuppressWarnings({"unchecked", "NullAway"}) // the type that the option was declared with
        @Override
        public <T> T set(T given) {
            Object before = value;
            value = given;
            if (given != null) {
                target.accept((V) given);
            }
            return (T) before;
        }
    }
}
