package io.ipfskit.cli;

import io.ipfskit.node.ops.IpfsOperations;
import io.ipfskit.node.ops.Stat;
import io.ipfskit.node.ops.StatInput;

import picocli.CommandLine.Model.CommandSpec;

/// `ipfs-kit stat`.
final class StatCommand implements Command.OnNode {
    String path = "";

    /// How it is written.
    static CommandSpec spec() {
        StatCommand it = new StatCommand();
        return Syntax.of(it, "stat", "Say what a path is.")
                .argument(
                        String.class,
                        v -> it.path = v,
                        "CID",
                        "A CID, or a path like /ipfs/CID/name.")
                .spec();
    }

    @Override
    public int run(Session session) throws Exception {
        Stat stat = session.kit().call(IpfsOperations.STAT, new StatInput(path), session.call());
        if (session.isJson()) {
            session.json(stat);
            return 0;
        }
        session.line(stat.cid());
        session.line("Size: " + stat.size());
        session.line("CumulativeSize: " + stat.cumulativeSize());
        session.line("ChildBlocks: " + stat.blocks());
        session.line("Type: " + stat.type());
        session.line("Local: " + stat.local());
        if (stat.mode() != null) {
            session.line("Mode: " + String.format(java.util.Locale.ROOT, "%04o", stat.mode()));
        }
        if (stat.mtime() != null) {
            session.line("Mtime: " + stat.mtime());
        }
        return 0;
    }
}
