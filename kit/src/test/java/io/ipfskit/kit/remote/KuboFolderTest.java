package io.ipfskit.kit.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backends;
import io.ipfskit.anyio.Disk;
import io.ipfskit.node.kubo.KuboImport;
import io.ipfskit.operation.Tree;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class KuboFolderTest {
    @TempDir Path folder;

    /// A Kubo repository holds private keys: a server that cannot be handed its name gets nothing.
    @Test
    void nothingInAKuboRepositoryIsEverSent() throws Exception {
        Files.writeString(folder.resolve("config"), "secret");
        Files.createDirectories(folder.resolve("keystore"));
        Files.writeString(folder.resolve("keystore/key_me"), "secret");
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("config"));
        List<Tree.Entry> sent = new ArrayList<>();
        AnyIO.<@Nullable Void, Exception>run(
                Backends.named("threads"),
                _ -> {
                    Tree.OfPath tree = (Tree.OfPath) KuboImport.folder(folder);
                    FolderWalk walk = new FolderWalk(Disk.real(), tree);
                    for (Tree.Entry entry = walk.next(); entry != null; entry = walk.next()) {
                        sent.add(entry);
                    }
                    return null;
                });
        assertThat(sent).hasSize(1);
        assertThat(sent.getFirst().kind()).isEqualTo(Tree.Kind.DIRECTORY);
    }
}
