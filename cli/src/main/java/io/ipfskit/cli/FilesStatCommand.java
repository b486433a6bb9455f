package io.ipfskit.cli;

import io.ipfskit.node.ops.FilesOperations;
import io.ipfskit.node.ops.FilesStat;
import io.ipfskit.node.ops.FilesStatInput;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// `ipfs-kit files stat`.
@CommandLine.Command(name = "stat", description = "Say what is at a path.", sortOptions = false)
final class FilesStatCommand implements Command.OnNode {
    private static final String FORMAT =
            """
            <hash>
            Size: <size>
            CumulativeSize: <cumulsize>
            ChildBlocks: <childs>
            Type: <type>
            Mode: <mode> (<mode-octal>)
            Mtime: <mtime>\
            """;

    private static final String UNSET = "not set";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm:ss 'UTC'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    @Parameters(paramLabel = "PATH", description = "Path, or /ipfs/CID/name.")
    String path = "";

    @Option(names = "--hash", description = "Print the CID only.")
    boolean hash;

    @Option(names = "--size", description = "Print the cumulative size only.")
    boolean size;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description =
                    "Text with <hash>, <size>, <cumulsize>, <type>, <childs>, <mode>, <mode-octal>,"
                            + " <mtime>, <mtime-secs>, <mtime-nsecs>.")
    @Nullable String format;

    @Option(names = "--with-local", description = "Also tell how much of it is here.")
    boolean withLocal;

    @Override
    public int run(Session session) throws Exception {
        if ((hash ? 1 : 0) + (size ? 1 : 0) + (format == null ? 0 : 1) > 1) {
            throw new ExitCodes.UsageException(
                    "--hash, --size and --format exclude each other: give one of them");
        }
        FilesStat stat =
                session.kit()
                        .call(
                                FilesOperations.STAT,
                                new FilesStatInput(path, withLocal),
                                session.call());
        if (session.isJson()) {
            session.json(stat);
            return 0;
        }
        String wanted = format == null ? FORMAT : format;
        String text = fill(hash ? "<hash>" : size ? "<cumulsize>" : wanted, stat);
        text.lines().forEach(session::line);
        Long local = stat.sizeLocal();
        if (local != null) {
            session.line(
                    "Local: %s of %s (%.2f%%)"
                            .formatted(
                                    decimal(local),
                                    decimal(stat.cumulativeSize()),
                                    100.0 * local / stat.cumulativeSize()));
        }
        return 0;
    }

    private static String fill(String format, FilesStat stat) {
        Integer mode = stat.mode();
        Instant mtime = stat.mtime() == null ? null : Instant.parse(stat.mtime());
        return format.replace("<hash>", stat.cid())
                .replace("<size>", Long.toString(stat.size()))
                .replace("<cumulsize>", Long.toString(stat.cumulativeSize()))
                .replace("<childs>", Long.toString(stat.blocks()))
                .replace("<type>", stat.type())
                .replace("<mode>", mode == null ? UNSET : letters(stat.type(), mode))
                .replace(
                        "<mode-octal>",
                        mode == null ? UNSET : "0" + Integer.toOctalString(mode & 0777))
                .replace("<mtime>", mtime == null ? UNSET : TIME.format(mtime))
                .replace(
                        "<mtime-secs>",
                        mtime == null ? UNSET : Long.toString(mtime.getEpochSecond()))
                .replace(
                        "<mtime-nsecs>", mtime == null ? UNSET : Integer.toString(mtime.getNano()));
    }

    /// `-rw-r--r--`.
    private static String letters(String type, int mode) {
        StringBuilder out = new StringBuilder();
        out.append(
                switch (type) {
                    case "directory" -> 'd';
                    case "symlink" -> 'l';
                    default -> '-';
                });
        for (int bit = 8; bit >= 0; bit--) {
            out.append((mode >> bit & 1) == 0 ? '-' : "xwr".charAt(bit % 3));
        }
        return out.toString();
    }

    /// `1.2 kB`, as Kubo prints it here.
    private static String decimal(long bytes) {
        if (bytes < 10) {
            return bytes + " B";
        }
        String[] units = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
        double value = bytes;
        int unit = 0;
        while (value >= 1000) {
            value /= 1000;
            unit++;
        }
        double rounded = Math.floor(value * 10 + 0.5) / 10;
        return String.format(
                Locale.ROOT, rounded < 10 ? "%.1f %s" : "%.0f %s", rounded, units[unit]);
    }
}
