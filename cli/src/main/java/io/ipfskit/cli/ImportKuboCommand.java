package io.ipfskit.cli;

import io.ipfskit.node.kubo.KuboImport;
import io.ipfskit.node.ops.KuboImported;
import io.ipfskit.node.ops.KuboProblem;
import io.ipfskit.node.ops.RepoImportKuboInput;
import io.ipfskit.node.ops.RepoOperations;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Files;
import java.nio.file.Path;

/// `ipfs-kit repo import-kubo`.
@CommandLine.Command(
        name = "import-kubo",
        description =
                "Import blocks, pins, files and keys of a Kubo repository, which is only read.",
        sortOptions = false)
final class ImportKuboCommand implements Command.OnNode {
    @Parameters(
            paramLabel = "PATH",
            arity = "0..1",
            description = "Its folder (default: IPFS_PATH of the environment, else ~/.ipfs).")
    @Nullable Path path;

    @Option(
            names = "--identity",
            description = "Keep the Kubo node's identity, too, as the key kubo-self.")
    boolean identity;

    @Override
    public boolean takesDryRun() {
        return true;
    }

    @Override
    public int run(Session session) throws Exception {
        if (session.globals().api != null) {
            throw new ExitCodes.UsageException(
                    "the node reads the repository itself, so it is imported on the node's machine:"
                            + " leave out --api");
        }
        Path folder = folder();
        if (!Files.isDirectory(folder)) {
            throw new OperationFailed(
                    ErrorCode.NOT_FOUND,
                    "there is no Kubo repository at " + folder + ": name its folder");
        }
        ProgressBar bar = ProgressBar.on(session);
        try {
            KuboImported imported =
                    session.kit()
                            .call(
                                    RepoOperations.IMPORT_KUBO,
                                    new RepoImportKuboInput(identity, session.globals().dryRun),
                                    session.call()
                                            .withTree(KuboImport.folder(folder))
                                            .withOnProgress(bar)
                                            .withOnItem(
                                                    row -> print(session, bar, (KuboProblem) row)));
            if (bar != null) {
                bar.hide();
            }
            if (session.isJson()) {
                session.json(imported);
            } else if (!session.globals().quiet) {
                tell(session, imported);
            }
            return imported.problems() == 0 ? 0 : ErrorCode.INTEGRITY.exitCode();
        } finally {
            if (bar != null) {
                bar.close();
            }
        }
    }

    private Path folder() {
        if (path != null) {
            return path.toAbsolutePath();
        }
        String given = System.getenv("IPFS_PATH");
        return given != null && !given.isEmpty()
                ? Path.of(given).toAbsolutePath()
                : Path.of(System.getProperty("user.home"), ".ipfs");
    }

    private static void print(Session session, @Nullable ProgressBar bar, KuboProblem problem) {
        if (bar != null) {
            bar.hide();
        }
        if (session.isJson()) {
            session.json(problem);
        } else {
            session.terminal()
                    .say(
                            "not taken: "
                                    + problem.kind()
                                    + " "
                                    + Text.name(problem.what())
                                    + ": "
                                    + Text.name(problem.reason()));
        }
    }

    private static void tell(Session session, KuboImported it) {
        session.line(
                "blocks: %d imported (%s), %d here already"
                        .formatted(
                                it.blocksImported(),
                                Text.bytes(it.bytesImported()),
                                it.blocksPresent()));
        session.line(
                "pins: %d recursive, %d direct".formatted(it.pinsRecursive(), it.pinsDirect()));
        session.line(
                "keys: %d imported, %d here already"
                        .formatted(it.keysImported(), it.keysPresent()));
        if (it.identity() != null) {
            session.line("identity: " + it.identity() + ", as the key kubo-self");
        }
        if (it.filesRoot() != null) {
            String by = it.filesKeptBy();
            session.line("files: " + it.filesRoot() + (by == null ? "" : ", kept by " + by));
        }
        if (it.problems() > 0) {
            session.terminal().say(it.problems() + " things were not taken as they were");
        }
        if (it.dryRun()) {
            session.terminal().say("nothing was changed");
        }
    }
}
