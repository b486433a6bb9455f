package io.ipfskit.node.repository;

import io.ipfskit.multiformats.Cid;
import io.ipfskit.node.gc.PinRoots;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/// All that the log adds up to at one moment. Never changes.
///
/// @param pins the pins
/// @param tree the root of the tree of files
/// @param inDoubt roots of records that were refused, and may be found after a crash all the same
record RepositoryState(PinView pins, TreeRoot tree, List<Cid> inDoubt) implements PinRoots {
    static final RepositoryState EMPTY =
            new RepositoryState(PinView.EMPTY, TreeRoot.NONE, List.of());

    /// The most roots of refused records that are kept; then the oldest is given up.
    private static final int IN_DOUBT_MAX = 4096;

    RepositoryState {
        inDoubt = List.copyOf(inDoubt);
    }

    RepositoryState with(long seq, RepositoryRecord record) {
        return switch (record) {
            case PinRecords.Change pin -> new RepositoryState(pins.with(pin), tree, inDoubt);
            case TreeChange change ->
                    new RepositoryState(pins, new TreeRoot(change.after(), seq), inDoubt);
        };
    }

    RepositoryState at(long sequence) {
        PinView then = pins.at(sequence);
        return then == pins ? this : new RepositoryState(then, tree, inDoubt);
    }

    /// What a record that was refused would make a root is one from now on.
    RepositoryState doubting(RepositoryRecord refused) {
        Cid root = RepositoryRecord.rooted(refused);
        if (root == null) {
            return this;
        }
        SequencedSet<Cid> more = new LinkedHashSet<>(inDoubt);
        more.remove(root);
        more.add(root);
        if (more.size() > IN_DOUBT_MAX) {
            more.removeFirst();
        }
        return new RepositoryState(pins, tree, List.copyOf(more));
    }

    RepositoryState withoutDoubts() {
        return inDoubt.isEmpty() ? this : new RepositoryState(pins, tree, List.of());
    }

    @Override
    public long sequence() {
        return pins.sequence();
    }

    @Override
    public long count() {
        return pins.count();
    }

    @Override
    public void forEach(Visitor visitor) throws IOException, InterruptedException {
        pins.forEach(visitor);
    }

    @Override
    public List<Cid> partial() {
        List<Cid> roots = new java.util.ArrayList<>(inDoubt);
        roots.add(tree.cid());
        return roots;
    }
}
