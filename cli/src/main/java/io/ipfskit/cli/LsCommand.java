package io.ipfskit.cli;

import io.ipfskit.node.ops.IpfsOperations;
import io.ipfskit.node.ops.LsEntry;
import io.ipfskit.node.ops.LsInput;

import picocli.CommandLine.Model.CommandSpec;

import java.util.ArrayList;
import java.util.List;

/// `ipfs-kit ls`: `CID SIZE NAME`, a `/` behind the name of a folder.
final class LsCommand implements Command.OnNode {
    List<String> paths = new ArrayList<>();
    boolean size = true;
    boolean headers;

    /// How it is written.
    static CommandSpec spec() {
        LsCommand it = new LsCommand();
        return Syntax.of(it, "ls", "List a folder.")
                .arguments(
                        String.class,
                        1,
                        v -> it.paths = v,
                        "CID",
                        "CIDs, or paths like /ipfs/CID/name.")
                .choice(v -> it.size = v, "Sizes and types (default: true).", "-s", "--size")
                .flag(v -> it.headers = v, "Print a line of headers.", "-v", "--headers")
                .spec();
    }

    @Override
    public int run(Session session) throws Exception {
        boolean several = paths.size() > 1;
        for (String path : paths) {
            if (several && !session.isJson()) {
                session.line(path + ":");
            }
            if (headers && !session.isJson()) {
                session.line(size ? "Hash Size Name" : "Hash Name");
            }
            session.kit()
                    .call(
                            IpfsOperations.LS,
                            new LsInput(path, size, null, null),
                            session.call().withOnItem(row -> print(session, (LsEntry) row)));
            if (several && !session.isJson()) {
                session.line("");
            }
        }
        return 0;
    }

    private void print(Session session, LsEntry entry) {
        if (session.isJson()) {
            session.json(entry);
            return;
        }
        StringBuilder line = new StringBuilder(entry.cid());
        if (size) {
            line.append(' ').append(entry.size() == null ? "-" : entry.size().toString());
        }
        line.append(' ').append(Text.name(entry.name()));
        if (entry.type().equals("directory")) {
            line.append('/');
        }
        if (entry.target() != null && session.globals().verbose) {
            line.append(" -> ").append(Text.name(entry.target()));
        }
        session.line(line.toString());
    }
}
