package io.ipfskit.ipld.unixfs;

import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.BlockSink;
import io.ipfskit.ipld.BlockSource;
import io.ipfskit.ipld.MalformedBlock;
import io.ipfskit.ipld.UnsupportedContent;
import io.ipfskit.ipld.dagpb.DagPb;
import io.ipfskit.ipld.dagpb.DagPbException;
import io.ipfskit.ipld.dagpb.PbLink;
import io.ipfskit.ipld.dagpb.PbNode;
import io.ipfskit.ipld.internal.Protobuf;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.List;

/// Reads single UnixFS nodes, and writes symbolic links.
public final class UnixFs {
    /// The longest target of a symbolic link in bytes of UTF-8, that of Linux.
    public static final int MAX_TARGET = 4096;

    private UnixFs() {}

    /// Gets and decodes one node.
    ///
    /// @throws MalformedBlock if the block breaks a rule of its codec or of UnixFS
    /// @throws UnsupportedContent if it is of another codec, or UnixFS of a kind that is not read
    public static UnixFsNode read(BlockSource source, Cid cid)
            throws IOException, InterruptedException {
        return decode(BlockSource.fetch(source, cid));
    }

    /// Decodes the node in a block.
    ///
    /// @throws MalformedBlock if the block breaks a rule of its codec or of UnixFS
    /// @throws UnsupportedContent if it is of another codec, or UnixFS of a kind that is not read
    public static UnixFsNode decode(Block block) throws MalformedBlock, UnsupportedContent {
        Cid cid = block.cid();
        return switch (cid.codec()) {
            case Multicodec.RAW -> new UnixFsNode.RawNode(cid, block.bytes());
            case Multicodec.DAG_PB -> decodePb(block);
            default ->
                    throw new UnsupportedContent(
                            cid,
                            "codec "
                                    + Multicodec.name(cid.codec())
                                    + " holds no files and directories");
        };
    }

    private static UnixFsNode decodePb(Block block) throws MalformedBlock, UnsupportedContent {
        Cid cid = block.cid();
        PbNode node;
        UnixFsData data;
        try {
            node = DagPb.read(block.bytes());
            ByteBuffer bytes = node.data();
            if (bytes == null) {
                throw new MalformedBlock(cid, "it has no UnixFS data");
            }
            data = UnixFsData.decode(bytes);
        } catch (DagPbException e) {
            throw new MalformedBlock(cid, String.valueOf(e.getMessage()), e);
        } catch (IllegalArgumentException e) {
            throw new MalformedBlock(cid, String.valueOf(e.getMessage()), e);
        }
        return switch (data.type()) {
            case RAW, FILE -> file(block, node, data);
            case DIRECTORY ->
                    new UnixFsNode.DirectoryNode(
                            cid, block.size(), node.links(), data.attributes());
            case HAMT_SHARD -> shard(block, node, data);
            case SYMLINK -> symlink(block, data);
            case METADATA ->
                    throw new UnsupportedContent(cid, "UnixFS metadata nodes are not read");
        };
    }

    private static UnixFsNode.FileNode file(Block block, PbNode node, UnixFsData data)
            throws MalformedBlock {
        Cid cid = block.cid();
        long[] sizes = data.blockSizes();
        if (sizes.length != node.links().size()) {
            throw new MalformedBlock(
                    cid,
                    "a file of "
                            + node.links().size()
                            + " parts has "
                            + sizes.length
                            + " part sizes");
        }
        ByteBuffer own = data.data() == null ? ByteBuffer.allocate(0) : data.data();
        long sum = own.remaining();
        for (long size : sizes) {
            sum += size;
            if (sum < 0) {
                throw new MalformedBlock(cid, "the sizes of its parts add up to 2^63 or more");
            }
        }
        if (data.fileSize() != UnixFsData.ABSENT && data.fileSize() != sum) {
            throw new MalformedBlock(
                    cid, "it claims " + data.fileSize() + " bytes, its parts add up to " + sum);
        }
        return new UnixFsNode.FileNode(
                cid,
                block.size(),
                sum,
                own.asReadOnlyBuffer(),
                node.links(),
                sizes,
                data.attributes());
    }

    private static UnixFsNode.ShardNode shard(Block block, PbNode node, UnixFsData data)
            throws MalformedBlock, UnsupportedContent {
        Cid cid = block.cid();
        if (data.hashType() != Hamt.HASH_TYPE) {
            throw new UnsupportedContent(
                    cid,
                    "directory shards with hash function "
                            + data.hashType()
                            + " are not read, only murmur3-x64-64");
        }
        if (!Hamt.isFanout(data.fanout())) {
            throw new MalformedBlock(
                    cid,
                    "the fanout of a shard must be a power of two in [8, 1024], was "
                            + data.fanout());
        }
        int fanout = (int) data.fanout();
        BitSet expected =
                bits(cid, data.data() == null ? ByteBuffer.allocate(0) : data.data(), fanout);
        BitSet actual = new BitSet(fanout);
        int last = -1;
        for (PbLink link : node.links()) {
            int index = shardIndex(cid, link.nameOrEmpty(), fanout);
            if (index <= last) {
                throw new MalformedBlock(cid, "the links of a shard are repeated or out of order");
            }
            last = index;
            actual.set(index);
        }
        if (!actual.equals(expected)) {
            throw new MalformedBlock(cid, "the links of a shard do not agree with its bitfield");
        }
        return new UnixFsNode.ShardNode(cid, block.size(), fanout, node.links(), data.attributes());
    }

    private static BitSet bits(Cid cid, ByteBuffer bigEndian, int fanout) throws MalformedBlock {
        int length = bigEndian.remaining();
        if (length > fanout / 8) {
            throw new MalformedBlock(cid, "the bitfield of a shard is longer than its fanout");
        }
        byte[] little = new byte[length];
        for (int i = 0; i < length; i++) {
            little[i] = bigEndian.get(bigEndian.position() + length - 1 - i);
        }
        return BitSet.valueOf(little);
    }

    private static int shardIndex(Cid cid, String name, int fanout) throws MalformedBlock {
        int digits = Hamt.prefixLength(fanout);
        int index = 0;
        for (int i = 0; i < digits; i++) {
            char c = i < name.length() ? name.charAt(i) : 'x';
            int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
            if (digit < 0) {
                throw new MalformedBlock(
                        cid, "a link of a shard does not begin with " + digits + " hex digits");
            }
            index = index << 4 | digit;
        }
        if (index >= fanout) {
            throw new MalformedBlock(
                    cid, "a link of a shard has index " + index + ", the fanout is " + fanout);
        }
        return index;
    }

    private static UnixFsNode.SymlinkNode symlink(Block block, UnixFsData data)
            throws MalformedBlock {
        ByteBuffer target = data.data() == null ? ByteBuffer.allocate(0) : data.data();
        if (target.remaining() > MAX_TARGET) {
            throw new MalformedBlock(
                    block.cid(),
                    "the target of a symbolic link has more than " + MAX_TARGET + " bytes");
        }
        try {
            return new UnixFsNode.SymlinkNode(
                    block.cid(),
                    block.size(),
                    Protobuf.utf8(target.duplicate(), "the target of a symbolic link"),
                    data.attributes());
        } catch (Protobuf.Malformed e) {
            throw new MalformedBlock(block.cid(), String.valueOf(e.getMessage()), e);
        }
    }

    /// Writes a symbolic link. Its target is kept as it is, whatever it points to; only the time is
    /// kept of the attributes.
    ///
    /// @throws IllegalArgumentException if the target is empty, too long or not valid Unicode
    public static DagNode symlink(
            ImportProfile profile, String target, Attributes attributes, BlockSink sink)
            throws IOException, InterruptedException {
        byte[] bytes = Protobuf.utf8(target, "target of a symbolic link");
        if (bytes.length == 0 || bytes.length > MAX_TARGET) {
            throw new IllegalArgumentException(
                    "the target of a symbolic link has 1 to "
                            + MAX_TARGET
                            + " bytes, had "
                            + bytes.length);
        }
        Block block =
                Nodes.block(
                        profile, List.of(), UnixFsData.symlink(ByteBuffer.wrap(bytes), attributes));
        sink.put(block);
        return new DagNode(block.cid(), DataType.SYMLINK, bytes.length, block.size());
    }

    /// Writes a symbolic link without attributes.
    public static DagNode symlink(ImportProfile profile, String target, BlockSink sink)
            throws IOException, InterruptedException {
        return symlink(profile, target, Attributes.NONE, sink);
    }

    static long saturatedSum(int blockSize, List<PbLink> links) {
        long sum = blockSize;
        for (PbLink link : links) {
            sum += link.tsizeOrZero();
            if (sum < 0) {
                return Long.MAX_VALUE;
            }
        }
        return sum;
    }
}
