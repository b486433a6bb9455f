package io.ipfskit.ipld.traverse;

/// How a [DagWalk] goes.
///
/// @param depthMax links from the root to the deepest blocks, [#ANY_DEPTH] for all
/// @param duplicates whether a block comes as often as it is linked; the walk then remembers
///   nothing, and a small DAG can be a walk without an end in practice: the caller bounds it
/// @param rememberedMax the most different blocks of a walk without duplicates, some 150 bytes each
public record WalkOptions(int depthMax, boolean duplicates, int rememberedMax) {
    /// No limit of depth.
    public static final int ANY_DEPTH = Integer.MAX_VALUE;

    /// Everything, each block once, at most 1,000,000.
    public static final WalkOptions DEFAULT = new WalkOptions(ANY_DEPTH, false, 1_000_000);

    /// Checks the numbers.
    public WalkOptions {
        if (depthMax < 0 || rememberedMax < 1) {
            throw new IllegalArgumentException(
                    "depth and blocks must not be negative, were "
                            + depthMax
                            + " and "
                            + rememberedMax);
        }
    }

    /// The same down to this depth.
    public WalkOptions withDepth(int depth) {
        return new WalkOptions(depth, duplicates, rememberedMax);
    }

    /// The same with every block as often as it is linked.
    public WalkOptions withDuplicates() {
        return new WalkOptions(depthMax, true, rememberedMax);
    }
}
