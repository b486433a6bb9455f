package io.ipfskit.ipld.codec;

import io.ipfskit.multiformats.Cid;

import java.nio.ByteBuffer;
import java.util.List;

/// Links out of dag-cbor without building nodes, under the same rules as [CborReader].
final class CborLinks {
    private final CborInput in;

    CborLinks(ByteBuffer block, CodecLimits limits) {
        in = new CborInput(block, true, limits);
    }

    void collect(List<Cid> links) {
        node(1, links);
        in.end();
    }

    private void node(int depth, List<Cid> links) {
        in.node(depth);
        switch (in.major) {
            case CborInput.UNSIGNED, CborInput.NEGATIVE -> {}
            case CborInput.BYTES -> in.content();
            case CborInput.TEXT -> in.checkText(in.content());
            case CborInput.LIST -> {
                int count = in.count(1);
                for (int i = 0; i < count; i++) {
                    node(depth + 1, links);
                }
            }
            case CborInput.MAP -> {
                int count = in.count(2);
                ByteBuffer before = null;
                for (int i = 0; i < count; i++) {
                    in.head();
                    before = in.key(before);
                    in.checkText(before);
                    node(depth + 1, links);
                }
            }
            case CborInput.TAG -> links.add(in.link());
            default -> {
                switch (in.info) {
                    case 20, 21, 22 -> {}
                    case 25, 26, 27 -> in.number();
                    default -> throw in.simple();
                }
            }
        }
    }
}
