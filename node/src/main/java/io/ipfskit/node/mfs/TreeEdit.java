package io.ipfskit.node.mfs;

import io.ipfskit.ipld.BlockSink;
import io.ipfskit.ipld.BlockSource;
import io.ipfskit.ipld.unixfs.DagNode;
import io.ipfskit.ipld.unixfs.DirectoryEntry;
import io.ipfskit.ipld.unixfs.ImportProfile;
import io.ipfskit.ipld.unixfs.UnixFs;
import io.ipfskit.ipld.unixfs.UnixFsNode;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Optional;

/// Changes of a tree that become one new root. Reads the folders on the way to what is changed and
/// writes these, and no others. For one task.
final class TreeEdit {
    private final BlockSource source;
    private final BlockSink sink;
    private final Cid before;
    private final OpenFolder root;

    /// Begins with a root.
    TreeEdit(BlockSource source, BlockSink sink, Cid root)
            throws IOException, InterruptedException {
        this.source = source;
        this.sink = sink;
        this.before = root;
        this.root = new OpenFolder(MfsProfile.BASE.like(root), source, sink, root);
    }

    /// Where new blocks go.
    BlockSink sink() {
        return sink;
    }

    /// Opens a folder.
    ///
    /// @throws OperationFailed `not_found` when there is no such thing, `invalid_argument` when it
    ///   is no folder
    OpenFolder folder(MfsPath path) throws IOException, InterruptedException {
        OpenFolder at = root;
        MfsPath way = MfsPath.ROOT;
        for (String name : path.names()) {
            way = way.child("path", name);
            at = below(at, name, way).orElseThrow(() -> notFound(path));
        }
        return at;
    }

    /// Opens a folder; what is missing on the way to it is made.
    OpenFolder makeFolders(MfsPath path, ImportProfile profile)
            throws IOException, InterruptedException {
        OpenFolder at = root;
        MfsPath way = MfsPath.ROOT;
        for (String name : path.names()) {
            way = way.child("path", name);
            Optional<OpenFolder> next = below(at, name, way);
            at = next.isPresent() ? next.get() : at.make(name, profile);
        }
        return at;
    }

    private Optional<OpenFolder> below(OpenFolder at, String name, MfsPath way)
            throws IOException, InterruptedException {
        OpenFolder opened = at.opened(name);
        if (opened != null) {
            return Optional.of(opened);
        }
        Optional<DirectoryEntry> entry = at.get(name);
        if (entry.isEmpty()) {
            return Optional.empty();
        }
        Cid cid = entry.get().cid();
        if (!isFolder(source, cid)) {
            throw OperationFailed.invalidField("path", way + " is not a directory");
        }
        return Optional.of(at.open(name, cid, MfsProfile.BASE.like(cid)));
    }

    /// Opens a folder anew, to be written by other rules.
    OpenFolder rewrite(MfsPath path, Cid cid, ImportProfile profile)
            throws IOException, InterruptedException {
        OpenFolder opened = folder(path.parent()).open(path.name(), cid, profile);
        opened.rewrite();
        return opened;
    }

    /// What a path names now, before anything of this edit. Empty when a name is not there.
    ///
    /// @throws OperationFailed `invalid_argument` when something on the way is no folder
    Optional<DirectoryEntry> find(MfsPath path) throws IOException, InterruptedException {
        return TreeReader.find(source, before, path);
    }

    /// Whether it is a folder; its block is looked at unless its CID says no.
    static boolean isFolder(BlockSource source, Cid cid) throws IOException, InterruptedException {
        return cid.codec() == Multicodec.DAG_PB
                && UnixFs.read(source, cid) instanceof UnixFsNode.Folder;
    }

    /// Puts something at a path whose folder is open.
    static void put(OpenFolder folder, String name, Cid cid, long tsize)
            throws IOException, InterruptedException {
        try {
            folder.put(name, cid, tsize);
        } catch (IllegalArgumentException e) {
            throw OperationFailed.invalidField("path", String.valueOf(e.getMessage()));
        }
    }

    /// Writes what changed and gives the new root, or the old one when nothing did.
    Cid write() throws IOException, InterruptedException {
        @Nullable DagNode written;
        try {
            written = root.write();
        } catch (IllegalArgumentException e) {
            throw OperationFailed.invalidField("path", String.valueOf(e.getMessage()));
        }
        return written == null ? before : written.cid();
    }

    static OperationFailed notFound(MfsPath path) {
        return new OperationFailed(
                ErrorCode.NOT_FOUND, path + ": file does not exist; files ls shows what does");
    }

    static OperationFailed exists(MfsPath path, String hint) {
        return new OperationFailed(
                ErrorCode.ALREADY_EXISTS,
                path + ": directory already has entry by that name" + hint);
    }
}
