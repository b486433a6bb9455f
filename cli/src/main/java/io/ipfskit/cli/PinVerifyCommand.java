package io.ipfskit.cli;

import io.ipfskit.node.ops.BadBlock;
import io.ipfskit.node.ops.PinOperations;
import io.ipfskit.node.ops.PinVerdict;
import io.ipfskit.node.ops.PinVerifyInput;
import io.ipfskit.node.ops.PinsVerified;
import io.ipfskit.operation.ErrorCode;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;

/// `ipfs-kit pin verify`.
@CommandLine.Command(
        name = "verify",
        description =
                "Read and hash all blocks of recursive pins again; with --verbose, name the good"
                        + " ones, too.",
        sortOptions = false)
final class PinVerifyCommand implements Command.OnNode {
    @Parameters(paramLabel = "CID", arity = "0..*", description = "Only these.")
    List<String> cids = new ArrayList<>();

    @Option(names = "-q", description = "Print CIDs of bad pins only.")
    boolean bare;

    @Override
    public int run(Session session) throws Exception {
        List<@Nullable String> wanted = new ArrayList<>(cids);
        if (wanted.isEmpty()) {
            wanted.add(null);
        }
        boolean good = session.globals().verbose;
        long bad = 0;
        ProgressBar bar = ProgressBar.on(session);
        try {
            for (String cid : wanted) {
                PinsVerified verified =
                        session.kit()
                                .call(
                                        PinOperations.VERIFY,
                                        new PinVerifyInput(cid, good && !bare),
                                        session.call()
                                                .withOnProgress(bar)
                                                .withOnItem(row ->
                                                        print(session, bar, (PinVerdict) row)));
                bad += verified.bad();
                if (session.isJson()) {
                    session.json(verified);
                }
            }
        } finally {
            if (bar != null) {
                bar.close();
            }
        }
        return bad == 0 ? 0 : ErrorCode.INTEGRITY.exitCode();
    }

    private void print(Session session, @Nullable ProgressBar bar, PinVerdict verdict) {
        if (bar != null) {
            bar.hide();
        }
        if (session.isJson()) {
            session.json(verdict);
        } else if (bare || session.globals().quiet) {
            session.line(verdict.cid());
        } else if (verdict.ok()) {
            session.line(verdict.cid() + " ok");
        } else {
            session.line(verdict.cid() + " broken");
            for (BadBlock block : verdict.bad()) {
                session.line("  " + block.cid() + ": " + Text.name(block.reason()));
            }
            long more = verdict.badBlocks() - verdict.bad().size();
            if (more > 0) {
                session.line("  and " + more + " more");
            }
        }
    }
}
