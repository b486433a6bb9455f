package io.ipfskit.examples;

import io.ipfskit.kit.AddOptions;
import io.ipfskit.kit.IpfsKit;
import io.ipfskit.kit.config.Config;
import io.ipfskit.operation.ByteSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// `kit`: a whole node inside your own program, in the data directory named by the first argument.
public final class EmbeddedNode {
    private EmbeddedNode() {}

    /// Adds a few bytes, reads them back and prints them.
    public static void main(String[] arguments) throws IOException, InterruptedException {
        byte[] bytes = "kept".getBytes(StandardCharsets.UTF_8);
        try (IpfsKit kit = IpfsKit.open(Config.embedded(Path.of(arguments[0])))) {
            var added = kit.ipfs().add(ByteSource.of(bytes), AddOptions.defaults());
            try (var content = kit.ipfs().cat(added.cid())) {
                content.transferTo(System.out);
            }
            System.out.println(" as " + added.cid());
        }
    }
}
