package io.ipfskit.blockstore;

/// The keys of the blocks that were deleted last, so that a session is refused only when what it
/// relies on was deleted. Used by the flusher only.
final class RecentDeletes {
    /// Deleted blocks that are remembered, 16 bytes each.
    static final int MAX = 1 << 17;

    private static final int START = 64;

    /// A ring.
    private long[] keys = new long[START];

    /// The number of the delete commit of each.
    private long[] commits = new long[START];

    /// Deleted blocks so far.
    private long count;

    /// Remembers a block that the delete commit of this number removed; numbers never fall.
    void add(long key, long commit) {
        if (count == keys.length && count < MAX) {
            keys = java.util.Arrays.copyOf(keys, keys.length * 2);
            commits = java.util.Arrays.copyOf(commits, commits.length * 2);
        }
        int at = (int) (count % keys.length);
        keys[at] = key;
        commits[at] = commit;
        count++;
    }

    /// Whether a delete commit after the number `since` removed one of these, as far as is
    /// remembered; true where that is too long ago.
    boolean isAnyAfter(long since, KeySet relied) {
        if (relied.isEmpty()) {
            return false;
        }
        long kept = Math.min(count, keys.length);
        for (long back = 1; back <= kept; back++) {
            int at = (int) ((count - back) % keys.length);
            if (commits[at] <= since) {
                return false;
            }
            if (relied.contains(keys[at])) {
                return true;
            }
        }
        return count > kept;
    }
}
