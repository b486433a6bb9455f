package io.ipfskit.cli;

import io.ipfskit.node.ops.FilesChcidInput;
import io.ipfskit.node.ops.FilesChmodInput;
import io.ipfskit.node.ops.FilesOperations;
import io.ipfskit.node.ops.FilesTouchInput;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The commands that change what is recorded of files and folders, and no bytes.
final class FilesAttributes {
    private FilesAttributes() {}

    /// `ipfs-kit files chmod`.
    @CommandLine.Command(
            name = "chmod",
            description = "Record permission bits.",
            sortOptions = false)
    static final class Chmod implements Command.OnNode {
        @Parameters(index = "0", paramLabel = "MODE", description = "Octal, as 0644.")
        String mode = "";

        @Parameters(index = "1", paramLabel = "PATH", description = "Path of a file or folder.")
        String path = "";

        @Mixin FilesEdits.Flushing flushing = new FilesEdits.Flushing();

        @Override
        public boolean takesDryRun() {
            return false;
        }

        @Override
        public int run(Session session) throws Exception {
            FilesChmodInput input = new FilesChmodInput(mode, path, flushing.flush);
            FilesEdits.print(
                    session, session.kit().call(FilesOperations.CHMOD, input, session.call()));
            return 0;
        }
    }

    /// `ipfs-kit files touch`.
    @CommandLine.Command(
            name = "touch",
            description = "Record a modification time.",
            sortOptions = false)
    static final class Touch implements Command.OnNode {
        @Parameters(paramLabel = "PATH", description = "Path of a file, folder or symlink.")
        String path = "";

        @Option(
                names = "--mtime",
                paramLabel = "SECONDS",
                description = "Seconds since 1970 (default: now).")
        @Nullable Long mtime;

        @Option(
                names = "--mtime-nsecs",
                paramLabel = "N",
                defaultValue = "0",
                description = "Nanoseconds to add to them.")
        int nanos;

        @Mixin FilesEdits.Flushing flushing = new FilesEdits.Flushing();

        @Override
        public boolean takesDryRun() {
            return false;
        }

        @Override
        public int run(Session session) throws Exception {
            FilesTouchInput input = new FilesTouchInput(path, mtime, nanos, flushing.flush);
            FilesEdits.print(
                    session, session.kit().call(FilesOperations.TOUCH, input, session.call()));
            return 0;
        }
    }

    /// `ipfs-kit files chcid`.
    @CommandLine.Command(
            name = "chcid",
            description = "Change the CID version or hash function of a folder.",
            sortOptions = false)
    static final class Chcid implements Command.OnNode {
        @Parameters(paramLabel = "PATH", description = "Path of a folder, but not /.")
        String path = "";

        @Mixin FilesEdits.CidFormat format = new FilesEdits.CidFormat();
        @Mixin FilesEdits.Flushing flushing = new FilesEdits.Flushing();

        @Override
        public boolean takesDryRun() {
            return false;
        }

        @Override
        public int run(Session session) throws Exception {
            FilesChcidInput input =
                    new FilesChcidInput(path, format.version, format.hash, flushing.flush);
            FilesEdits.print(
                    session, session.kit().call(FilesOperations.CHCID, input, session.call()));
            return 0;
        }
    }
}
