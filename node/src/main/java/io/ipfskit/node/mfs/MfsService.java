package io.ipfskit.node.mfs;

import io.ipfskit.anyio.Clock;
import io.ipfskit.anyio.Disk;
import io.ipfskit.blockstore.BlockStore;
import io.ipfskit.ipld.BlockSource;
import io.ipfskit.ipld.UnsupportedContent;
import io.ipfskit.ipld.unixfs.Attributes;
import io.ipfskit.ipld.unixfs.ContentPath;
import io.ipfskit.ipld.unixfs.DagNode;
import io.ipfskit.ipld.unixfs.DirectoryEntry;
import io.ipfskit.ipld.unixfs.FileAttributes;
import io.ipfskit.ipld.unixfs.ImportProfile;
import io.ipfskit.ipld.unixfs.PathResolver;
import io.ipfskit.ipld.unixfs.Resolved;
import io.ipfskit.ipld.unixfs.UnixFs;
import io.ipfskit.ipld.unixfs.UnixFsNode;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.node.Rows;
import io.ipfskit.node.gc.Hold;
import io.ipfskit.node.gc.Holds;
import io.ipfskit.node.ops.FilesChanged;
import io.ipfskit.node.ops.FilesChcidInput;
import io.ipfskit.node.ops.FilesChmodInput;
import io.ipfskit.node.ops.FilesCpInput;
import io.ipfskit.node.ops.FilesFlushInput;
import io.ipfskit.node.ops.FilesFlushed;
import io.ipfskit.node.ops.FilesListed;
import io.ipfskit.node.ops.FilesLsInput;
import io.ipfskit.node.ops.FilesMkdirInput;
import io.ipfskit.node.ops.FilesMvInput;
import io.ipfskit.node.ops.FilesReadInput;
import io.ipfskit.node.ops.FilesRmInput;
import io.ipfskit.node.ops.FilesStat;
import io.ipfskit.node.ops.FilesStatInput;
import io.ipfskit.node.ops.FilesTouchInput;
import io.ipfskit.node.ops.FilesWriteInput;
import io.ipfskit.node.repository.TreeChange;
import io.ipfskit.node.repository.TreeRoot;
import io.ipfskit.node.repository.TreeStore;
import io.ipfskit.operation.ByteStream;
import io.ipfskit.operation.Call;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/// The tree of files: what the operations of group `files` do. Thread-safe.
///
/// Every edit is durable when its method returns; a cancelled caller gets the exception before
/// anything changes, or the change as a whole. All methods fail with [OperationFailed].
public final class MfsService {
    private static final int MODE_BITS = 07777;

    private final BlockSource source;
    private final TreeStore store;
    private final Edits edits;
    private final MfsReads reads;
    private final MfsWrites writes;

    /// For the tree of `store` over `blocks`; what runs is kept by `holds`.
    ///
    /// @param disk where files are read from that a caller names as the bytes to write
    public MfsService(Disk disk, BlockStore blocks, TreeStore store, Holds holds) {
        this.source = new TreeBlocks(blocks);
        this.store = store;
        this.edits = new Edits(blocks, source, store, holds);
        this.reads = new MfsReads(blocks, source, store, holds);
        this.writes = new MfsWrites(disk, blocks, source, reads, edits, holds);
    }

    /// The root of the tree now.
    public TreeRoot root() {
        return store.root();
    }

    /// Gives a row for each entry of a folder, or one for a file.
    public FilesListed ls(FilesLsInput input, Rows rows) throws InterruptedException {
        return reads.ls(input, rows);
    }

    /// What is at a path, of the tree or below a CID.
    public FilesStat stat(FilesStatInput input) throws InterruptedException {
        return reads.stat(input);
    }

    /// The bytes of a file as it is now, or a range of them; held until the stream is closed.
    public ByteStream read(FilesReadInput input) throws InterruptedException {
        return reads.read(input);
    }

    /// The CID of a path, which is durable, as everything is.
    public FilesFlushed flush(FilesFlushInput input) throws InterruptedException {
        return reads.flush(input);
    }

    /// Writes the bytes of the call to a file.
    ///
    /// @throws OperationFailed `not_found` when there is no file and none is to be made; `conflict`
    ///   when something else changed it meanwhile
    public FilesChanged write(FilesWriteInput input, Call call) throws InterruptedException {
        return writes.write(input, call);
    }

    /// Makes a folder.
    ///
    /// @throws OperationFailed `already_exists` when there is something, except a folder with
    ///   `parents`
    public FilesChanged mkdir(FilesMkdirInput input) throws InterruptedException {
        MfsPath path = MfsPath.parse("path", input.path());
        ImportProfile profile = MfsProfile.of(input.cidVersion(), input.hash());
        return edits.edit(
                "files.mkdir",
                (tree, _) -> {
                    Optional<DirectoryEntry> there = tree.find(path);
                    if (there.isPresent()) {
                        Cid cid = there.get().cid();
                        if (!input.parents() || !TreeEdit.isFolder(source, cid)) {
                            throw new OperationFailed(
                                    ErrorCode.ALREADY_EXISTS,
                                    "cannot create directory '" + path + "': already exists");
                        }
                        return Edits.Done.of(TreeChange.Kind.CREATE, path, () -> cid);
                    }
                    OpenFolder parent = parent(tree, path, input.parents(), profile);
                    OpenFolder made = parent.make(path.name(), profile);
                    return Edits.Done.of(TreeChange.Kind.CREATE, path, made::cid);
                });
    }

    static OpenFolder parent(TreeEdit tree, MfsPath path, boolean makes, ImportProfile profile)
            throws IOException, InterruptedException {
        return makes ? tree.makeFolders(path.parent(), profile) : tree.folder(path.parent());
    }

    /// Removes a file or folder.
    ///
    /// @throws OperationFailed `not_found` when there is none; `invalid_argument` for the root, and
    ///   for a folder without `recursive`
    public FilesChanged rm(FilesRmInput input) throws InterruptedException {
        MfsPath path = MfsPath.parse("path", input.path());
        if (path.isRoot()) {
            throw OperationFailed.invalidField("path", "cannot delete root");
        }
        return edits.edit(
                "files.rm",
                (tree, _) -> {
                    Optional<DirectoryEntry> there = tree.find(path);
                    if (there.isPresent()) {
                        boolean any = input.recursive() || input.force();
                        if (!any && TreeEdit.isFolder(source, there.get().cid())) {
                            throw OperationFailed.invalidField(
                                    "recursive",
                                    path + " is a directory, use -r to remove directories");
                        }
                        tree.folder(path.parent()).remove(path.name());
                    } else if (!input.force()) {
                        throw TreeEdit.notFound(path);
                    }
                    return Edits.Done.of(TreeChange.Kind.DELETE, path, () -> null);
                });
    }

    /// Links content, or a part of the tree, at another path. Reads its root block only; what is
    /// below need not be here.
    ///
    /// @throws OperationFailed `not_found` when the source is not there or its block not here;
    ///   `already_exists` when there is something at the destination, unless it is a file and
    ///   `force` is set
    public FilesChanged cp(FilesCpInput input) throws InterruptedException {
        ContentPath content = MfsReads.contentPath(input.source());
        MfsPath from = content == null ? MfsPath.parse("source", input.source()) : MfsPath.ROOT;
        MfsPath dest = MfsPath.parse("dest", input.dest());
        if (dest.isRoot() || dest.endsWithSlash()) {
            if (content == null && from.isRoot()) {
                throw OperationFailed.invalidField("dest", "must say the name of the copy");
            }
            dest = dest.child("dest", content == null ? from.name() : content.name());
        }
        MfsPath to = dest;
        return edits.edit(
                "files.cp",
                (tree, hold) -> {
                    Cid cid = content == null ? required(tree, from).cid() : held(hold, content);
                    UnixFsNode node = UnixFs.read(source, cid);
                    Optional<DirectoryEntry> there = tree.find(to);
                    if (there.isPresent()) {
                        requireReplaceable(to, there.get().cid(), input.force());
                    }
                    OpenFolder folder = parent(tree, to, input.parents(), MfsProfile.BASE);
                    TreeEdit.put(folder, to.name(), cid, node.cumulativeSize());
                    return Edits.Done.of(TreeChange.Kind.CREATE, to, () -> cid);
                });
    }

    private static DirectoryEntry required(TreeEdit tree, MfsPath path)
            throws IOException, InterruptedException {
        return tree.find(path).orElseThrow(() -> TreeEdit.notFound(path));
    }

    /// What a path below a CID names; nothing of it is collected from now on.
    private Cid held(Hold hold, ContentPath path) throws IOException, InterruptedException {
        hold.dag(path.root());
        Resolved resolved = PathResolver.resolve(source, path);
        if (!resolved.remainder().isEmpty()) {
            throw new UnsupportedContent(resolved.cid(), "names inside it are no files");
        }
        return resolved.cid();
    }

    private void requireReplaceable(MfsPath path, Cid there, boolean force)
            throws IOException, InterruptedException {
        if (!force) {
            throw TreeEdit.exists(path, ": force replaces a file");
        }
        if (TreeEdit.isFolder(source, there)) {
            throw OperationFailed.invalidField("dest", path + " is not a file: remove it first");
        }
    }

    /// Moves a file or folder, at once: at no moment is it at both paths or neither. A folder at
    /// the destination takes it in, a file there is replaced.
    ///
    /// @throws OperationFailed `not_found` when the source or the folder of the destination is not
    ///   there; `already_exists` when the folder that takes it in has an entry of its name
    public FilesChanged mv(FilesMvInput input) throws InterruptedException {
        MfsPath from = MfsPath.parse("source", input.source());
        MfsPath dest = MfsPath.parse("dest", input.dest());
        if (from.isRoot()) {
            throw OperationFailed.invalidField("source", "cannot move the root");
        }
        return edits.edit(
                "files.mv",
                (tree, _) -> {
                    DirectoryEntry moved = required(tree, from);
                    MfsPath to = target(tree, from, dest);
                    if (!to.equals(from)) {
                        if (to.isWithin(from)) {
                            throw OperationFailed.invalidField(
                                    "dest", "cannot move " + from + " into itself, to " + to);
                        }
                        OpenFolder into = tree.folder(to.parent());
                        OpenFolder out = tree.folder(from.parent());
                        out.remove(from.name());
                        TreeEdit.put(into, to.name(), moved.cid(), moved.tsize());
                    }
                    return new Edits.Done(TreeChange.Kind.RENAME, from, to, moved::cid, null);
                });
    }

    private MfsPath target(TreeEdit tree, MfsPath from, MfsPath dest)
            throws IOException, InterruptedException {
        MfsPath first =
                dest.endsWithSlash()
                        ? dest.child("dest", from.name())
                        : new MfsPath(dest.names(), false);
        if (first.equals(from)) {
            return from;
        }
        Optional<DirectoryEntry> there = tree.find(first);
        if (there.isEmpty() || !TreeEdit.isFolder(source, there.get().cid())) {
            return first;
        }
        MfsPath inside = first.child("dest", from.name());
        if (!inside.equals(from) && tree.find(inside).isPresent()) {
            throw TreeEdit.exists(inside, "; remove it first");
        }
        return inside;
    }

    /// Records permission bits of a file or folder; a raw block becomes a dag-pb node for that.
    ///
    /// @throws OperationFailed `unsupported` for a symbolic link
    public FilesChanged chmod(FilesChmodInput input) throws InterruptedException {
        if (!input.mode().matches("0{0,2}[0-7]{1,4}")) {
            throw OperationFailed.invalidField(
                    "mode", "must be octal permission bits, at most 7777, as 0644");
        }
        int mode = Integer.parseInt(input.mode(), 8) & MODE_BITS;
        return attributes(
                "files.chmod",
                MfsPath.parse("path", input.path()),
                node -> {
                    if (node instanceof UnixFsNode.SymlinkNode) {
                        throw new OperationFailed(
                                ErrorCode.UNSUPPORTED,
                                input.path() + " is a symbolic link, which has no permission bits");
                    }
                    return new Attributes(mode, node.attributes().mtime());
                });
    }

    /// Records the modification time of a file, folder or symbolic link.
    public FilesChanged touch(FilesTouchInput input) throws InterruptedException {
        Instant time = time(input.mtime(), input.mtimeNsecs());
        return attributes(
                "files.touch",
                MfsPath.parse("path", input.path()),
                node -> new Attributes(node.attributes().mode(), time));
    }

    private static Instant time(@Nullable Long seconds, int nanos) {
        if (nanos < 0 || nanos > 999_999_999) {
            throw OperationFailed.invalidField("mtime_nsecs", "must be in [0, 999999999]");
        }
        try {
            return seconds == null ? Clock.now() : Instant.ofEpochSecond(seconds, nanos);
        } catch (DateTimeException e) {
            throw OperationFailed.invalidField("mtime", "is out of range, was " + seconds);
        }
    }

    private FilesChanged attributes(
            String what, MfsPath path, Function<UnixFsNode, Attributes> attributes)
            throws InterruptedException {
        return edits.edit(
                what,
                (tree, _) -> {
                    Cid cid = required(tree, path).cid();
                    UnixFsNode node = UnixFs.read(source, cid);
                    Attributes next = attributes.apply(node);
                    if (node instanceof UnixFsNode.Folder) {
                        OpenFolder folder = tree.folder(path);
                        folder.setAttributes(next);
                        return Edits.Done.of(TreeChange.Kind.METADATA, path, folder::cid);
                    }
                    DagNode made =
                            FileAttributes.set(MfsProfile.BASE, source, tree.sink(), cid, next);
                    TreeEdit.put(
                            tree.folder(path.parent()),
                            path.name(),
                            made.cid(),
                            made.cumulativeSize());
                    return Edits.Done.of(TreeChange.Kind.METADATA, path, made::cid);
                });
    }

    /// Changes the CID version or hash function of a folder's root block; what is below keeps its
    /// own. Without either it stays as it is.
    ///
    /// @throws OperationFailed `invalid_argument` for the root and for what is no folder
    public FilesChanged chcid(FilesChcidInput input) throws InterruptedException {
        MfsPath path = MfsPath.parse("path", input.path());
        if (path.isRoot()) {
            throw OperationFailed.invalidField(
                    "path", "cannot change CID format of the MFS root; change folders below it");
        }
        boolean changes = input.cidVersion() != null || input.hash() != null;
        ImportProfile profile = MfsProfile.of(input.cidVersion(), input.hash());
        return edits.edit(
                "files.chcid",
                (tree, _) -> {
                    Cid cid = required(tree, path).cid();
                    if (!TreeEdit.isFolder(source, cid)) {
                        throw OperationFailed.invalidField("path", "can only update directories");
                    }
                    if (!changes) {
                        return Edits.Done.of(TreeChange.Kind.METADATA, path, () -> cid);
                    }
                    OpenFolder folder = tree.rewrite(path, cid, profile);
                    return Edits.Done.of(TreeChange.Kind.METADATA, path, folder::cid);
                });
    }

    /// Makes a folder that is here the root of the tree, in place of all that is in it: for
    /// imports. What is below the folder need not be here.
    ///
    /// @throws OperationFailed `invalid_argument` when it is no folder, `not_found` when its block
    ///   is not here
    public FilesChanged replaceRoot(Cid root) throws InterruptedException {
        return edits.edit(
                "files.replace",
                (_, hold) -> {
                    hold.dag(root);
                    if (!TreeEdit.isFolder(source, root)) {
                        throw OperationFailed.invalidField("root", root + " is not a directory");
                    }
                    return new Edits.Done(
                            TreeChange.Kind.REPLACE, MfsPath.ROOT, null, () -> root, root);
                });
    }
}
