package io.ipfskit.node.filestore;

/// Something whose parts can be referred to: a file in the state in which it is read, or what a URL
/// names.
@FunctionalInterface
public interface Referrer {
    /// The reference to a part.
    ///
    /// @param offset of its first byte
    /// @param length its bytes, positive
    Reference at(long offset, int length);
}
