package io.ipfskit.kit.ops;

import io.ipfskit.kit.config.Config;
import io.ipfskit.kit.config.Key;
import io.ipfskit.kit.config.LoadOptions;
import io.ipfskit.kit.life.StartRefused;
import io.ipfskit.operation.Access;
import io.ipfskit.operation.Bound;
import io.ipfskit.operation.Doc;
import io.ipfskit.operation.Operation;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Group `config`: what is configured and where it came from. No secret is ever shown.
public final class ConfigOperations {
    /// How to show it.
    public record ShowInput(
            @Doc(value = "say where each value came from", defaultValue = "true") boolean origin) {}

    /// The configuration.
    public record Shown(
            @Doc("one entry per key") List<Item> items,
            @Doc("the file that was read; absent when there was none") @Nullable String file) {
        public Shown {
            items = List.copyOf(items);
        }
    }

    /// One key.
    public record Item(
            @Doc("name of the key") String key,
            @Doc("value in force, as text") String value,
            @Doc("where it came from: flag, property, environment, file and line, or default")
                    @Nullable String origin,
            @Doc("what the key means") String summary) {}

    /// No options.
    public record CheckInput() {}

    /// What checking found.
    public record Checked(
            @Doc("whether a start now would find nothing wrong") boolean ok,
            @Doc("what is wrong, each with where it stands") List<String> problems) {
        public Checked {
            problems = List.copyOf(problems);
        }
    }

    /// Shows the configuration in force.
    public static final Operation<ShowInput, Shown> SHOW =
            Operation.named("config", "show", ShowInput.class, Shown.class)
                    .summary("Shows the configuration in force and where each value came from.")
                    .get("/config/show")
                    .access(Access.ADMIN)
                    .example("with origins", "{}")
                    .build();

    /// Reads the configuration again and tells what is wrong with it.
    public static final Operation<CheckInput, Checked> CHECK =
            Operation.named("config", "check", CheckInput.class, Checked.class)
                    .summary(
                            "Reads the configuration files and environment again and tells what is"
                                    + " wrong.")
                    .route(Operation.Verb.POST, "/config/check")
                    .hints(Operation.Hint.READ_ONLY, Operation.Hint.IDEMPOTENT)
                    .access(Access.ADMIN)
                    .example("this node", "{}")
                    .build();

    private ConfigOperations() {}

    /// The operations of this group.
    public static List<Bound<?, ?>> bind(Config config) {
        return List.of(
                SHOW.to((input, _) -> show(config, input.origin())),
                CHECK.to((_, _) -> check(config)));
    }

    /// What `config.show` answers.
    public static Shown show(Config config, boolean origin) {
        List<Item> items = new ArrayList<>();
        for (Config.Entry entry : config.entries()) {
            Key key = Key.find(entry.key());
            items.add(
                    new Item(
                            entry.key(),
                            entry.value(),
                            origin ? entry.origin() : null,
                            key == null ? "" : key.summary()));
        }
        return new Shown(items, config.file() == null ? null : config.file().toString());
    }

    private static Checked check(Config config) throws InterruptedException {
        try {
            Config.load(
                    LoadOptions.ofProcess()
                            .withFlag("data_dir", config.dataDir().toString())
                            .withFile(config.file()));
            return new Checked(true, List.of());
        } catch (StartRefused refused) {
            return new Checked(false, refused.problems());
        }
    }
}
