package io.ipfskit.ipld.codec;

import io.ipfskit.ipld.data.DataNode;
import io.ipfskit.ipld.data.IntNode;
import io.ipfskit.multiformats.Cid;

import java.util.List;

/// The links in a node, depth first.
final class DataLinks {
    private DataLinks() {}

    /// Adds the links below and including `node`. Recurses as deep as the node is, which a codec's
    /// limits bound.
    static void collect(DataNode node, List<Cid> links) {
        switch (node) {
            case DataNode.Link link -> links.add(link.cid());
            case DataNode.ListNode list -> list.items().forEach(item -> collect(item, links));
            case DataNode.MapNode map ->
                    map.entries().values().forEach(item -> collect(item, links));
            case DataNode.Null _,
                    DataNode.Bool _,
                    IntNode _,
                    DataNode.FloatNode _,
                    DataNode.Text _,
                    DataNode.Bytes _ -> {}
        }
    }
}
