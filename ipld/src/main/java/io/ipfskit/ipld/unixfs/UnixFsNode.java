package io.ipfskit.ipld.unixfs;

import io.ipfskit.ipld.dagpb.PbLink;
import io.ipfskit.multiformats.Cid;

import java.nio.ByteBuffer;
import java.util.List;

/// A UnixFS node, decoded from one block. Sizes are what the node claims.
public sealed interface UnixFsNode {
    /// The CID of the node.
    Cid cid();

    /// The bytes of the node's block.
    int blockSize();

    /// POSIX attributes, [Attributes#NONE] if it has none.
    Attributes attributes();

    /// The number of links in the block.
    int linkCount();

    /// Bytes of all blocks of the DAG as the links claim; saturates at [Long#MAX_VALUE].
    long cumulativeSize();

    /// Anything with bytes: [RawNode] or [FileNode].
    sealed interface Content extends UnixFsNode permits RawNode, FileNode {
        /// Bytes of the file.
        long size();
    }

    /// Anything with entries: [DirectoryNode] or [ShardNode].
    sealed interface Folder extends UnixFsNode permits DirectoryNode, ShardNode {}

    /// A raw block: a file, or a leaf of one.
    ///
    /// @param cid the CID
    /// @param data the bytes, a read-only view
    record RawNode(Cid cid, ByteBuffer data) implements Content {
        @Override
        public int blockSize() {
            return data.remaining();
        }

        @Override
        public Attributes attributes() {
            return Attributes.NONE;
        }

        @Override
        public int linkCount() {
            return 0;
        }

        @Override
        public long size() {
            return data.remaining();
        }

        @Override
        public long cumulativeSize() {
            return data.remaining();
        }
    }

    /// A file or part of one in dag-pb. Invariant, checked when it is read: there is one block size
    /// per link, and they and the own data add up to the size.
    ///
    /// @param cid the CID
    /// @param blockSize bytes of the block
    /// @param size bytes of the file
    /// @param data the node's own bytes, before those of its links
    /// @param links the parts in order
    /// @param blockSizes bytes of the file in each part
    /// @param attributes POSIX attributes
    @SuppressWarnings("ArrayRecordComponent") // nodes are compared by their CID
    record FileNode(
            Cid cid,
            int blockSize,
            long size,
            ByteBuffer data,
            List<PbLink> links,
            long[] blockSizes,
            Attributes attributes)
            implements Content {
        @Override
        public int linkCount() {
            return links.size();
        }

        @Override
        public long cumulativeSize() {
            return UnixFs.saturatedSum(blockSize, links);
        }
    }

    /// A directory in one block.
    ///
    /// @param cid the CID
    /// @param blockSize bytes of the block
    /// @param links the entries
    /// @param attributes POSIX attributes
    record DirectoryNode(Cid cid, int blockSize, List<PbLink> links, Attributes attributes)
            implements Folder {
        @Override
        public int linkCount() {
            return links.size();
        }

        @Override
        public long cumulativeSize() {
            return UnixFs.saturatedSum(blockSize, links);
        }
    }

    /// A shard of a directory. Invariant, checked when it is read: the links are in the order of
    /// their indexes and agree with the bitfield.
    ///
    /// @param cid the CID
    /// @param blockSize bytes of the block
    /// @param fanout width of the shard
    /// @param links entries and further shards
    /// @param attributes POSIX attributes
    record ShardNode(Cid cid, int blockSize, int fanout, List<PbLink> links, Attributes attributes)
            implements Folder {
        @Override
        public int linkCount() {
            return links.size();
        }

        @Override
        public long cumulativeSize() {
            return UnixFs.saturatedSum(blockSize, links);
        }
    }

    /// A symbolic link.
    ///
    /// @param cid the CID
    /// @param blockSize bytes of the block
    /// @param target where it points, any text
    /// @param attributes POSIX attributes
    record SymlinkNode(Cid cid, int blockSize, String target, Attributes attributes)
            implements UnixFsNode {
        @Override
        public int linkCount() {
            return 0;
        }

        @Override
        public long cumulativeSize() {
            return blockSize;
        }
    }
}
