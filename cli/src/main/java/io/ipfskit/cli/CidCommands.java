package io.ipfskit.cli;

import io.ipfskit.node.Rows;
import io.ipfskit.node.cid.CidTools;
import io.ipfskit.node.ops.CidBase;
import io.ipfskit.node.ops.CidCode;
import io.ipfskit.node.ops.CidFormatInput;
import io.ipfskit.node.ops.CidFormatted;
import io.ipfskit.node.ops.CidInput;
import io.ipfskit.node.ops.CidInspected;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// `ipfs-kit cid`, with the options and the lines of Kubo's. Needs no node, so it opens none.
@CommandLine.Command(
        name = "cid",
        description = "Show, convert and explain CIDs.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            CidCommands.Format.class,
            CidCommands.Inspect.class,
            CidCommands.Base32.class,
            CidCommands.Bases.class,
            CidCommands.Codecs.class,
            CidCommands.Hashes.class
        })
final class CidCommands {
    /// `ipfs-kit cid format`.
    @CommandLine.Command(
            name = "format",
            description = "Show CIDs by a pattern, in another version, codec or base.",
            sortOptions = false)
    static final class Format implements Command.Plain {
        @Parameters(paramLabel = "CID", arity = "1..*", description = "CIDs.")
        List<String> cids = new ArrayList<>();

        @Option(
                names = {"-f", "--format"},
                paramLabel = "PATTERN",
                defaultValue = "%s",
                description = "A pattern of specifiers such as %%s, %%c or %%P (default: %%s).")
        String format = "%s";

        @Option(
                names = {"-v", "--cid-version"},
                paramLabel = "VERSION",
                description = "0 or 1.")
        @Nullable Integer version;

        @Option(
                names = {"--mc", "--codec"},
                paramLabel = "CODEC",
                description = "A name or number of the multicodec table.")
        @Nullable String codec;

        @Option(
                names = {"-b", "--base"},
                paramLabel = "BASE",
                description = "A multibase such as base32 or base58btc.")
        @Nullable String base;

        @Override
        public int run(Terminal terminal, Globals globals) {
            for (String cid : cids) {
                var input = new CidFormatInput(cid, format, version, codec, base);
                say(new Output(terminal, globals), CidTools.format(input));
            }
            return 0;
        }
    }

    /// `ipfs-kit cid base32`.
    @CommandLine.Command(
            name = "base32",
            description = "Show CIDs as CIDv1 in base32.",
            sortOptions = false)
    static final class Base32 implements Command.Plain {
        @Parameters(paramLabel = "CID", arity = "1..*", description = "CIDs.")
        List<String> cids = new ArrayList<>();

        @Override
        public int run(Terminal terminal, Globals globals) {
            for (String cid : cids) {
                say(new Output(terminal, globals), CidTools.base32(new CidInput(cid)));
            }
            return 0;
        }
    }

    private static void say(Output output, CidFormatted formatted) {
        if (output.isJson()) {
            output.json(formatted);
        } else {
            output.line(formatted.formatted());
        }
    }

    /// `ipfs-kit cid inspect`.
    @CommandLine.Command(
            name = "inspect",
            description = "Take a CID apart: version, base, codec, hash.",
            sortOptions = false)
    static final class Inspect implements Command.Plain {
        @Parameters(paramLabel = "CID", description = "The CID.")
        String cid = "";

        @Override
        public int run(Terminal terminal, Globals globals) {
            CidInspected it = CidTools.inspect(new CidInput(cid));
            Output output = new Output(terminal, globals);
            if (output.isJson()) {
                output.json(it);
                return 0;
            }
            boolean implicit = it.version() == 0;
            CidInspected.Base base = it.multibase();
            output.line("CID:        " + Text.name(it.cid()));
            output.line("Version:    " + it.version());
            output.line(
                    "Multibase:  "
                            + base.name()
                            + " ("
                            + (implicit ? "implicit" : Text.name(base.prefix()))
                            + ")");
            output.line(
                    "Multicodec: "
                            + code(it.multicodec().name(), it.multicodec().code(), implicit));
            output.line(
                    "Multihash:  " + code(it.multihash().name(), it.multihash().code(), implicit));
            output.line("  Length:   " + it.multihash().length() + " bytes");
            output.line("  Digest:   " + it.multihash().digest());
            output.line(
                    "CIDv0:      "
                            + (it.cidV0() != null ? it.cidV0() : "not possible, " + it.noCidV0()));
            output.line("CIDv1:      " + it.cidV1());
            return 0;
        }

        private static String code(String name, int code, boolean implicit) {
            return name + " (0x" + Integer.toHexString(code) + (implicit ? ", implicit" : "") + ")";
        }
    }

    /// `ipfs-kit cid bases`.
    @CommandLine.Command(
            name = "bases",
            description = "List the multibase encodings.",
            sortOptions = false)
    static final class Bases extends Listing {
        @Option(names = "--prefix", description = "Print the prefixes, too.")
        boolean prefix;

        @Override
        void list(Rows rows) throws InterruptedException {
            CidTools.bases(rows);
        }

        @Override
        String line(Object row) {
            CidBase base = (CidBase) row;
            // a control character is no prefix that one sees
            String shown = base.code() < ' ' ? " " : base.prefix();
            return (prefix ? shown + "  " : "") + number(6, base.code()) + base.name();
        }
    }

    /// `ipfs-kit cid codecs`.
    @CommandLine.Command(
            name = "codecs",
            description = "List the registered codecs of blocks.",
            sortOptions = false)
    static final class Codecs extends Listing {
        @Override
        void list(Rows rows) throws InterruptedException {
            CidTools.codecs(rows);
        }
    }

    /// `ipfs-kit cid hashes`.
    @CommandLine.Command(
            name = "hashes",
            description = "List the hash functions that blocks are verified with.",
            sortOptions = false)
    static final class Hashes extends Listing {
        @Override
        void list(Rows rows) throws InterruptedException {
            CidTools.hashes(rows);
        }
    }

    /// A table, one row a line.
    abstract static class Listing implements Command.Plain {
        @Option(
                names = {"-n", "--numeric"},
                description = "Print the codes, too.")
        boolean numeric;

        abstract void list(Rows rows) throws InterruptedException;

        String line(Object row) {
            CidCode code = (CidCode) row;
            return number(5, code.code()) + code.name();
        }

        final String number(int width, int code) {
            return numeric ? String.format(Locale.ROOT, "%" + width + "d  ", code) : "";
        }

        @Override
        public int run(Terminal terminal, Globals globals) throws InterruptedException {
            Output output = new Output(terminal, globals);
            list(row -> {
                if (output.isJson()) {
                    output.json(row);
                } else {
                    output.line(line(row));
                }
            });
            return 0;
        }
    }
}
