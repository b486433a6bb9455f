package io.ipfskit.cli;

import io.ipfskit.node.ops.CatInput;
import io.ipfskit.node.ops.IpfsOperations;
import io.ipfskit.operation.ByteStream;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Model.CommandSpec;

import java.util.ArrayList;
import java.util.List;

/// `ipfs-kit cat`.
final class CatCommand implements Command.OnNode {
    List<String> paths = new ArrayList<>();
    long offset;
    @Nullable Long length;

    /// How it is written.
    static CommandSpec spec() {
        CatCommand it = new CatCommand();
        return Syntax.of(it, "cat", "Print the bytes of files.")
                .arguments(
                        String.class,
                        1,
                        v -> it.paths = v,
                        "CID",
                        "CIDs, or paths like /ipfs/CID/name.")
                .option(Long.class, v -> it.offset = v, "N", "First byte.", "-o", "--offset")
                .option(
                        Long.class,
                        v -> it.length = v,
                        "N",
                        "How many bytes at most.",
                        "-l",
                        "--length")
                .spec();
    }

    @Override
    public int run(Session session) throws Exception {
        long toSkip = offset;
        for (String path : paths) {
            CatInput input = new CatInput(path, toSkip, length);
            try (ByteStream content =
                    session.kit().stream(IpfsOperations.CAT, input, session.call())) {
                Bytes.copy(content, session.terminal(), null);
            }
        }
        return 0;
    }
}
