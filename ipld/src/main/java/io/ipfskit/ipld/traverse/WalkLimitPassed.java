package io.ipfskit.ipld.traverse;

import java.io.IOException;

/// A walk came to more blocks than it may remember.
public final class WalkLimitPassed extends IOException {
    private static final long serialVersionUID = 1L;

    /// With the limit.
    public WalkLimitPassed(int blocks) {
        super(
                "the DAG has more than "
                        + blocks
                        + " different blocks, which this walk may remember");
    }
}
