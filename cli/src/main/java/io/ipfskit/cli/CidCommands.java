package io.ipfskit.cli;

import io.ipfskit.node.ops.CidBase;
import io.ipfskit.node.ops.CidCode;
import io.ipfskit.node.ops.CidFormatInput;
import io.ipfskit.node.ops.CidFormatted;
import io.ipfskit.node.ops.CidInput;
import io.ipfskit.node.ops.CidInspected;
import io.ipfskit.node.ops.CidOperations;
import io.ipfskit.node.ops.CidTable;
import io.ipfskit.node.ops.CidTableInput;
import io.ipfskit.operation.Operation;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// `ipfs-kit cid`, with the options and the lines of Kubo's.
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
    static final class Format implements Command.OnNode {
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
        public int run(Session session) throws Exception {
            for (String cid : cids) {
                var input = new CidFormatInput(cid, format, version, codec, base);
                say(session, session.kit().call(CidOperations.FORMAT, input, session.call()));
            }
            return 0;
        }
    }

    /// `ipfs-kit cid base32`.
    @CommandLine.Command(
            name = "base32",
            description = "Show CIDs as CIDv1 in base32.",
            sortOptions = false)
    static final class Base32 implements Command.OnNode {
        @Parameters(paramLabel = "CID", arity = "1..*", description = "CIDs.")
        List<String> cids = new ArrayList<>();

        @Override
        public int run(Session session) throws Exception {
            for (String cid : cids) {
                say(
                        session,
                        session.kit()
                                .call(CidOperations.BASE32, new CidInput(cid), session.call()));
            }
            return 0;
        }
    }

    private static void say(Session session, CidFormatted formatted) {
        if (session.isJson()) {
            session.json(formatted);
        } else {
            session.line(formatted.formatted());
        }
    }

    /// `ipfs-kit cid inspect`.
    @CommandLine.Command(
            name = "inspect",
            description = "Take a CID apart: version, base, codec, hash.",
            sortOptions = false)
    static final class Inspect implements Command.OnNode {
        @Parameters(paramLabel = "CID", description = "The CID.")
        String cid = "";

        @Override
        public int run(Session session) throws Exception {
            CidInspected it =
                    session.kit().call(CidOperations.INSPECT, new CidInput(cid), session.call());
            if (session.isJson()) {
                session.json(it);
                return 0;
            }
            boolean implicit = it.version() == 0;
            CidInspected.Base base = it.multibase();
            session.line("CID:        " + Text.name(it.cid()));
            session.line("Version:    " + it.version());
            session.line(
                    "Multibase:  "
                            + base.name()
                            + " ("
                            + (implicit ? "implicit" : Text.name(base.prefix()))
                            + ")");
            session.line(
                    "Multicodec: "
                            + code(it.multicodec().name(), it.multicodec().code(), implicit));
            session.line(
                    "Multihash:  " + code(it.multihash().name(), it.multihash().code(), implicit));
            session.line("  Length:   " + it.multihash().length() + " bytes");
            session.line("  Digest:   " + it.multihash().digest());
            session.line(
                    "CIDv0:      "
                            + (it.cidV0() != null ? it.cidV0() : "not possible, " + it.noCidV0()));
            session.line("CIDv1:      " + it.cidV1());
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
    static final class Bases implements Command.OnNode {
        @Option(names = "--prefix", description = "Print the prefixes, too.")
        boolean prefix;

        @Option(
                names = {"-n", "--numeric"},
                description = "Print the codes, too.")
        boolean numeric;

        @Override
        public int run(Session session) throws Exception {
            list(session, CidOperations.BASES, row -> print(session, (CidBase) row));
            return 0;
        }

        private void print(Session session, CidBase base) {
            // a control character is no prefix that one sees
            String shown = base.code() < ' ' ? " " : base.prefix();
            session.line(
                    (prefix ? shown + "  " : "")
                            + (numeric ? String.format(Locale.ROOT, "%6d  ", base.code()) : "")
                            + base.name());
        }
    }

    /// `ipfs-kit cid codecs`.
    @CommandLine.Command(
            name = "codecs",
            description = "List the registered codecs of blocks.",
            sortOptions = false)
    static final class Codecs implements Command.OnNode {
        @Option(
                names = {"-n", "--numeric"},
                description = "Print the codes, too.")
        boolean numeric;

        @Override
        public int run(Session session) throws Exception {
            list(session, CidOperations.CODECS, row -> print(session, (CidCode) row, numeric));
            return 0;
        }
    }

    /// `ipfs-kit cid hashes`.
    @CommandLine.Command(
            name = "hashes",
            description = "List the hash functions that blocks are verified with.",
            sortOptions = false)
    static final class Hashes implements Command.OnNode {
        @Option(
                names = {"-n", "--numeric"},
                description = "Print the codes, too.")
        boolean numeric;

        @Override
        public int run(Session session) throws Exception {
            list(session, CidOperations.HASHES, row -> print(session, (CidCode) row, numeric));
            return 0;
        }
    }

    private static void print(Session session, CidCode code, boolean numeric) {
        session.line(
                (numeric ? String.format(Locale.ROOT, "%5d  ", code.code()) : "") + code.name());
    }

    /// What is done with one row.
    private interface Printer {
        void print(Object row);
    }

    private static void list(
            Session session, Operation<CidTableInput, CidTable> operation, Printer printer)
            throws Exception {
        session.kit()
                .call(
                        operation,
                        new CidTableInput(),
                        session.call()
                                .withOnItem(row -> {
                                    if (session.isJson()) {
                                        session.json(row);
                                    } else {
                                        printer.print(row);
                                    }
                                }));
    }
}
