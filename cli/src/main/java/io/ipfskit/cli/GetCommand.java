package io.ipfskit.cli;

import io.ipfskit.anyio.Disk;
import io.ipfskit.kit.tar.TarExtractor;
import io.ipfskit.node.ops.GetInput;
import io.ipfskit.node.ops.IpfsOperations;
import io.ipfskit.operation.ByteStream;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Model.CommandSpec;

import java.nio.file.Path;

/// `ipfs-kit get`: writes a file or folder to this machine, whole or not at all.
final class GetCommand implements Command.OnNode {
    String path = "";
    @Nullable Path output;
    boolean archive;
    boolean compress;
    @Nullable Integer compressionLevel;

    /// How it is written.
    static CommandSpec spec() {
        GetCommand it = new GetCommand();
        return Syntax.of(it, "get", "Write a file or folder to the disk.")
                .argument(
                        String.class,
                        v -> it.path = v,
                        "CID",
                        "A CID, or a path like /ipfs/CID/name.")
                .option(
                        Path.class,
                        v -> it.output = v,
                        "PATH",
                        "Where to write (default: the last name of the path, here).",
                        "-o",
                        "--output")
                .flag(
                        v -> it.archive = v,
                        "Write a TAR archive; with -o - to stdout.",
                        "-a",
                        "--archive")
                .flag(
                        v -> it.compress = v,
                        "Compress with gzip: the archive, or a file alone.",
                        "-C",
                        "--compress")
                .option(
                        Integer.class,
                        v -> it.compressionLevel = v,
                        "N",
                        "How hard to compress, 1 to 9.",
                        "-l",
                        "--compression-level")
                .spec();
    }

    @Override
    public boolean takesDryRun() {
        return false;
    }

    @Override
    public int run(Session session) throws Exception {
        String name = lastName(path);
        boolean saved = archive || compress;
        String ending = (archive ? ".tar" : "") + (compress ? ".gz" : "");
        Path target = output != null ? output : Path.of(name + ending);
        boolean stdout = target.toString().equals("-");
        if (stdout && !saved) {
            throw new ExitCodes.UsageException("-o - needs --archive or --compress, or use cat");
        }
        Disk disk = Disk.real();
        Path absolute = target.toAbsolutePath().normalize();
        if (!stdout && disk.exists(absolute)) {
            throw new OperationFailed(
                    ErrorCode.ALREADY_EXISTS,
                    target + " exists already; remove it, or name another with -o");
        }
        GetInput input =
                new GetInput(
                        path, archive || !compress ? "tar" : "raw", compress, compressionLevel);
        ProgressBar bar = ProgressBar.on(session);
        try (ByteStream tar = session.kit().stream(IpfsOperations.GET, input, session.call())) {
            if (stdout) {
                Bytes.copy(tar, session.terminal(), bar);
                return 0;
            }
            TarExtractor.Extracted extracted =
                    saved
                            ? TarExtractor.save(disk, tar, absolute, bar)
                            : new TarExtractor(disk, tar, bar).extract(absolute);
            if (bar != null) {
                bar.hide();
            }
            if (session.isJson()) {
                session.json(
                        new Written(absolute.toString(), extracted.files(), extracted.bytes()));
            } else if (!session.globals().quiet) {
                session.terminal().err().println("Saved to " + Text.name(target.toString()));
            }
            return 0;
        } finally {
            if (bar != null) {
                bar.close();
            }
        }
    }

    /// What `--json` prints.
    record Written(String path, long files, long bytes) {}

    private static String lastName(String path) {
        String trimmed = path.replaceAll("/+$", "");
        String name = trimmed.substring(trimmed.lastIndexOf('/') + 1);
        return name.isEmpty() ? "content" : name;
    }
}
