package io.ipfskit.cli;

import io.ipfskit.node.ops.BlockOperations;
import io.ipfskit.node.ops.BlockOutcome;
import io.ipfskit.node.ops.BlockRmInput;
import io.ipfskit.node.ops.BlocksRemoved;
import io.ipfskit.operation.ErrorCode;

import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;

/// `ipfs-kit block`; what is not here is made from the operations.
@CommandLine.Command(
        name = "block",
        description = "Single blocks.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {BlockCommands.Rm.class})
final class BlockCommands {
    /// `ipfs-kit block rm`, with the options and the lines of Kubo's.
    @CommandLine.Command(
            name = "rm",
            description = "Remove blocks that nothing needs; `repo gc` frees their space.",
            sortOptions = false)
    static final class Rm implements Command.OnNode {
        @Parameters(paramLabel = "CID", arity = "1..*", description = "CIDs of the blocks.")
        List<String> cids = new ArrayList<>();

        @Option(
                names = {"-f", "--force"},
                description = "Blocks that are not here are no failure.")
        boolean force;

        @Option(names = "-q", description = "Print failures only, as --quiet.")
        boolean bare;

        @Override
        public int run(Session session) throws Exception {
            Confirmation.require(
                    session.terminal(),
                    session.globals(),
                    "removing " + (cids.size() == 1 ? "a block" : cids.size() + " blocks"));
            boolean quiet = bare || session.globals().quiet;
            BlocksRemoved done =
                    session.kit()
                            .call(
                                    BlockOperations.RM,
                                    new BlockRmInput(cids, force, quiet),
                                    session.call()
                                            .withOnItem(row -> print(session, (BlockOutcome) row)));
            if (session.isJson()) {
                session.json(done);
            }
            if (done.needed() > 0) {
                return ErrorCode.CONFLICT.exitCode();
            }
            return done.missing() > 0 && !force ? ErrorCode.NOT_FOUND.exitCode() : 0;
        }

        private static void print(Session session, BlockOutcome row) {
            if (session.isJson()) {
                session.json(row);
            } else if (row.error() == null) {
                session.line("removed " + row.cid());
            } else {
                session.terminal().say("cannot remove " + row.cid() + ": " + row.error());
            }
        }
    }
}
