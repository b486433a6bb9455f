package io.ipfskit.examples;

import io.ipfskit.kit.AddOptions;
import io.ipfskit.kit.IpfsKit;
import io.ipfskit.kit.config.Config;
import io.ipfskit.operation.Tree;

import java.io.IOException;
import java.nio.file.Path;

/// `kit`: adds the folder named by the second argument to a node in the data directory named by the
/// first, prints the file `a.txt` in it, and writes the whole to the third.
public final class FolderAndBack {
    private FolderAndBack() {}

    /// Adds, reads one file, extracts all.
    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (var kit = IpfsKit.open(Config.embedded(Path.of(arguments[0])))) {
            var added = kit.ipfs().add(Tree.of(Path.of(arguments[1])), AddOptions.defaults());
            try (var file = kit.ipfs().cat(added.path("a.txt"))) {
                file.transferTo(System.out);
            }
            var written = kit.ipfs().extract(added.cid(), Path.of(arguments[2]));
            System.out.println(" and " + written.files() + " files in all");
        }
    }
}
