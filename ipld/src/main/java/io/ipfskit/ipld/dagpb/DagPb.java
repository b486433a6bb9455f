package io.ipfskit.ipld.dagpb;

import io.ipfskit.ipld.internal.Protobuf;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.MultiformatException;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Encodes and decodes dag-pb.
///
/// ```text
/// message PBLink { optional bytes Hash = 1; optional string Name = 2; optional uint64 Tsize = 3; }
/// message PBNode { repeated PBLink Links = 2; optional bytes Data = 1; }   // links come first on the wire
/// ```
public final class DagPb {
    private static final int DATA = 1;
    private static final int LINKS = 2;
    private static final int HASH = 1;
    private static final int NAME = 2;
    private static final int TSIZE = 3;

    private DagPb() {}

    /// The order of links: by the bytes of their names' UTF-8.
    static int compareNames(byte[] a, byte[] b) {
        return Arrays.compareUnsigned(a, b);
    }

    /// The canonical bytes of a node.
    ///
    /// @throws DagPbException if the links are not sorted by the bytes of their names
    public static ByteBuffer encode(PbNode node) {
        List<PbLink> links = node.links();
        byte[][] names = new byte[links.size()][];
        byte[][] cids = new byte[links.size()][];
        int[] sizes = new int[links.size()];
        byte[] previous = new byte[0];
        long total = 0;
        for (int i = 0; i < names.length; i++) {
            PbLink link = links.get(i);
            String text = link.nameOrEmpty();
            byte[] name = text.isEmpty() ? new byte[0] : Protobuf.utf8(text, "link name");
            if (compareNames(previous, name) > 0) {
                throw new DagPbException("links must be sorted by the bytes of their names");
            }
            previous = name;
            names[i] = name;
            cids[i] = link.cid().bytes();
            sizes[i] =
                    Protobuf.sizeOfBytes(cids[i].length)
                            + (link.name() == null ? 0 : Protobuf.sizeOfBytes(name.length))
                            + (link.tsize() == PbLink.NO_TSIZE
                                    ? 0
                                    : 1 + Protobuf.sizeOf(link.tsize()));
            total += Protobuf.sizeOfBytes(sizes[i]);
        }
        ByteBuffer data = node.data();
        if (data != null) {
            total += Protobuf.sizeOfBytes(data.remaining());
        }
        ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(total));
        for (int i = 0; i < names.length; i++) {
            PbLink link = links.get(i);
            Protobuf.writeBytesHeader(out, LINKS, sizes[i]);
            Protobuf.writeBytesHeader(out, HASH, cids[i].length);
            out.put(cids[i]);
            if (link.name() != null) {
                Protobuf.writeBytesHeader(out, NAME, names[i].length);
                out.put(names[i]);
            }
            if (link.tsize() != PbLink.NO_TSIZE) {
                Protobuf.writeVarintField(out, TSIZE, link.tsize());
            }
        }
        if (data != null) {
            Protobuf.writeBytesHeader(out, DATA, data.remaining());
            out.put(data);
        }
        return out.flip();
    }

    /// The bytes that one link adds to the encoding of a node.
    public static int encodedLinkSize(int cidLength, int nameLength, long tsize) {
        return Protobuf.sizeOfBytes(
                Protobuf.sizeOfBytes(cidLength)
                        + Protobuf.sizeOfBytes(nameLength)
                        + 1
                        + Protobuf.sizeOf(tsize));
    }

    /// Decodes the canonical form and nothing else. The node's data is a view of the input.
    ///
    /// @throws DagPbException if any rule is broken
    public static PbNode decode(ByteBuffer bytes) {
        return decode(bytes, true);
    }

    /// Decodes what other nodes may have written: like [#decode], but data may come before the
    /// links and the links need not be sorted.
    ///
    /// @throws DagPbException if any other rule is broken
    public static PbNode read(ByteBuffer bytes) {
        return decode(bytes, false);
    }

    private static PbNode decode(ByteBuffer bytes, boolean canonical) {
        ByteBuffer in = bytes.slice();
        try {
            return decodeNode(in, canonical);
        } catch (Protobuf.Malformed e) {
            throw refused(in, String.valueOf(e.getMessage()), e);
        }
    }

    private static DagPbException refused(ByteBuffer in, String problem, Exception cause) {
        return refused(in.position(), problem, cause);
    }

    private static DagPbException refused(long offset, String problem, Exception cause) {
        return new DagPbException(
                "not a dag-pb node: " + problem + " (at byte " + offset + ")", offset, cause);
    }

    /// Decodes the link that ends where `in` stands.
    private static PbLink link(ByteBuffer in, ByteBuffer link) {
        int start = in.position() - link.remaining();
        try {
            return decodeLink(link);
        } catch (Protobuf.Malformed e) {
            throw refused(start + link.position(), String.valueOf(e.getMessage()), e);
        } catch (MultiformatException e) {
            throw refused(start + link.position(), "a link's hash is no CID: " + e.getMessage(), e);
        }
    }

    private static PbNode decodeNode(ByteBuffer in, boolean canonical) throws Protobuf.Malformed {
        List<PbLink> links = new ArrayList<>();
        ByteBuffer data = null;
        boolean linksEnded = false;
        byte[] previous = new byte[0];
        while (in.hasRemaining()) {
            int tag = Protobuf.readTag(in, true);
            if (tag == (LINKS << 3 | Protobuf.BYTES)) {
                if (linksEnded) {
                    throw new Protobuf.Malformed("links are interrupted by data");
                }
                if (data != null && canonical) {
                    throw new Protobuf.Malformed("data stands before the links");
                }
                PbLink link = link(in, Protobuf.readBytes(in, true));
                if (canonical) {
                    byte[] name = Protobuf.utf8(link.nameOrEmpty(), "link name");
                    if (compareNames(previous, name) > 0) {
                        throw new Protobuf.Malformed(
                                "links are not sorted by the bytes of their names");
                    }
                    previous = name;
                }
                links.add(link);
            } else if (tag == (DATA << 3 | Protobuf.BYTES)) {
                if (data != null) {
                    throw new Protobuf.Malformed("two data fields");
                }
                data = Protobuf.readBytes(in, true);
                linksEnded = !links.isEmpty();
            } else {
                throw new Protobuf.Malformed(
                        "unexpected field " + (tag >>> 3) + " of wire type " + (tag & 7));
            }
        }
        return new PbNode(links, data);
    }

    private static PbLink decodeLink(ByteBuffer in) throws Protobuf.Malformed {
        @Nullable Cid cid = null;
        @Nullable String name = null;
        long tsize = PbLink.NO_TSIZE;
        int last = 0;
        while (in.hasRemaining()) {
            int tag = Protobuf.readTag(in, true);
            int field = tag >>> 3;
            if (field <= last) {
                throw new Protobuf.Malformed("the fields of a link are repeated or out of order");
            }
            last = field;
            switch (tag) {
                case HASH << 3 | Protobuf.BYTES -> {
                    ByteBuffer hash = Protobuf.readBytes(in, true);
                    cid = Cid.decode(hash);
                    if (hash.hasRemaining()) {
                        throw new Protobuf.Malformed("bytes follow the CID of a link");
                    }
                }
                case NAME << 3 | Protobuf.BYTES ->
                        name = Protobuf.utf8(Protobuf.readBytes(in, true), "a link's name");
                case TSIZE << 3 | Protobuf.VARINT -> {
                    tsize = Protobuf.readVarint(in, true);
                    if (tsize < 0) {
                        throw new Protobuf.Malformed("a link's total size is 2^63 or more");
                    }
                }
                default ->
                        throw new Protobuf.Malformed(
                                "unexpected field "
                                        + field
                                        + " of wire type "
                                        + (tag & 7)
                                        + " in a link");
            }
        }
        if (cid == null) {
            throw new Protobuf.Malformed("a link has no hash");
        }
        return new PbLink(cid, name, tsize);
    }
}
