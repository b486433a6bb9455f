package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

/// One multibase encoding.
public record CidBase(
        @Doc("code: the prefix as Unicode code point") int code,
        @Doc("registered name") String name,
        @Doc("character in front of the text") String prefix) {}
