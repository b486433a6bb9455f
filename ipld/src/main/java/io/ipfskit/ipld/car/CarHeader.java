package io.ipfskit.ipld.car;

import io.ipfskit.ipld.codec.CodecException;
import io.ipfskit.ipld.codec.CodecLimits;
import io.ipfskit.ipld.codec.Codecs;
import io.ipfskit.ipld.data.DataNode;
import io.ipfskit.ipld.data.IntNode;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Varint;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// The CARv1 header: the dag-cbor map `{roots: [Link], version: 1}`.
///
/// @param roots what the archive is about, in order; their blocks need not be in it
public record CarHeader(List<Cid> roots) {
    private static final String ROOTS = "roots";
    private static final String VERSION = "version";

    /// Copies the roots.
    public CarHeader {
        roots = List.copyOf(roots);
    }

    /// The header as it lies in the file, its length included.
    public ByteBuffer encode() {
        List<DataNode> links = new ArrayList<>(roots.size());
        roots.forEach(root -> links.add(DataNode.of(root)));
        ByteBuffer map =
                Codecs.DAG_CBOR.encode(
                        DataNode.MapNode.of(
                                ROOTS, new DataNode.ListNode(links), VERSION, DataNode.of(1)));
        ByteBuffer out = ByteBuffer.allocate(Varint.size(map.remaining()) + map.remaining());
        Varint.write(out, map.remaining());
        return out.put(map).flip();
    }

    /// Reads the map behind the length. The pragma of CARv2 is not one.
    ///
    /// @param offset of the map in the file, for the message
    static CarHeader decode(ByteBuffer map, long offset) throws CarException {
        DataNode node;
        try {
            node =
                    Codecs.DAG_CBOR.decode(
                            map,
                            new CodecLimits(Math.max(1, map.remaining()), 3, Integer.MAX_VALUE));
        } catch (CodecException e) {
            throw new CarException(
                    offset + Math.max(0, e.offset()), "the header is " + e.getMessage(), e);
        }
        if (!(node instanceof DataNode.MapNode entries)) {
            throw new CarException(offset, "the header is no map");
        }
        DataNode version = entries.entries().get(VERSION);
        if (version == null || !version.equals(IntNode.of(1))) {
            throw new CarException(
                    offset,
                    "the header's version must be 1, is "
                            + (version == null ? "absent" : version.toString()));
        }
        if (!(entries.entries().get(ROOTS) instanceof DataNode.ListNode list)) {
            throw new CarException(offset, "the header has no list of roots");
        }
        if (entries.entries().size() > 2) {
            throw new CarException(offset, "the header has other entries than roots and version");
        }
        List<Cid> roots = new ArrayList<>();
        for (DataNode item : list.items()) {
            if (!(item instanceof DataNode.Link link)) {
                throw new CarException(offset, "a root is a " + item.kind() + ", no link");
            }
            roots.add(link.cid());
        }
        return new CarHeader(roots);
    }
}
