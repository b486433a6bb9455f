package io.ipfskit.examples;

import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;
import io.ipfskit.multiformats.Multihash;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// `multiformats` alone: the CID of some bytes.
public final class CidOfText {
    private CidOfText() {}

    /// Prints the CID of the first argument, or of `hello world`.
    public static void main(String[] arguments) {
        String text = arguments.length > 0 ? arguments[0] : "hello world";
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        System.out.println(Cid.v1(Multicodec.RAW, Multihash.sha256(bytes)));
    }
}
