package io.ipfskit.ipld.traverse;

import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.MalformedBlock;
import io.ipfskit.ipld.UnsupportedContent;
import io.ipfskit.ipld.codec.Codec;
import io.ipfskit.ipld.codec.CodecException;
import io.ipfskit.ipld.codec.Codecs;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Everything below a root: a block, then what its first link leads to, and so on; without
/// recursion. Memory: the links not yet followed of the blocks on the way, and what
/// [WalkOptions#rememberedMax] bounds.
public final class DagWalk implements DagCursor {
    private final Codecs codecs;
    private final WalkOptions options;
    private final Deque<Place> todo = new ArrayDeque<>();

    /// The least depth at which a block was met. Only looked up, never iterated.
    private final Map<Cid, Integer> met = new HashMap<>();

    private record Place(Cid cid, int depth) {}

    /// Begins at a root.
    public DagWalk(Cid root, Codecs codecs, WalkOptions options) {
        this.codecs = codecs;
        this.options = options;
        todo.add(new Place(root, 0));
    }

    @Override
    public @Nullable DagStep next() throws WalkLimitPassed {
        while (!todo.isEmpty()) {
            Place place = todo.removeLast();
            if (options.duplicates()) {
                return step(place, true);
            }
            Integer before = met.get(place.cid());
            if (before == null) {
                if (met.size() == options.rememberedMax()) {
                    throw new WalkLimitPassed(options.rememberedMax());
                }
                met.put(place.cid(), place.depth());
                return step(place, true);
            }
            if (options.depthMax() != WalkOptions.ANY_DEPTH && place.depth() < before) {
                met.put(place.cid(), place.depth());
                if (!isLeaf(place)) {
                    return step(place, false);
                }
            }
        }
        return null;
    }

    private DagStep step(Place place, boolean first) {
        return new DagStep(place.cid(), place.depth(), 0, isLeaf(place), first);
    }

    private boolean isLeaf(Place place) {
        return place.cid().codec() == Multicodec.RAW || place.depth() >= options.depthMax();
    }

    @Override
    public void expand(DagStep step, Block block) throws MalformedBlock, UnsupportedContent {
        if (step.isLeaf()) {
            return;
        }
        Cid cid = step.cid();
        Codec codec =
                codecs.get(cid.codec())
                        .orElseThrow(() ->
                                new UnsupportedContent(
                                        cid,
                                        "links of codec "
                                                + Multicodec.name(cid.codec())
                                                + " cannot be followed"));
        List<Cid> links;
        try {
            links = codec.links(block.bytes());
        } catch (CodecException e) {
            throw new MalformedBlock(cid, String.valueOf(e.getMessage()), e);
        }
        for (Cid link : links.reversed()) {
            todo.addLast(new Place(link, step.depth() + 1));
        }
    }
}
