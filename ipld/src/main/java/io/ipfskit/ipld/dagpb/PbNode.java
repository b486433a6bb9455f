package io.ipfskit.ipld.dagpb;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.List;

/// A dag-pb node: links and data. Absent data differs from empty data, since the encodings differ.
public final class PbNode {
    private final List<PbLink> links;
    private final @Nullable ByteBuffer data;

    /// Of these links, in this order, and this data, which is kept, not copied.
    public PbNode(List<PbLink> links, @Nullable ByteBuffer data) {
        this.links = List.copyOf(links);
        this.data = data == null ? null : data.slice();
    }

    /// The links in the order of the encoding.
    public List<PbLink> links() {
        return links;
    }

    /// A fresh read-only view of the data, `null` where the encoding has none.
    public @Nullable ByteBuffer data() {
        return data == null ? null : data.asReadOnlyBuffer();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PbNode that
                && links.equals(that.links)
                && java.util.Objects.equals(data, that.data);
    }

    @Override
    public int hashCode() {
        return links.hashCode() * 31 + (data == null ? 0 : data.hashCode());
    }

    /// The numbers of links and bytes of data.
    @Override
    public String toString() {
        return "PbNode["
                + links.size()
                + " links, "
                + (data == null ? "no data" : data.remaining() + " bytes")
                + "]";
    }
}
