package io.ipfskit.cli;

import io.ipfskit.kit.CallOptions;
import io.ipfskit.kit.ItemSink;
import io.ipfskit.node.ops.AddInput;
import io.ipfskit.node.ops.Added;
import io.ipfskit.node.ops.AddedEntry;
import io.ipfskit.node.ops.IpfsOperations;
import io.ipfskit.operation.ByteSource;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;
import io.ipfskit.operation.Tree;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `ipfs-kit add`.
@CommandLine.Command(
        name = "add",
        description = "Add files and folders, and pin them. Without a path, add stdin.",
        sortOptions = false)
final class AddCommand implements Command.OnNode {
    @Parameters(paramLabel = "PATH", description = "Files and folders; - is stdin.")
    List<Path> paths = new ArrayList<>();

    @Option(
            names = {"-r", "--recursive"},
            description = "Add folders with all that is in them.")
    boolean recursive;

    @Option(names = "-q", description = "Print CIDs only.")
    boolean bare;

    @Option(
            names = {"-Q", "--quieter"},
            description = "Print the last CID only.")
    boolean quieter;

    @Option(
            names = {"-p", "--progress"},
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "true",
            description = "Show progress on a terminal.")
    boolean progress = true;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            defaultValue = "unixfs-v1-2025",
            description = "Import profile: unixfs-v1-2025 (default), unixfs-v0-2015.")
    String profile = "unixfs-v1-2025";

    @Option(
            names = "--cid-version",
            paramLabel = "N",
            description = "0 or 1; 0 selects the profile unixfs-v0-2015.")
    @Nullable Integer cidVersion;

    @Option(
            names = {"-n", "--only-hash"},
            description = "Compute the CID, store nothing.")
    boolean onlyHash;

    @Option(
            names = "--pin",
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "true",
            description = "Pin the root (default: true).")
    boolean pin = true;

    @Option(names = "--pin-name", paramLabel = "NAME", description = "Name of the pin.")
    @Nullable String pinName;

    @Option(
            names = {"-w", "--wrap-with-directory"},
            description = "Put each into a folder, so that its name is kept.")
    boolean wrap;

    @Option(names = "--stdin-name", paramLabel = "NAME", description = "Name of stdin's content.")
    @Nullable String stdinName;

    @Option(
            names = "--raw-leaves",
            arity = "0..1",
            fallbackValue = "true",
            description = "Leaves of files as raw blocks (default: as the profile says).")
    @Nullable Boolean rawLeaves;

    @Option(
            names = {"-s", "--chunker"},
            paramLabel = "size-N",
            description = "Size of the chunks (default: as the profile says).")
    @Nullable String chunker;

    @Option(
            names = {"-H", "--hidden"},
            description = "Files whose name begins with a dot, too.")
    boolean hidden;

    @Option(names = "--preserve-mode", description = "Record permission bits.")
    boolean preserveMode;

    @Option(names = "--preserve-mtime", description = "Record modification times.")
    boolean preserveMtime;

    @Override
    public int run(Session session) throws Exception {
        if (paths.isEmpty()) {
            paths.add(Path.of("-"));
        }
        for (Path path : paths) {
            requireAddable(path);
        }
        Added last = null;
        for (Path path : paths) {
            last = add(session, path);
        }
        if (quieter && last != null && !session.isJson()) {
            session.line(last.cid());
        }
        return 0;
    }

    private void requireAddable(Path path) {
        if (isStdin(path)) {
            return;
        }
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new OperationFailed(
                    ErrorCode.NOT_FOUND, "cannot add " + path + ": no such file or folder");
        }
        if (!recursive && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new ExitCodes.UsageException(
                    path + " is a folder; use -r to add it with all that is in it");
        }
    }

    private static boolean isStdin(Path path) {
        return path.toString().equals("-");
    }

    private Added add(Session session, Path path) throws Exception {
        boolean stdin = isStdin(path);
        AddInput input =
                new AddInput(
                        stdin ? stdinName : null,
                        pin,
                        wrap,
                        profile,
                        cidVersion,
                        onlyHash || session.globals().dryRun,
                        rawLeaves,
                        chunker,
                        hidden,
                        preserveMode,
                        preserveMtime,
                        pinName);
        ProgressBar bar = progress ? ProgressBar.on(session) : null;
        ItemSink rows =
                quieter && !session.isJson()
                        ? ItemSink.DISCARD
                        : row -> print(session, bar, (AddedEntry) row);
        CallOptions call = session.call().withOnItem(rows);
        call =
                stdin
                        ? call.withBytes(ByteSource.of(session.terminal().in()))
                        : call.withTree(Tree.of(path.toAbsolutePath(), new Tree.AddRules(hidden)));
        try {
            Added added = session.kit().call(IpfsOperations.ADD, input, call.withOnProgress(bar));
            if (bar != null) {
                bar.hide();
            }
            if (session.isJson()) {
                session.json(added);
            }
            return added;
        } finally {
            if (bar != null) {
                bar.close();
            }
        }
    }

    private void print(Session session, @Nullable ProgressBar bar, AddedEntry entry) {
        if (bar != null) {
            bar.hide();
        }
        if (session.isJson()) {
            session.json(entry);
        } else if (bare || session.globals().quiet) {
            session.line(entry.cid());
        } else {
            // As Kubo: the folder that wraps, and stdin without a name, have no path.
            String name = entry.path().isEmpty() ? "" : " " + Text.name(entry.path());
            session.line("added " + entry.cid() + name);
        }
    }
}
