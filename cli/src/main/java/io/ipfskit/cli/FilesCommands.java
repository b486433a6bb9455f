package io.ipfskit.cli;

import io.ipfskit.node.ops.FilesEntry;
import io.ipfskit.node.ops.FilesFlushInput;
import io.ipfskit.node.ops.FilesFlushed;
import io.ipfskit.node.ops.FilesLsInput;
import io.ipfskit.node.ops.FilesOperations;
import io.ipfskit.node.ops.FilesReadInput;
import io.ipfskit.operation.ByteStream;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `ipfs-kit files`: the tree of files, with the names, options and output of Kubo's commands.
@CommandLine.Command(
        name = "files",
        description = "The tree of files, whose paths can be changed (MFS).",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            FilesCommands.Ls.class,
            FilesStatCommand.class,
            FilesCommands.Read.class,
            FilesEdits.Write.class,
            FilesEdits.Mkdir.class,
            FilesEdits.Rm.class,
            FilesEdits.Cp.class,
            FilesEdits.Mv.class,
            FilesCommands.Flush.class,
            FilesAttributes.Chmod.class,
            FilesAttributes.Touch.class,
            FilesAttributes.Chcid.class
        })
final class FilesCommands {
    /// `ipfs-kit files ls`.
    @CommandLine.Command(name = "ls", description = "List a folder.", sortOptions = false)
    static final class Ls implements Command.OnNode {
        @Parameters(
                paramLabel = "PATH",
                arity = "0..1",
                defaultValue = "/",
                description = "Path of a folder or file (default: /).")
        String path = "/";

        @Option(
                names = {"-l", "--long"},
                description = "Print CIDs and sizes, too, and a slash behind folders.")
        boolean details;

        @Option(names = "-U", description = "Do not sort.")
        boolean unsorted;

        @Override
        public int run(Session session) throws Exception {
            session.kit()
                    .call(
                            FilesOperations.LS,
                            new FilesLsInput(path, details, !unsorted, null, null),
                            session.call().withOnItem(row -> print(session, (FilesEntry) row)));
            return 0;
        }

        private void print(Session session, FilesEntry entry) {
            if (session.isJson()) {
                session.json(entry);
            } else if (details) {
                String slash = "directory".equals(entry.type()) ? "/" : "";
                session.line(
                        Text.name(entry.name())
                                + slash
                                + "\t"
                                + entry.cid()
                                + "\t"
                                + (entry.size() == null ? "-" : entry.size().toString()));
            } else {
                session.line(Text.name(entry.name()));
            }
        }
    }

    /// `ipfs-kit files read`.
    @CommandLine.Command(
            name = "read",
            description = "Print the bytes of a file.",
            sortOptions = false)
    static final class Read implements Command.OnNode {
        @Parameters(paramLabel = "PATH", description = "Path of a file.")
        String path = "";

        @Option(
                names = {"-o", "--offset"},
                paramLabel = "N",
                defaultValue = "0",
                description = "First byte.")
        long offset;

        @Option(
                names = {"-n", "--count"},
                paramLabel = "N",
                description = "How many bytes at most.")
        @Nullable Long count;

        @Override
        public int run(Session session) throws Exception {
            FilesReadInput input = new FilesReadInput(path, offset, count);
            try (ByteStream content =
                    session.kit().stream(FilesOperations.READ, input, session.call())) {
                Bytes.copy(content, session.terminal(), null);
            }
            return 0;
        }
    }

    /// `ipfs-kit files flush`.
    @CommandLine.Command(
            name = "flush",
            description = "Print the CID of a path; every change is durable already.",
            sortOptions = false)
    static final class Flush implements Command.OnNode {
        @Parameters(
                paramLabel = "PATH",
                arity = "0..1",
                defaultValue = "/",
                description = "Path (default: /).")
        String path = "/";

        @Override
        public int run(Session session) throws Exception {
            FilesFlushed flushed =
                    session.kit()
                            .call(FilesOperations.FLUSH, new FilesFlushInput(path), session.call());
            if (session.isJson()) {
                session.json(flushed);
            } else {
                session.line(flushed.cid());
            }
            return 0;
        }
    }
}
