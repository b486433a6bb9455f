package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

/// A CID in another form.
public record CidFormatted(
        @Doc("CID that was given") String cid,
        @Doc("CID in the form asked for") String formatted) {}
