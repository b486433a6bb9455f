package io.ipfskit.cli;

import io.ipfskit.kit.CallOptions;
import io.ipfskit.node.ops.FilesChanged;
import io.ipfskit.node.ops.FilesCpInput;
import io.ipfskit.node.ops.FilesMkdirInput;
import io.ipfskit.node.ops.FilesMvInput;
import io.ipfskit.node.ops.FilesOperations;
import io.ipfskit.node.ops.FilesRmInput;
import io.ipfskit.node.ops.FilesStat;
import io.ipfskit.node.ops.FilesStatInput;
import io.ipfskit.node.ops.FilesWriteInput;
import io.ipfskit.operation.ByteSource;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The commands that change what the tree of files has. Those that take a file away ask: `rm`, `cp
/// --force` and `mv` where there is a file already. `write` does not: to overwrite is what it is
/// for.
final class FilesEdits {
    private FilesEdits() {}

    /// `--flush`, which every change does.
    static final class Flushing {
        @Option(
                names = {"-f", "--flush"},
                arity = "0..1",
                fallbackValue = "true",
                defaultValue = "true",
                description = "Accepted for Kubo's sake: every change is durable when it ends.")
        boolean flush = true;
    }

    /// `--cid-version` and `--hash`.
    static final class CidFormat {
        @Option(
                names = {"--cid-version", "--cid-ver"},
                paramLabel = "N",
                description = "CID version, 0 or 1.")
        @Nullable Integer version;

        @Option(
                names = "--hash",
                paramLabel = "NAME",
                description = "Hash function; with one the CID version is 1.")
        @Nullable String hash;
    }

    static void print(Session session, FilesChanged changed) {
        if (session.isJson()) {
            session.json(changed);
        }
    }

    /// What is at a path, or null.
    private static @Nullable FilesStat there(Session session, String path)
            throws InterruptedException {
        try {
            return session.kit()
                    .call(FilesOperations.STAT, FilesStatInput.of(path), session.call());
        } catch (OperationFailed failed) {
            if (failed.code() == ErrorCode.NOT_FOUND
                    || failed.code() == ErrorCode.INVALID_ARGUMENT) {
                return null; // the change itself tells why it cannot be
            }
            throw failed;
        }
    }

    /// Asks before a file goes for another.
    private static void confirmReplacing(Session session, String source, String dest)
            throws InterruptedException {
        String name = source.substring(source.lastIndexOf('/') + 1);
        FilesStat stat = there(session, dest.endsWith("/") ? dest + name : dest);
        if (stat != null && !stat.type().equals("directory")) {
            Confirmation.require(
                    session.terminal(), session.globals(), "replacing the file " + Text.name(dest));
        }
    }

    /// `ipfs-kit files write`.
    @CommandLine.Command(
            name = "write",
            description = "Write bytes to a file, over what is there.",
            sortOptions = false)
    static final class Write implements Command.OnNode {
        @Parameters(index = "0", paramLabel = "PATH", description = "Path of the file.")
        String path = "";

        @Parameters(
                index = "1",
                arity = "0..1",
                paramLabel = "FILE",
                description = "A file; - is stdin (default).")
        @Nullable Path data;

        @Option(
                names = {"-o", "--offset"},
                paramLabel = "N",
                defaultValue = "0",
                description = "Where the first byte goes.")
        long offset;

        @Option(
                names = {"-e", "--create"},
                description = "Make the file if it does not exist.")
        boolean create;

        @Option(
                names = {"-p", "--parents"},
                description = "Make the folders on the way to it, too.")
        boolean parents;

        @Option(
                names = {"-t", "--truncate"},
                description = "Empty the file first.")
        boolean truncate;

        @Option(
                names = {"-n", "--count"},
                paramLabel = "N",
                description = "How many bytes to write at most.")
        @Nullable Long count;

        @Option(
                names = "--raw-leaves",
                arity = "0..1",
                fallbackValue = "true",
                description = "New leaves are raw blocks (default: true).")
        @Nullable Boolean rawLeaves;

        @Mixin CidFormat format = new CidFormat();
        @Mixin Flushing flushing = new Flushing();

        @Override
        public boolean takesDryRun() {
            return false;
        }

        @Override
        public int run(Session session) throws Exception {
            FilesWriteInput input =
                    new FilesWriteInput(
                            path,
                            offset,
                            create,
                            parents,
                            truncate,
                            count,
                            rawLeaves,
                            format.version,
                            format.hash,
                            flushing.flush);
            CallOptions call = session.call().withBytes(bytes(session));
            print(session, session.kit().call(FilesOperations.WRITE, input, call));
            return 0;
        }

        private ByteSource bytes(Session session) {
            Path from = data;
            if (from == null || from.toString().equals("-")) {
                return ByteSource.of(session.terminal().in());
            }
            if (!Files.exists(from)) {
                throw new ExitCodes.UsageException(from + ": no such file");
            }
            return ByteSource.of(from.toAbsolutePath());
        }
    }

    /// `ipfs-kit files mkdir`.
    @CommandLine.Command(name = "mkdir", description = "Make a folder.", sortOptions = false)
    static final class Mkdir implements Command.OnNode {
        @Parameters(paramLabel = "PATH", description = "Path of the folder.")
        String path = "";

        @Option(
                names = {"-p", "--parents"},
                description = "Make the folders on the way to it, too; no error if it exists.")
        boolean parents;

        @Mixin CidFormat format = new CidFormat();
        @Mixin Flushing flushing = new Flushing();

        @Override
        public boolean takesDryRun() {
            return false;
        }

        @Override
        public int run(Session session) throws Exception {
            FilesMkdirInput input =
                    new FilesMkdirInput(path, parents, format.version, format.hash, flushing.flush);
            print(session, session.kit().call(FilesOperations.MKDIR, input, session.call()));
            return 0;
        }
    }

    /// `ipfs-kit files rm`.
    @CommandLine.Command(
            name = "rm",
            description = "Remove files and folders; the blocks stay until they are collected.",
            sortOptions = false)
    static final class Rm implements Command.OnNode {
        @Parameters(paramLabel = "PATH", arity = "1..*", description = "Paths.")
        List<String> paths = new ArrayList<>();

        @Option(
                names = {"-r", "--recursive"},
                description = "Folders, too, with all that is in them.")
        boolean recursive;

        @Option(
                names = "--force",
                description = "Folders, too, and what cannot be read; no error if it is not there.")
        boolean force;

        @Override
        public int run(Session session) throws Exception {
            if (session.globals().dryRun) {
                for (String path : paths) {
                    dryRun(session, path);
                }
                return 0;
            }
            Confirmation.require(
                    session.terminal(),
                    session.globals(),
                    paths.size() == 1
                            ? "removing " + Text.name(paths.getFirst())
                            : "removing " + paths.size() + " paths");
            for (String path : paths) {
                FilesRmInput input = new FilesRmInput(path, recursive, force);
                print(session, session.kit().call(FilesOperations.RM, input, session.call()));
            }
            return 0;
        }

        /// A path that is not there fails as it would without the option.
        private void dryRun(Session session, String path) throws InterruptedException {
            FilesStat stat =
                    force
                            ? there(session, path)
                            : session.kit()
                                    .call(
                                            FilesOperations.STAT,
                                            FilesStatInput.of(path),
                                            session.call());
            if (stat == null) {
                return;
            }
            if (session.isJson()) {
                session.json(new WouldRemove("files.rm", path, stat.cid()));
            } else {
                session.line("would remove " + Text.name(path) + " (" + stat.type() + ")");
            }
        }
    }

    /// What `--dry-run` says.
    record WouldRemove(String operation, String path, String cid) {}

    /// `ipfs-kit files cp`.
    @CommandLine.Command(
            name = "cp",
            description = "Link content, or a part of the tree, at another path; copies no blocks.",
            sortOptions = false)
    static final class Cp implements Command.OnNode {
        @Parameters(
                index = "0",
                paramLabel = "SOURCE",
                description = "/ipfs/CID/name, or a path of the tree.")
        String source = "";

        @Parameters(
                index = "1",
                paramLabel = "DEST",
                description = "Where it shall be; with a slash at the end, below that folder.")
        String dest = "";

        @Option(
                names = {"-p", "--parents"},
                description = "Make the folders on the way to it, too.")
        boolean parents;

        @Option(names = "--force", description = "In place of a file that is there.")
        boolean force;

        @Mixin Flushing flushing = new Flushing();

        @Override
        public boolean takesDryRun() {
            return false;
        }

        @Override
        public int run(Session session) throws Exception {
            if (force) {
                confirmReplacing(session, source, dest);
            }
            FilesCpInput input = new FilesCpInput(source, dest, parents, force, flushing.flush);
            print(session, session.kit().call(FilesOperations.CP, input, session.call()));
            return 0;
        }
    }

    /// `ipfs-kit files mv`.
    @CommandLine.Command(
            name = "mv",
            description = "Move a file or folder, at once.",
            sortOptions = false)
    static final class Mv implements Command.OnNode {
        @Parameters(index = "0", paramLabel = "SOURCE", description = "Path of what to move.")
        String source = "";

        @Parameters(
                index = "1",
                paramLabel = "DEST",
                description = "Path where it shall be; a folder takes it in.")
        String dest = "";

        @Mixin Flushing flushing = new Flushing();

        @Override
        public boolean takesDryRun() {
            return false;
        }

        @Override
        public int run(Session session) throws Exception {
            confirmReplacing(session, source, dest);
            FilesMvInput input = new FilesMvInput(source, dest, flushing.flush);
            print(session, session.kit().call(FilesOperations.MV, input, session.call()));
            return 0;
        }
    }
}
