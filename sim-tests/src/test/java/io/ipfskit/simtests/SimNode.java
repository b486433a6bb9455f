package io.ipfskit.simtests;

import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.blockstore.PackOptions;
import io.ipfskit.blockstore.PackStore;
import io.ipfskit.kit.Invocation;
import io.ipfskit.kit.ItemSink;
import io.ipfskit.kit.Operations;
import io.ipfskit.kit.Registry;
import io.ipfskit.node.Node;
import io.ipfskit.node.NodeOptions;
import io.ipfskit.node.NodePaths;
import io.ipfskit.node.identity.Identity;
import io.ipfskit.node.ops.AddInput;
import io.ipfskit.node.ops.AddInputBuilder;
import io.ipfskit.node.ops.CatInput;
import io.ipfskit.node.ops.IdInput;
import io.ipfskit.node.ops.IpfsOperations;
import io.ipfskit.node.ops.Pin;
import io.ipfskit.node.ops.PinAddInput;
import io.ipfskit.node.ops.PinLsInput;
import io.ipfskit.node.ops.PinOperations;
import io.ipfskit.node.ops.PinRmInput;
import io.ipfskit.node.ops.RepoOperations;
import io.ipfskit.node.ops.RepoVerifyInput;
import io.ipfskit.node.ops.Verified;
import io.ipfskit.node.repository.RepositoryLog;
import io.ipfskit.operation.Bound;
import io.ipfskit.operation.ByteSource;
import io.ipfskit.operation.Operation;
import io.ipfskit.operation.Principal;
import io.ipfskit.wal.log.DurableDirectories;
import io.ipfskit.wal.log.LogOptions;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/// A node as a door sees it: its operations, called through the one call path.
final class SimNode {
    private static final NodePaths PATHS = new NodePaths(Path.of("/data/ipfs"));

    /// Small, so that segments fill, are sealed and follow each other.
    private static final PackOptions PACKS =
            new PackOptions(64 << 10, 64 << 10, 16 << 10, 6000, 20_000);

    private static final LogOptions LOG =
            new LogOptions(64 << 10, 64 << 10, 16 << 10, LogOptions.OnDamage.REFUSE);

    private static final Invocation CALL = Invocation.of(Principal.LOCAL, "java");

    private final Operations operations = new Operations();
    private final Registry registry;

    private SimNode(Node node) {
        List<Bound<?, ?>> all = new ArrayList<>(IpfsOperations.bind(node));
        all.addAll(PinOperations.bind(node));
        all.addAll(RepoOperations.bind(node));
        registry = Registry.of(all);
    }

    /// What is done with a node.
    interface Use {
        void of(SimNode node) throws IOException, InterruptedException;
    }

    /// Opens the node of a disk as a start does, uses it and closes it.
    static void with(TaskGroup services, Disk disk, Use use)
            throws IOException, InterruptedException {
        DurableDirectories.create(disk, PATHS.directory(), 0700);
        disk.createDirectories(PATHS.blocks(), 0700);
        Identity identity = Identity.open(disk, PATHS.identity());
        try (RepositoryLog log = RepositoryLog.open(services, disk, PATHS.repositoryLog(), LOG);
                PackStore store = PackStore.open(services, disk, PATHS.blocks(), PACKS)) {
            NodeOptions options = NodeOptions.offline("sim/1");
            use.of(new SimNode(Node.open(disk, PATHS, store, log, identity, options)));
        }
    }

    /// Adds bytes; returns the CID.
    String add(byte[] bytes, boolean isPinned, boolean isOnlyHashed) throws InterruptedException {
        AddInput input =
                new AddInputBuilder()
                        .pin(isPinned)
                        .onlyHash(isOnlyHashed)
                        .chunker("size-4096")
                        .build();
        Invocation call = CALL.withBytes(ByteSource.of(bytes)).withItems(ItemSink.DISCARD);
        return operations.invoke(bound(IpfsOperations.ADD), input, call, added -> added.cid());
    }

    /// Returns the bytes of a file.
    byte[] cat(String cid) throws IOException, InterruptedException {
        return operations.<CatInput, io.ipfskit.node.content.Content, byte[], IOException>invoke(
                bound(IpfsOperations.CAT),
                CatInput.of(cid),
                CALL,
                content -> {
                    ByteArrayOutputStream all = new ByteArrayOutputStream();
                    ByteBuffer buffer = ByteBuffer.allocate(5_000);
                    while (content.read(buffer.clear()) >= 0) {
                        all.write(buffer.array(), 0, buffer.position());
                    }
                    return all.toByteArray();
                });
    }

    void pin(String cid) throws InterruptedException {
        PinAddInput input = PinAddInput.of(cid, true, null);
        operations.invoke(bound(PinOperations.ADD), input, CALL, pinned -> 0);
    }

    void unpin(String cid) throws InterruptedException {
        PinRmInput input = new PinRmInput(cid, true);
        operations.invoke(bound(PinOperations.RM), input, CALL, unpinned -> 0);
    }

    /// Returns the CIDs pinned recursively.
    Set<String> pins() throws InterruptedException {
        Set<String> pins = new TreeSet<>();
        PinLsInput input = new PinLsInput(null, "recursive", null, null, null);
        Invocation call = CALL.withItems(row -> pins.add(((Pin) row).cid()));
        operations.invoke(bound(PinOperations.LS), input, call, listed -> 0);
        return pins;
    }

    /// Reads and hashes every block.
    Verified verify() throws InterruptedException {
        Invocation call = CALL.withItems(ItemSink.DISCARD);
        return operations.invoke(
                bound(RepoOperations.VERIFY), new RepoVerifyInput(), call, verified -> verified);
    }

    /// Returns the peer id.
    String id() throws InterruptedException {
        return operations.invoke(bound(IpfsOperations.ID), new IdInput(), CALL, id -> id.peerId());
    }

    private <I, O> Bound<I, O> bound(Operation<I, O> operation) {
        return Objects.requireNonNull(registry.find(operation), operation.id());
    }
}
