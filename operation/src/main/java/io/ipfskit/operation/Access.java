package io.ipfskit.operation;

/// What a caller must be allowed to do to start an operation. A token carries scopes of the same
/// names; each level includes those before it.
public enum Access {
    /// Looks, changes nothing.
    READ,
    /// Changes content, pins or names.
    WRITE,
    /// Changes how the node itself runs, or ends other callers' work.
    ADMIN;

    /// Whether a caller with this scope may start an operation that needs `required`.
    public boolean includes(Access required) {
        return compareTo(required) >= 0;
    }
}
