package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

import java.util.List;

/// What the verification of one recursive pin found.
public record PinVerdict(
        @Doc("CID of the pin") String cid,
        @Doc("whether every block is here and is what its CID says") boolean ok,
        @Doc("the first bad blocks, at most 100") List<BadBlock> bad,
        @Doc("how many are bad") long badBlocks) {}
