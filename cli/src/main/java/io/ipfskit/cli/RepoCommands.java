package io.ipfskit.cli;

import io.ipfskit.node.ops.BadBlock;
import io.ipfskit.node.ops.Collected;
import io.ipfskit.node.ops.RemovedBlock;
import io.ipfskit.node.ops.RepoGcInput;
import io.ipfskit.node.ops.RepoOperations;
import io.ipfskit.node.ops.RepoStat;
import io.ipfskit.node.ops.RepoStatInput;
import io.ipfskit.node.ops.RepoVerifyInput;
import io.ipfskit.node.ops.Verified;
import io.ipfskit.operation.ErrorCode;

import picocli.CommandLine;
import picocli.CommandLine.Option;

/// `ipfs-kit repo`.
@CommandLine.Command(
        name = "repo",
        description = "The repository as a whole.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RepoCommands.StatOf.class,
            RepoCommands.Verify.class,
            RepoCommands.Gc.class,
            ImportKuboCommand.class
        })
final class RepoCommands {
    /// `ipfs-kit repo stat`.
    @CommandLine.Command(name = "stat", description = "Say how much it holds.", sortOptions = false)
    static final class StatOf implements Command.OnNode {
        @Option(
                names = {"-H", "--human"},
                description = "Sizes for people.")
        boolean human;

        @Override
        public int run(Session session) throws Exception {
            RepoStat stat =
                    session.kit().call(RepoOperations.STAT, new RepoStatInput(), session.call());
            if (session.isJson()) {
                session.json(stat);
                return 0;
            }
            session.line("NumObjects: " + stat.blocks());
            session.line("RepoSize: " + size(stat.bytes()));
            session.line("Segments: " + stat.segments());
            session.line("Pins: " + stat.pins());
            session.line("RepoPath: " + stat.path());
            session.line("FreeSpace: " + size(stat.freeBytes()));
            return 0;
        }

        private String size(long bytes) {
            return human ? Text.bytes(bytes) : Long.toString(bytes);
        }
    }

    /// `ipfs-kit repo verify`.
    @CommandLine.Command(
            name = "verify",
            description = "Read and hash every block again.",
            sortOptions = false)
    static final class Verify implements Command.OnNode {
        @Override
        public int run(Session session) throws Exception {
            ProgressBar bar = ProgressBar.on(session);
            try {
                Verified verified =
                        session.kit()
                                .call(
                                        RepoOperations.VERIFY,
                                        new RepoVerifyInput(),
                                        session.call()
                                                .withOnProgress(bar)
                                                .withOnItem(row ->
                                                        print(session, bar, (BadBlock) row)));
                if (bar != null) {
                    bar.hide();
                }
                if (session.isJson()) {
                    session.json(verified);
                } else if (verified.bad() == 0) {
                    session.line(
                            "verify complete, all " + verified.blocks() + " blocks validated.");
                } else {
                    session.terminal()
                            .say(verified.bad() + " of " + verified.blocks() + " blocks are bad");
                }
                return verified.bad() == 0 ? 0 : ErrorCode.INTEGRITY.exitCode();
            } finally {
                if (bar != null) {
                    bar.close();
                }
            }
        }

        private static void print(
                Session session, @org.jspecify.annotations.Nullable ProgressBar bar, BadBlock bad) {
            if (bar != null) {
                bar.hide();
            }
            if (session.isJson()) {
                session.json(bad);
            } else {
                session.line(
                        "block " + bad.cid() + " was corrupt (" + Text.name(bad.reason()) + ")");
            }
        }
    }

    /// `ipfs-kit repo gc`.
    @CommandLine.Command(
            name = "gc",
            description = "Remove the blocks that no pin needs, and free their space.",
            sortOptions = false)
    static final class Gc implements Command.OnNode {
        @Option(names = "-q", description = "Print the CIDs only.")
        boolean bare;

        @Option(names = "--silent", description = "Print nothing.")
        boolean silent;

        @Override
        public boolean takesDryRun() {
            return true;
        }

        @Override
        public int run(Session session) throws Exception {
            boolean dryRun = session.globals().dryRun;
            if (!dryRun) {
                Confirmation.require(
                        session.terminal(),
                        session.globals(),
                        "removing all blocks that no pin needs");
            }
            ProgressBar bar = ProgressBar.on(session);
            try {
                Collected collected =
                        session.kit()
                                .call(
                                        RepoOperations.GC,
                                        new RepoGcInput(dryRun, silent),
                                        session.call()
                                                .withOnProgress(bar)
                                                .withOnItem(row ->
                                                        print(session, bar, (RemovedBlock) row)));
                if (bar != null) {
                    bar.hide();
                }
                if (session.isJson()) {
                    session.json(collected);
                } else if (!bare && !silent && !session.globals().quiet) {
                    session.terminal().say(summary(collected, dryRun));
                }
                return 0;
            } finally {
                if (bar != null) {
                    bar.close();
                }
            }
        }

        private void print(
                Session session,
                @org.jspecify.annotations.Nullable ProgressBar bar,
                RemovedBlock block) {
            if (bar != null) {
                bar.hide();
            }
            if (session.isJson()) {
                session.json(block);
            } else if (bare || session.globals().quiet) {
                session.line(block.cid());
            } else {
                session.line(
                        (session.globals().dryRun ? "would remove " : "removed ") + block.cid());
            }
        }

        private static String summary(Collected collected, boolean dryRun) {
            String blocks =
                    "%d blocks of %s, %d stay"
                            .formatted(
                                    collected.blocks(),
                                    Text.bytes(collected.bytes()),
                                    collected.kept());
            return dryRun
                    ? "would remove " + blocks
                    : "removed "
                            + blocks
                            + "; the disk has "
                            + Text.bytes(Math.max(0, collected.freed()))
                            + " more";
        }
    }
}
