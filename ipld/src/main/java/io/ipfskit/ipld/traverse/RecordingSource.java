package io.ipfskit.ipld.traverse;

import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.BlockSource;
import io.ipfskit.multiformats.Cid;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/// Remembers which blocks were got, such as those on the way of a path, which a verifiable answer
/// hands out before what the path leads to. For one task at a time.
public final class RecordingSource implements BlockSource {
    private final BlockSource source;
    private final SequencedSet<Cid> got = new LinkedHashSet<>();

    /// In front of another source.
    public RecordingSource(BlockSource source) {
        this.source = source;
    }

    @Override
    public Block get(Cid cid) throws IOException, InterruptedException {
        Block block = source.get(cid);
        got.add(cid);
        return block;
    }

    /// What was got, each once, in the order of the first time.
    public List<Cid> got() {
        return List.copyOf(got);
    }
}
