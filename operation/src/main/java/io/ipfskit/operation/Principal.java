package io.ipfskit.operation;

/// Who calls.
///
/// @param name for logs and audit; never a secret
/// @param access the highest access level this caller has
public record Principal(String name, Access access) {
    /// The owner of the process: embedded callers, and loopback callers where no token is set.
    public static final Principal LOCAL = new Principal("local", Access.ADMIN);
}
