package io.ipfskit.cli;

import io.ipfskit.kit.CallOptions;
import io.ipfskit.kit.ItemSink;
import io.ipfskit.node.ops.AddInput;
import io.ipfskit.node.ops.AddInputBuilder;
import io.ipfskit.node.ops.Added;
import io.ipfskit.node.ops.AddedEntry;
import io.ipfskit.node.ops.IpfsOperations;
import io.ipfskit.operation.ByteSource;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;
import io.ipfskit.operation.Tree;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Model.CommandSpec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `ipfs-kit add`.
final class AddCommand implements Command.OnNode {
    List<String> sources = new ArrayList<>();
    boolean recursive;
    boolean bare;
    boolean quieter;
    boolean progress = true;
    String profile = "unixfs-v1-2025";
    @Nullable Integer cidVersion;
    boolean onlyHash;
    boolean pin = true;
    @Nullable String pinName;
    boolean wrap;
    @Nullable String stdinName;
    @Nullable Boolean rawLeaves;
    @Nullable String chunker;
    boolean nocopy;
    boolean hidden;
    boolean preserveMode;
    boolean preserveMtime;
    @Nullable String mode;
    @Nullable Long mtime;
    int mtimeNsecs;
    boolean trickle;
    @Nullable String hash;
    boolean inline;
    int inlineLimit = 32;
    @Nullable Integer maxFileLinks;
    @Nullable Integer maxDirectoryLinks;
    @Nullable Integer maxHamtFanout;
    List<String> ignore = List.of();
    @Nullable Path ignoreRulesPath;
    boolean emptyDirs = true;
    boolean dereferenceArgs;
    boolean dereferenceSymlinks;

    /// How it is written.
    static CommandSpec spec() {
        AddCommand it = new AddCommand();
        return Syntax.of(
                        it,
                        "add",
                        "Add files, folders and what URLs name, and pin them. Without a path, add"
                                + " stdin.")
                .arguments(
                        String.class,
                        0,
                        v -> it.sources = v,
                        "PATH",
                        "Files and folders; - is stdin; a URL begins with http:// or https://.")
                .flag(
                        v -> it.recursive = v,
                        "Add folders with all that is in them.",
                        "-r",
                        "--recursive")
                .flag(v -> it.bare = v, "Print CIDs only.", "-q")
                .flag(v -> it.quieter = v, "Print the last CID only.", "-Q", "--quieter")
                .choice(v -> it.progress = v, "Show progress on a terminal.", "-p", "--progress")
                .option(
                        String.class,
                        v -> it.profile = v,
                        "NAME",
                        "Import profile: unixfs-v1-2025 (default), unixfs-v0-2015.",
                        "--profile")
                .option(
                        Integer.class,
                        v -> it.cidVersion = v,
                        "N",
                        "0 or 1; 0 selects the profile unixfs-v0-2015.",
                        "--cid-version")
                .flag(v -> it.onlyHash = v, "Compute the CID, store nothing.", "-n", "--only-hash")
                .choice(v -> it.pin = v, "Pin the root (default: true).", "--pin")
                .option(String.class, v -> it.pinName = v, "NAME", "Name of the pin.", "--pin-name")
                .flag(
                        v -> it.wrap = v,
                        "Put each into a folder, so that its name is kept.",
                        "-w",
                        "--wrap-with-directory")
                .option(
                        String.class,
                        v -> it.stdinName = v,
                        "NAME",
                        "Name of stdin's content.",
                        "--stdin-name")
                .choice(
                        v -> it.rawLeaves = v,
                        "Leaves of files as raw blocks (default: as the profile says).",
                        "--raw-leaves")
                .option(
                        String.class,
                        v -> it.chunker = v,
                        "HOW",
                        "size-N, rabin-MIN-AVG-MAX or buzhash (default: as the profile says).",
                        "-s",
                        "--chunker")
                .flag(
                        v -> it.nocopy = v,
                        "Keep the leaves by reference to the file below filestore.roots, or the"
                                + " URL.",
                        "--nocopy")
                .flag(
                        v -> it.hidden = v,
                        "Files whose name begins with a dot, too.",
                        "-H",
                        "--hidden")
                .flag(v -> it.preserveMode = v, "Record permission bits.", "--preserve-mode")
                .flag(v -> it.preserveMtime = v, "Record modification times.", "--preserve-mtime")
                .option(
                        String.class,
                        v -> it.mode = v,
                        "MODE",
                        "Permission bits to record of all, octal: 0644.",
                        "--mode")
                .option(
                        Long.class,
                        v -> it.mtime = v,
                        "SECONDS",
                        "Modification time to record of all, since 1970.",
                        "--mtime")
                .option(
                        Integer.class,
                        v -> it.mtimeNsecs = v,
                        "N",
                        "Nanoseconds to add to --mtime.",
                        "--mtime-nsecs")
                .flag(
                        v -> it.trickle = v,
                        "Trickle layout: a file's first bytes are near its root.",
                        "-t",
                        "--trickle")
                .option(
                        String.class,
                        v -> it.hash = v,
                        "NAME",
                        "Hash function (default: sha2-256).",
                        "--hash")
                .flag(v -> it.inline = v, "Put small blocks into their CIDs.", "--inline")
                .option(
                        Integer.class,
                        v -> it.inlineLimit = v,
                        "N",
                        "Largest block to inline (default: 32).",
                        "--inline-limit")
                .option(
                        Integer.class,
                        v -> it.maxFileLinks = v,
                        "N",
                        "Most links of a node of a file.",
                        "--max-file-links")
                .option(
                        Integer.class,
                        v -> it.maxDirectoryLinks = v,
                        "N",
                        "Shard folders of more entries.",
                        "--max-directory-links")
                .option(
                        Integer.class,
                        v -> it.maxHamtFanout = v,
                        "N",
                        "Width of the nodes of a sharded folder.",
                        "--max-hamt-fanout")
                .options(
                        String.class,
                        v -> it.ignore = v,
                        "RULE",
                        "Leave out what matches, as .gitignore says; may be repeated.",
                        "--ignore")
                .option(
                        Path.class,
                        v -> it.ignoreRulesPath = v,
                        "FILE",
                        "A file of such rules.",
                        "--ignore-rules-path")
                .choice(
                        v -> it.emptyDirs = v,
                        "Folders without entries, too (default: true).",
                        "-E",
                        "--empty-dirs")
                .flag(
                        v -> it.dereferenceArgs = v,
                        "Follow the paths that are symbolic links.",
                        "--dereference-args")
                .flag(
                        v -> it.dereferenceSymlinks = v,
                        "Follow all symbolic links.",
                        "--dereference-symlinks")
                .spec();
    }

    @Override
    public int run(Session session) throws Exception {
        if (sources.isEmpty()) {
            sources.add("-");
        }
        for (String source : sources) {
            if (!isStdin(source) && !isUrl(source)) {
                requireAddable(path(source));
            }
        }
        Tree.AddRules rules = rules();
        Added last = null;
        for (String source : sources) {
            last = add(session, source, rules);
        }
        if (quieter && last != null && !session.isJson()) {
            session.line(last.cid());
        }
        return 0;
    }

    private static Path path(String source) {
        try {
            return Path.of(source);
        } catch (InvalidPathException e) {
            throw new ExitCodes.UsageException(source + " is no path: " + e.getReason());
        }
    }

    private void requireAddable(Path path) {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new OperationFailed(
                    ErrorCode.NOT_FOUND, "cannot add " + path + ": no such file or folder");
        }
        boolean follow = dereferenceArgs || dereferenceSymlinks;
        boolean folder =
                follow
                        ? Files.isDirectory(path)
                        : Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
        if (!recursive && folder) {
            throw new ExitCodes.UsageException(
                    path + " is a folder; use -r to add it with all that is in it");
        }
    }

    private static boolean isStdin(String source) {
        return source.equals("-");
    }

    private static boolean isUrl(String source) {
        return source.regionMatches(true, 0, "http://", 0, 7)
                || source.regionMatches(true, 0, "https://", 0, 8);
    }

    private Added add(Session session, String source, Tree.AddRules rules) throws Exception {
        AddInput input = input(source, session);
        ProgressBar bar = progress ? ProgressBar.on(session) : null;
        ItemSink rows =
                quieter && !session.isJson()
                        ? ItemSink.DISCARD
                        : row -> print(session, bar, (AddedEntry) row);
        CallOptions call = session.call().withOnItem(rows);
        if (isStdin(source)) {
            call = call.withBytes(ByteSource.of(session.terminal().in()));
        } else if (!isUrl(source)) {
            call = call.withTree(Tree.of(path(source).toAbsolutePath(), rules));
        }
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

    private AddInput input(String source, Session session) {
        return new AddInputBuilder()
                .name(isStdin(source) ? stdinName : null)
                .url(isUrl(source) ? source : null)
                .pin(pin)
                .wrap(wrap)
                .profile(profile)
                .cidVersion(cidVersion)
                .onlyHash(onlyHash || session.globals().dryRun)
                .rawLeaves(rawLeaves)
                .chunker(chunker)
                .nocopy(nocopy)
                .hidden(hidden)
                .preserveMode(preserveMode)
                .preserveMtime(preserveMtime)
                .pinName(pinName)
                .trickle(trickle)
                .hash(hash)
                .inline(inline)
                .inlineLimit(inlineLimit)
                .maxFileLinks(maxFileLinks)
                .maxDirectoryLinks(maxDirectoryLinks)
                .maxHamtFanout(maxHamtFanout)
                .mode(mode)
                .mtime(mtime)
                .mtimeNsecs(mtimeNsecs)
                .emptyDirs(emptyDirs)
                .build();
    }

    /// What to take from a folder; the file of rules comes before the rules given.
    private Tree.AddRules rules() {
        List<String> all = new ArrayList<>();
        if (ignoreRulesPath != null) {
            try {
                all.addAll(Files.readAllLines(ignoreRulesPath));
            } catch (NoSuchFileException e) {
                throw new OperationFailed(
                        ErrorCode.NOT_FOUND,
                        "--ignore-rules-path " + ignoreRulesPath + ": no such file",
                        e);
            } catch (IOException e) {
                throw new ExitCodes.UsageException(
                        "--ignore-rules-path "
                                + ignoreRulesPath
                                + " cannot be read as UTF-8 text: "
                                + e.getMessage());
            }
        }
        all.addAll(ignore);
        return new Tree.AddRules(
                hidden,
                dereferenceSymlinks
                        ? Tree.Dereference.ALWAYS
                        : dereferenceArgs ? Tree.Dereference.ROOT : Tree.Dereference.NEVER,
                all);
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
