package io.ipfskit.cli;

import io.ipfskit.kit.json.Durations;
import io.ipfskit.node.ops.IpfsOperations;
import io.ipfskit.node.ops.Pin;
import io.ipfskit.node.ops.PinAddInput;
import io.ipfskit.node.ops.PinLsInput;
import io.ipfskit.node.ops.PinOperations;
import io.ipfskit.node.ops.PinRmInput;
import io.ipfskit.node.ops.PinUpdateInput;
import io.ipfskit.node.ops.PinUpdated;
import io.ipfskit.node.ops.Pinned;
import io.ipfskit.node.ops.Stat;
import io.ipfskit.node.ops.StatInput;
import io.ipfskit.node.ops.Unpinned;
import io.ipfskit.operation.OperationFailed;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `ipfs-kit pin`.
@CommandLine.Command(
        name = "pin",
        description = "Hold content, let it go, list what is held.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            PinCommands.Add.class,
            PinCommands.Rm.class,
            PinCommands.Ls.class,
            PinCommands.Update.class,
            PinVerifyCommand.class
        })
final class PinCommands {
    /// `ipfs-kit pin add`.
    @CommandLine.Command(name = "add", description = "Pin content.", sortOptions = false)
    static final class Add implements Command.OnNode {
        @Parameters(paramLabel = "CID", arity = "1..*", description = "CIDs or paths.")
        List<String> paths = new ArrayList<>();

        @Option(
                names = {"-r", "--recursive"},
                arity = "0..1",
                fallbackValue = "true",
                defaultValue = "true",
                description = "Hold all that is below, too (default: true).")
        boolean recursive = true;

        @Option(
                names = {"-n", "--name"},
                paramLabel = "NAME",
                description = "Name of the pin.")
        @Nullable String name;

        @Option(
                names = "--expires-in",
                paramLabel = "DURATION",
                description = "How long it holds, as 90s, 12h or 30d; for ever without.")
        @Nullable String expiresIn;

        @Option(
                names = "--expires-at",
                paramLabel = "TIME",
                description = "Until when it holds, as 2030-01-31T12:00:00Z.")
        @Nullable String expiresAt;

        @Option(
                names = "--metadata",
                paramLabel = "KEY=TEXT",
                description = "A text to keep with the pin; can be repeated.")
        @Nullable Map<String, String> metadata;

        @Override
        public int run(Session session) throws Exception {
            for (String path : paths) {
                PinAddInput input =
                        new PinAddInput(
                                path,
                                recursive,
                                name,
                                duration(expiresIn),
                                time(expiresAt),
                                metadata);
                if (session.globals().dryRun) {
                    dryRun(session, path);
                    continue;
                }
                Pinned pinned = session.kit().call(PinOperations.ADD, input, session.call());
                if (session.isJson()) {
                    session.json(pinned);
                } else if (session.globals().quiet) {
                    session.line(pinned.cid());
                } else {
                    session.line(
                            "pinned "
                                    + pinned.cid()
                                    + (pinned.type().equals("recursive")
                                            ? " recursively"
                                            : " directly")
                                    + (pinned.expires() == null
                                            ? ""
                                            : " until " + pinned.expires()));
                }
            }
            return 0;
        }

        private static @Nullable Duration duration(@Nullable String text) {
            try {
                return text == null ? null : Durations.parse(text);
            } catch (IllegalArgumentException e) {
                throw OperationFailed.invalidField("expires_in", String.valueOf(e.getMessage()));
            }
        }

        private static @Nullable Instant time(@Nullable String text) {
            try {
                return text == null ? null : Instant.parse(text);
            } catch (DateTimeParseException _) {
                throw OperationFailed.invalidField(
                        "expires_at", "must be a time like 2030-01-31T12:00:00Z, was " + text);
            }
        }

        /// Content that cannot be reached fails as it would without the option.
        private void dryRun(Session session, String path) throws InterruptedException {
            Stat stat =
                    session.kit().call(IpfsOperations.STAT, new StatInput(path), session.call());
            say(session, new DryRun("pin.add", stat.cid(), recursive ? "recursive" : "direct"));
        }
    }

    /// `ipfs-kit pin rm`.
    @CommandLine.Command(name = "rm", description = "Remove pins.", sortOptions = false)
    static final class Rm implements Command.OnNode {
        @Parameters(paramLabel = "CID", arity = "1..*", description = "CIDs or paths.")
        List<String> paths = new ArrayList<>();

        @Option(
                names = {"-r", "--recursive"},
                arity = "0..1",
                fallbackValue = "true",
                defaultValue = "true",
                description = "The pin is recursive (default: true).")
        boolean recursive = true;

        @Override
        public int run(Session session) throws Exception {
            if (session.globals().dryRun) {
                for (String path : paths) {
                    dryRun(session, path, recursive ? "recursive" : "direct");
                }
                return 0;
            }
            Confirmation.require(
                    session.terminal(),
                    session.globals(),
                    paths.size() == 1
                            ? "removing the pin of " + Text.name(paths.getFirst())
                            : "removing " + paths.size() + " pins");
            for (String path : paths) {
                Unpinned unpinned =
                        session.kit()
                                .call(
                                        PinOperations.RM,
                                        new PinRmInput(path, recursive),
                                        session.call());
                if (session.isJson()) {
                    session.json(unpinned);
                } else {
                    session.line("unpinned " + unpinned.cid());
                }
            }
            return 0;
        }

        /// A pin that is not there fails as it would without the option.
        private static void dryRun(Session session, String path, String type)
                throws InterruptedException {
            session.kit()
                    .call(
                            PinOperations.LS,
                            new PinLsInput(path, type, null, null, null),
                            session.call()
                                    .withOnItem(row ->
                                            say(
                                                    session,
                                                    new DryRun(
                                                            "pin.rm",
                                                            ((Pin) row).cid(),
                                                            ((Pin) row).type()))));
        }
    }

    /// `ipfs-kit pin ls`.
    @CommandLine.Command(name = "ls", description = "List pins.", sortOptions = false)
    static final class Ls implements Command.OnNode {
        @Parameters(paramLabel = "CID", arity = "0..*", description = "Only these.")
        List<String> cids = new ArrayList<>();

        @Option(
                names = {"-t", "--type"},
                paramLabel = "TYPE",
                defaultValue = "all",
                description = "all (default), direct, recursive, indirect.")
        String type = "all";

        @Option(names = "-q", description = "Print CIDs only.")
        boolean bare;

        @Option(
                names = {"-n", "--name"},
                paramLabel = "TEXT",
                description = "Only pins whose name contains this.")
        @Nullable String name;

        @Option(names = "--names", description = "Print names, too.")
        boolean names;

        @Option(
                names = {"-s", "--stream"},
                description = "Print pins as they come, as is always done.")
        boolean stream;

        @Override
        public int run(Session session) throws Exception {
            List<@Nullable String> wanted = new ArrayList<>(cids);
            if (wanted.isEmpty()) {
                wanted.add(null);
            }
            for (String cid : wanted) {
                session.kit()
                        .call(
                                PinOperations.LS,
                                new PinLsInput(cid, type, name, null, null),
                                session.call().withOnItem(row -> print(session, (Pin) row)));
            }
            return 0;
        }

        private void print(Session session, Pin pin) {
            if (session.isJson()) {
                session.json(pin);
            } else if (bare || session.globals().quiet) {
                session.line(pin.cid());
            } else {
                String label = pin.name();
                boolean labelled = label != null && (names || name != null);
                String through = pin.through();
                session.line(
                        pin.cid()
                                + " "
                                + pin.type()
                                + (through == null ? "" : " through " + through)
                                + (labelled ? " " + Text.name(String.valueOf(label)) : ""));
            }
        }
    }

    /// `ipfs-kit pin update`.
    @CommandLine.Command(
            name = "update",
            description = "Pin content instead of an earlier version of it.",
            sortOptions = false)
    static final class Update implements Command.OnNode {
        @Parameters(index = "0", paramLabel = "FROM", description = "A recursive pin.")
        String from = "";

        @Parameters(index = "1", paramLabel = "TO", description = "CID or path to pin instead.")
        String to = "";

        @Option(
                names = "--unpin",
                arity = "0..1",
                fallbackValue = "true",
                defaultValue = "true",
                description = "Remove the old pin (default: true).")
        boolean unpin = true;

        @Override
        public int run(Session session) throws Exception {
            if (session.globals().dryRun) {
                dryRun(session);
                return 0;
            }
            if (unpin) {
                Confirmation.require(
                        session.terminal(),
                        session.globals(),
                        "removing the pin of " + Text.name(from) + " for " + Text.name(to));
            }
            PinUpdated updated =
                    session.kit()
                            .call(
                                    PinOperations.UPDATE,
                                    new PinUpdateInput(from, to, unpin),
                                    session.call());
            if (session.isJson()) {
                session.json(updated);
            } else if (session.globals().quiet) {
                session.line(updated.to());
            } else {
                session.line("updated " + updated.from() + " to " + updated.to());
            }
            return 0;
        }

        /// What is not there fails as it would without the option.
        private void dryRun(Session session) throws InterruptedException {
            Stat stat = session.kit().call(IpfsOperations.STAT, new StatInput(to), session.call());
            say(session, new DryRun("pin.add", stat.cid(), "recursive"));
            if (unpin && !stat.cid().equals(from)) { // to itself is no change
                Rm.dryRun(session, from, "recursive");
            }
        }
    }

    /// What `--dry-run` says.
    record DryRun(String operation, String cid, String type) {}

    private static void say(Session session, DryRun would) {
        if (session.isJson()) {
            session.json(would);
        } else {
            session.line(
                    (would.operation.equals("pin.add") ? "would pin " : "would unpin ")
                            + would.cid
                            + " ("
                            + would.type
                            + ")");
        }
    }
}
