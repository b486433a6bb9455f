package io.ipfskit.ipld.unixfs;

import io.ipfskit.ipld.BlockSink;
import io.ipfskit.ipld.BlockSource;
import io.ipfskit.ipld.UnsupportedContent;
import io.ipfskit.ipld.dagpb.PbLink;
import io.ipfskit.multiformats.Cid;

import java.io.IOException;

/// Gives files and symbolic links other attributes; see [DirectoryEditor#setAttributes] for
/// directories.
public final class FileAttributes {
    /// A raw block of more bytes is linked, not copied, by the node that holds its attributes.
    private static final int COPIED_MAX = 1024 * 1024;

    private FileAttributes() {}

    /// Writes the root of a file or symbolic link with these attributes, which has the version and
    /// hash function of the one before. A raw block, which cannot hold any, becomes a dag-pb node
    /// with its bytes.
    ///
    /// @throws UnsupportedContent if it is a directory
    public static DagNode set(
            ImportProfile profile,
            BlockSource source,
            BlockSink sink,
            Cid cid,
            Attributes attributes)
            throws IOException, InterruptedException {
        ImportProfile own = profile.like(cid).withLayout(Layout.BALANCED);
        return switch (UnixFs.read(source, cid)) {
            case UnixFsNode.FileNode file -> new OpenFileNode(file).write(own, sink, attributes);
            case UnixFsNode.RawNode raw -> {
                OpenFileNode above;
                if (raw.size() <= COPIED_MAX) {
                    above =
                            new OpenFileNode(
                                    new UnixFsNode.FileNode(
                                            cid,
                                            raw.blockSize(),
                                            raw.size(),
                                            raw.data(),
                                            java.util.List.of(),
                                            new long[0],
                                            Attributes.NONE));
                } else {
                    above = new OpenFileNode();
                    above.add(new PbLink(cid, "", raw.size()), raw.size());
                }
                yield above.write(own, sink, attributes);
            }
            case UnixFsNode.SymlinkNode link ->
                    UnixFs.symlink(own, link.target(), attributes, sink);
            case UnixFsNode.Folder _ -> throw new UnsupportedContent(cid, "it is a directory");
        };
    }
}
