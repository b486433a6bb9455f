package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

/// End of a verification of pins.
public record PinsVerified(
        @Doc("recursive pins verified") long pins,
        @Doc("how many of them are bad") long bad,
        @Doc("blocks read and hashed") long blocks) {}
