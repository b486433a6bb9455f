package io.ipfskit.ipld.data;

/// The kinds of the [data model](https://ipld.io/docs/data-model/kinds/).
public enum Kind {
    /// Nothing.
    NULL,
    /// True or false.
    BOOL,
    /// An integer from -2^64 to 2^64 - 1.
    INT,
    /// A 64-bit IEEE 754 number.
    FLOAT,
    /// Unicode text.
    STRING,
    /// Bytes.
    BYTES,
    /// Nodes in order.
    LIST,
    /// Nodes by name.
    MAP,
    /// A CID.
    LINK;

    /// The name in messages, lower case.
    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
