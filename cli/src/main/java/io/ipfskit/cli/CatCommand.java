package io.ipfskit.cli;

import io.ipfskit.node.ops.CatInput;
import io.ipfskit.node.ops.IpfsOperations;
import io.ipfskit.operation.ByteStream;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;

/// `ipfs-kit cat`.
@CommandLine.Command(name = "cat", description = "Print the bytes of files.", sortOptions = false)
final class CatCommand implements Command.OnNode {
    @Parameters(
            paramLabel = "CID",
            arity = "1..*",
            description = "CIDs, or paths like /ipfs/CID/name.")
    List<String> paths = new ArrayList<>();

    @Option(
            names = {"-o", "--offset"},
            paramLabel = "N",
            defaultValue = "0",
            description = "First byte.")
    long offset;

    @Option(
            names = {"-l", "--length"},
            paramLabel = "N",
            description = "How many bytes at most.")
    @Nullable Long length;

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
