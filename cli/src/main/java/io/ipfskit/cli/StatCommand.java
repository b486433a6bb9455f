package io.ipfskit.cli;

import io.ipfskit.node.ops.IpfsOperations;
import io.ipfskit.node.ops.Stat;
import io.ipfskit.node.ops.StatInput;

import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/// `ipfs-kit stat`.
@CommandLine.Command(name = "stat", description = "Say what a path is.", sortOptions = false)
final class StatCommand implements Command.OnNode {
    @Parameters(paramLabel = "CID", description = "A CID, or a path like /ipfs/CID/name.")
    String path = "";

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
