package io.ipfskit.node.kubo;

import io.ipfskit.anyio.Checkpoint;
import io.ipfskit.blockstore.BlockStore;
import io.ipfskit.ipld.BlockNotFound;
import io.ipfskit.ipld.BlockSource;
import io.ipfskit.ipld.Links;
import io.ipfskit.ipld.UnsupportedContent;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;
import io.ipfskit.node.gc.Hold;
import io.ipfskit.node.gc.Marks;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Tells whether all blocks below a root are here, for many roots that share blocks: what was found
/// complete once is not entered again. Memory outside the heap: 16 to 32 bytes a block with links.
///
/// Every block it meets is held until the hold that was given is closed, so that what was complete
/// stays so. For one task; close it.
final class Completeness implements AutoCloseable {
    /// The most levels below a root.
    static final int DEPTH_MAX = 1 << 16;

    /// The most links that are left to follow at one moment.
    static final int LINKS_MAX = 1 << 19;

    private static final int CHECK_EVERY = 1024;

    private final BlockStore blocks;
    private final Hold hold;

    /// Blocks with links, of which all below is here, each in the role of its codec.
    private final Marks complete = new Marks();

    private final int linksMax;
    private long looked;

    Completeness(BlockStore blocks, Hold hold) {
        this(blocks, hold, LINKS_MAX);
    }

    /// @param linksMax the most links that are left to follow at one moment
    Completeness(BlockStore blocks, Hold hold, int linksMax) {
        this.blocks = blocks;
        this.hold = hold;
        this.linksMax = linksMax;
    }

    /// A block whose links are being followed.
    private static final class Frame {
        final Cid cid;
        final List<Cid> links;
        int next;

        Frame(Cid cid, List<Cid> links) {
            this.cid = cid;
            this.links = links;
        }
    }

    /// Looks at a root and all below it.
    ///
    /// @throws BlockNotFound naming the first block that is not here
    /// @throws UnsupportedContent when links cannot be followed, or there are more levels or links
    ///   than allowed
    /// @throws IOException when a block is damaged or malformed
    void require(Cid root) throws IOException, InterruptedException {
        Deque<Frame> open = new ArrayDeque<>();
        long links = enter(root, open);
        while (!open.isEmpty()) {
            Frame frame = open.getLast();
            if (frame.next == frame.links.size()) {
                open.removeLast();
                links -= frame.links.size();
                if (!frame.cid.isIdentity()) {
                    complete.add(frame.cid.multihash(), frame.cid.codec());
                }
                continue;
            }
            links += enter(frame.links.get(frame.next++), open);
            if (links > linksMax || open.size() > DEPTH_MAX) {
                throw new UnsupportedContent(
                        root, "it is too deep, or too many of its links are open at once");
            }
        }
    }

    /// Opens a block unless it is a leaf or complete; returns how many links it has.
    private int enter(Cid cid, Deque<Frame> open) throws IOException, InterruptedException {
        if (++looked % CHECK_EVERY == 0) {
            Checkpoint.ifCancelled();
        }
        hold.block(cid);
        if (cid.codec() == Multicodec.RAW) {
            if (!blocks.has(cid)) {
                throw new BlockNotFound(cid);
            }
            return 0;
        }
        if (!cid.isIdentity() && complete.contains(cid.multihash(), cid.codec())) {
            return 0;
        }
        Frame frame = new Frame(cid, Links.of(BlockSource.fetch(blocks, cid)));
        open.addLast(frame);
        return frame.links.size();
    }

    /// How many links were followed.
    long looked() {
        return looked;
    }

    @Override
    public void close() {
        complete.close();
    }
}
