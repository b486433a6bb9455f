package io.ipfskit.ipld.codec;

import io.ipfskit.ipld.dagpb.DagPb;
import io.ipfskit.ipld.dagpb.DagPbException;
import io.ipfskit.ipld.dagpb.PbLink;
import io.ipfskit.ipld.dagpb.PbNode;
import io.ipfskit.ipld.data.DataNode;
import io.ipfskit.ipld.data.IntNode;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;

/// dag-pb as the data model sees it.
///
/// ```
/// type PBNode struct { Links [PBLink]; Data optional Bytes }
/// type PBLink struct { Hash Link; Name optional String; Tsize optional Int }
/// ```
final class DagPbCodec implements Codec {
    private static final String LINKS = "Links";
    private static final String DATA = "Data";
    private static final String HASH = "Hash";
    private static final String NAME = "Name";
    private static final String TSIZE = "Tsize";

    @Override
    public int code() {
        return Multicodec.DAG_PB;
    }

    private PbNode read(ByteBuffer block, CodecLimits limits) {
        if (block.remaining() > limits.maxBytes()) {
            throw new CodecException(
                    name(), 0, "a block of at most " + limits.maxBytes() + " bytes is read", null);
        }
        try {
            return DagPb.read(block);
        } catch (DagPbException e) {
            throw new CodecException(name(), e.offset(), String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public DataNode decode(ByteBuffer block, CodecLimits limits) {
        PbNode node = read(block, limits);
        if (node.links().size() > limits.maxNodes() / 4) {
            throw new CodecException(
                    name(), 0, "more than " + limits.maxNodes() / 4 + " links", null);
        }
        LinkedHashMap<String, DataNode> map = new LinkedHashMap<>();
        ByteBuffer data = node.data();
        if (data != null) {
            map.put(DATA, new DataNode.Bytes(data));
        }
        List<DataNode> links = new ArrayList<>(node.links().size());
        for (PbLink link : node.links()) {
            links.add(view(link));
        }
        map.put(LINKS, new DataNode.ListNode(links));
        return new DataNode.MapNode(map);
    }

    private static DataNode view(PbLink link) {
        LinkedHashMap<String, DataNode> map = new LinkedHashMap<>();
        map.put(HASH, DataNode.of(link.cid()));
        if (link.name() != null) {
            map.put(NAME, DataNode.of(link.name()));
        }
        if (link.tsize() != PbLink.NO_TSIZE) {
            map.put(TSIZE, DataNode.of(link.tsize()));
        }
        return new DataNode.MapNode(map);
    }

    @Override
    public ByteBuffer encode(DataNode node, CodecLimits limits) {
        DataNode.MapNode map = map(node, "a node", List.of(LINKS, DATA));
        if (!(map.entries().get(LINKS) instanceof DataNode.ListNode list)) {
            throw new CodecException(name(), "a node needs the list Links");
        }
        List<PbLink> links = new ArrayList<>(list.items().size());
        for (DataNode item : list.items()) {
            links.add(link(item));
        }
        links.sort(
                Comparator.comparing(
                        link -> Utf8.encode(name(), link.nameOrEmpty()), Arrays::compareUnsigned));
        ByteBuffer data =
                switch (map.entries().get(DATA)) {
                    case null -> null;
                    case DataNode.Bytes bytes -> bytes.value();
                    case DataNode other -> throw wrong(DATA, "bytes", other);
                };
        long size = data == null ? 0 : data.remaining();
        for (PbLink link : links) {
            size += link.cid().size() + 3L * link.nameOrEmpty().length() + 24;
        }
        if (size > limits.maxBytes()) {
            throw new CodecException(
                    name(), "the encoded node may have more than " + limits.maxBytes() + " bytes");
        }
        try {
            return DagPb.encode(new PbNode(links, data));
        } catch (DagPbException e) {
            throw new CodecException(
                    name(), CodecException.NO_OFFSET, String.valueOf(e.getMessage()), e);
        }
    }

    private PbLink link(DataNode node) {
        DataNode.MapNode map = map(node, "a link", List.of(HASH, NAME, TSIZE));
        if (!(map.entries().get(HASH) instanceof DataNode.Link hash)) {
            throw new CodecException(name(), "a link needs the link Hash");
        }
        String text =
                switch (map.entries().get(NAME)) {
                    case null -> null;
                    case DataNode.Text value -> value.value();
                    case DataNode other -> throw wrong(NAME, "a string", other);
                };
        long tsize =
                switch (map.entries().get(TSIZE)) {
                    case null -> PbLink.NO_TSIZE;
                    case IntNode number when !number.isNegative() && number.fitsLong() ->
                            number.longValue();
                    case DataNode other -> throw wrong(TSIZE, "an int from 0 to 2^63 - 1", other);
                };
        return new PbLink(hash.cid(), text, tsize);
    }

    private DataNode.MapNode map(DataNode node, String what, List<String> keys) {
        if (!(node instanceof DataNode.MapNode map)) {
            throw new CodecException(name(), what + " must be a map, is a " + node.kind());
        }
        if (!keys.containsAll(map.entries().keySet())) {
            throw new CodecException(name(), what + " can only have the keys " + keys);
        }
        return map;
    }

    private CodecException wrong(String field, String wanted, @Nullable DataNode found) {
        return new CodecException(
                name(),
                field + " must be " + wanted + ", is " + (found == null ? "absent" : found.kind()));
    }

    @Override
    public List<Cid> links(ByteBuffer block, CodecLimits limits) {
        List<PbLink> links = read(block, limits).links();
        List<Cid> cids = new ArrayList<>(links.size());
        links.forEach(link -> cids.add(link.cid()));
        return cids;
    }
}
