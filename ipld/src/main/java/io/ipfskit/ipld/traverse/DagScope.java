package io.ipfskit.ipld.traverse;

import java.util.Locale;

/// How much below the end of a path is meant, as `dag-scope` of the trustless gateway has it.
public enum DagScope {
    /// The block alone.
    BLOCK,
    /// The file with all its parts, or the directory with all its shards but nothing of what it
    /// lists; of any other node the block.
    ENTITY,
    /// Everything below.
    ALL;

    /// Reads `block`, `entity` or `all`.
    ///
    /// @throws IllegalArgumentException for any other word
    public static DagScope parse(String text) {
        for (DagScope scope : values()) {
            if (scope.toString().equals(text)) {
                return scope;
            }
        }
        throw new IllegalArgumentException("dag-scope must be block, entity or all");
    }

    /// The word.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
