package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

import org.jspecify.annotations.Nullable;

/// Whether a reference leads to the bytes of its block.
public record ReferenceVerdict(
        @Doc(
                        value = "whether it does, and why not",
                        values = {"ok", "changed", "no-file", "forbidden", "error", "damaged"})
                String status,
        @Doc("CID of the block; where the record is damaged, of the record") String cid,
        @Doc("bytes of the block") long size,
        @Doc("the file or URL where they are") String path,
        @Doc("position of the first of them there") long offset,
        @Doc("what is the matter; absent when it is ok") @Nullable String error) {}
