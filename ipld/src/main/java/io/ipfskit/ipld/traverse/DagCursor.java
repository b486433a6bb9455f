package io.ipfskit.ipld.traverse;

import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.MalformedBlock;
import io.ipfskit.ipld.UnsupportedContent;

import org.jspecify.annotations.Nullable;

/// A walk over blocks that says what it wants next. For one task at a time; no method blocks.
public interface DagCursor {
    /// The next block, null at the end.
    ///
    /// After a step that is no leaf, [#expand] comes before the next call; else what is below it is
    /// left out.
    ///
    /// @throws WalkLimitPassed if the walk has come to more blocks than it may remember
    @Nullable DagStep next() throws WalkLimitPassed;

    /// Gives the block of the last step. Of a leaf nothing is looked at.
    ///
    /// @throws MalformedBlock if it breaks the rules of its codec
    /// @throws UnsupportedContent if its codec is not known
    void expand(DagStep step, Block block) throws MalformedBlock, UnsupportedContent;
}
