package io.ipfskit.node;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backends;
import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.blockstore.PackOptions;
import io.ipfskit.blockstore.PackStore;
import io.ipfskit.blockstore.WriteSession;
import io.ipfskit.ipld.Block;
import io.ipfskit.node.content.Content;
import io.ipfskit.node.identity.Identity;
import io.ipfskit.node.ops.AddInput;
import io.ipfskit.node.ops.Added;
import io.ipfskit.node.ops.AddedEntry;
import io.ipfskit.node.ops.CatInput;
import io.ipfskit.node.repository.RepositoryLog;
import io.ipfskit.operation.ByteSource;
import io.ipfskit.operation.Call;
import io.ipfskit.operation.Principal;
import io.ipfskit.operation.Progress;
import io.ipfskit.operation.Tree;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A node on a real pack store and log in a temporary folder.
public record TestNode(Node node, PackStore blocks, RepositoryLog repository) {
    /// What a test does with a node.
    @FunctionalInterface
    public interface Body {
        void run(TestNode it) throws Exception;
    }

    /// Opens a node in `directory`, runs the body inside a run, closes everything.
    public static void in(Path directory, Body body) throws Exception {
        in(directory, NodeOptions.offline("test/1"), body);
    }

    /// As above, with these options.
    public static void in(Path directory, NodeOptions options, Body body) throws Exception {
        AnyIO.<@Nullable Void, Exception>run(
                Backends.named("threads"),
                run ->
                        TaskGroup.<@Nullable Void, Exception>open(services -> {
                            Disk disk = Disk.real();
                            NodePaths paths = new NodePaths(directory);
                            disk.createDirectories(directory, 0700);
                            Identity identity = Identity.open(disk, paths.identity());
                            try (RepositoryLog log =
                                            RepositoryLog.open(
                                                    services, disk, paths.repositoryLog());
                                    PackStore store =
                                            PackStore.open(
                                                    services,
                                                    disk,
                                                    paths.blocks(),
                                                    PackOptions.DEFAULT)) {
                                Node node = Node.open(disk, paths, store, log, identity, options);
                                body.run(new TestNode(node, store, log));
                            }
                            return null;
                        }));
    }

    /// A call that keeps its rows.
    public static final class Recorded implements Call {
        private final @Nullable ByteSource bytes;
        private final @Nullable Tree tree;
        private final Consumer<Progress> onProgress;
        public final List<Object> rows = new ArrayList<>();

        public Recorded(
                @Nullable ByteSource bytes, @Nullable Tree tree, Consumer<Progress> onProgress) {
            this.bytes = bytes;
            this.tree = tree;
            this.onProgress = onProgress;
        }

        @Override
        public Principal principal() {
            return Principal.LOCAL;
        }

        @Override
        public String operationId() {
            return "00000000-0000-4000-8000-000000000000";
        }

        @Override
        public @Nullable ByteSource bytes() {
            return bytes;
        }

        @Override
        public @Nullable Tree tree() {
            return tree;
        }

        @Override
        public void item(Object row) {
            rows.add(row);
        }

        @Override
        public void progress(Progress progress) {
            onProgress.accept(progress);
        }

        public List<String> paths() {
            return rows.stream().map(row -> ((AddedEntry) row).path()).toList();
        }
    }

    public static Recorded of(Tree tree) {
        return new Recorded(null, tree, _ -> {});
    }

    public static Recorded of(byte[] bytes) {
        return new Recorded(ByteSource.of(bytes), null, _ -> {});
    }

    public Added add(Path path) throws InterruptedException {
        return node.add().add(AddInput.defaults(), of(Tree.of(path)));
    }

    public Added add(byte[] bytes) throws InterruptedException {
        return node.add().add(AddInput.defaults(), of(bytes));
    }

    public byte[] cat(String path) throws Exception {
        try (Content content = node.content().cat(CatInput.of(path))) {
            return content.readAll(1 << 28);
        }
    }

    /// Stores a block as it is.
    public String put(int codec, byte[] bytes) throws Exception {
        Block block = Block.of(1, codec, ByteBuffer.wrap(bytes));
        try (WriteSession session = blocks.openSession()) {
            session.put(block);
            session.commit();
        }
        return block.cid().toString();
    }
}
