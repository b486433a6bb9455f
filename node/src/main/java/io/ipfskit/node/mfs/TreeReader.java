package io.ipfskit.node.mfs;

import io.ipfskit.ipld.BlockSource;
import io.ipfskit.ipld.unixfs.Directories;
import io.ipfskit.ipld.unixfs.DirectoryEntry;
import io.ipfskit.ipld.unixfs.UnixFs;
import io.ipfskit.ipld.unixfs.UnixFsNode;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;
import io.ipfskit.operation.OperationFailed;

import java.io.IOException;
import java.util.Optional;

/// Finds what a path names in a tree.
final class TreeReader {
    private TreeReader() {}

    /// The entry of a path; for the root one without a name. Empty when a name is not there.
    ///
    /// @throws OperationFailed `invalid_argument` when something on the way is no folder
    static Optional<DirectoryEntry> find(BlockSource source, Cid root, MfsPath path)
            throws IOException, InterruptedException {
        DirectoryEntry at = new DirectoryEntry("", root, 0);
        MfsPath way = MfsPath.ROOT;
        for (String name : path.names()) {
            UnixFsNode node =
                    at.cid().codec() == Multicodec.DAG_PB ? UnixFs.read(source, at.cid()) : null;
            if (!(node instanceof UnixFsNode.Folder)) {
                throw OperationFailed.invalidField(
                        "path", "cannot access " + path + ": " + way + " is not a directory");
            }
            Optional<DirectoryEntry> entry = Directories.lookup(source, node, name);
            if (entry.isEmpty()) {
                return entry;
            }
            at = entry.get();
            way = way.child("path", name);
        }
        return Optional.of(at);
    }

    /// As above, where there must be something.
    ///
    /// @throws OperationFailed `not_found` when there is not
    static DirectoryEntry require(BlockSource source, Cid root, MfsPath path)
            throws IOException, InterruptedException {
        return find(source, root, path).orElseThrow(() -> TreeEdit.notFound(path));
    }
}
