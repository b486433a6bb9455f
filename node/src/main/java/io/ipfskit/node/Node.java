package io.ipfskit.node;

import io.ipfskit.anyio.Disk;
import io.ipfskit.blockstore.BlockStore;
import io.ipfskit.node.add.AddService;
import io.ipfskit.node.content.ContentService;
import io.ipfskit.node.dag.DagService;
import io.ipfskit.node.filestore.FilestoreService;
import io.ipfskit.node.filestore.ReferenceStore;
import io.ipfskit.node.gc.GcService;
import io.ipfskit.node.gc.Holds;
import io.ipfskit.node.identity.Identity;
import io.ipfskit.node.keys.KeyStore;
import io.ipfskit.node.kubo.KuboImport;
import io.ipfskit.node.mfs.MfsService;
import io.ipfskit.node.ops.Id;
import io.ipfskit.node.pins.PinService;
import io.ipfskit.node.repository.RepoService;
import io.ipfskit.node.repository.RepositoryLog;

import java.util.Base64;

/// An IPFS node: the services on one block store and one repository log.
///
/// Thread-safe. Owns nothing: who opened store and log closes them after the node's last call.
///
/// ```java
/// var identity = Identity.open(disk, paths.identity());
/// var repository = RepositoryLog.open(services, disk, paths.repositoryLog());
/// var blocks = PackStore.open(services, disk, paths.blocks(), PackOptions.DEFAULT);
/// var node = Node.open(disk, paths, blocks, repository, identity, NodeOptions.offline("x/1"));
/// ```
public final class Node {
    private final ReferenceStore blocks;
    private final RepositoryLog repository;
    private final Identity identity;
    private final NodeOptions options;
    private final Holds holds = new Holds();
    private final AddService add;
    private final ContentService content;
    private final DagService dag;
    private final PinService pins;
    private final RepoService repo;
    private final GcService gc;
    private final FilestoreService filestore;
    private final KeyStore keys;
    private final KuboImport kubo;
    private final MfsService files;

    private Node(
            Disk disk,
            NodePaths paths,
            BlockStore store,
            RepositoryLog repository,
            Identity identity,
            NodeOptions options) {
        this.blocks = new ReferenceStore(store, disk, options.filestore(), options.fetch());
        this.repository = repository;
        this.identity = identity;
        this.options = options;
        this.pins = new PinService(blocks, repository, holds);
        this.add =
                new AddService(
                        disk,
                        blocks,
                        pins,
                        holds,
                        options.fetch(),
                        options.filestore(),
                        options.meters());
        this.content = new ContentService(blocks);
        this.dag = new DagService(disk, blocks, pins, holds);
        this.repo = new RepoService(disk, paths.directory(), blocks, repository, options.meters());
        this.gc = new GcService(blocks, repository, holds);
        this.filestore = new FilestoreService(blocks);
        this.keys = new KeyStore(disk, paths.keys());
        this.kubo = new KuboImport(disk, blocks, repository, pins, holds, keys);
        this.files = new MfsService(disk, blocks, repository.tree(), holds);
    }

    /// Ties the parts together; starts nothing.
    public static Node open(
            Disk disk,
            NodePaths paths,
            BlockStore blocks,
            RepositoryLog repository,
            Identity identity,
            NodeOptions options) {
        return new Node(disk, paths, blocks, repository, identity, options);
    }

    /// Puts content in.
    public AddService add() {
        return add;
    }

    /// Gives content out.
    public ContentService content() {
        return content;
    }

    /// Nodes, blocks and archives.
    public DagService dag() {
        return dag;
    }

    /// What must stay.
    public PinService pins() {
        return pins;
    }

    /// The repository as a whole.
    public RepoService repo() {
        return repo;
    }

    /// Removes what nothing needs.
    public GcService gc() {
        return gc;
    }

    /// Blocks that are kept by reference.
    public FilestoreService filestore() {
        return filestore;
    }

    /// Keys besides the node's own.
    public KeyStore keys() {
        return keys;
    }

    /// Takes over repositories of Kubo.
    public KuboImport kubo() {
        return kubo;
    }

    /// The tree of files, whose paths can be changed.
    public MfsService files() {
        return files;
    }

    /// The blocks, for doors that read them directly.
    public BlockStore blocks() {
        return blocks;
    }

    /// What running operations need besides the pins.
    public Holds holds() {
        return holds;
    }

    /// The log of pins and of the tree of files.
    public RepositoryLog repository() {
        return repository;
    }

    /// The node's key.
    public Identity identity() {
        return identity;
    }

    /// Who this node is.
    public Id id() {
        return new Id(
                identity.peerId().toString(),
                options.addresses().get(),
                options.agentVersion(),
                options.protocols().get(),
                Base64.getEncoder().encodeToString(identity.key().publicKey().protobuf()));
    }
}
