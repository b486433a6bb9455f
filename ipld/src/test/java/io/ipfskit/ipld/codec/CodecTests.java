package io.ipfskit.ipld.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;
import io.ipfskit.multiformats.Multihash;

import java.nio.ByteBuffer;

/// Words that the tests of the codecs share.
final class CodecTests {
    /// The raw block `01` in its own CID, `bafkqaaib`.
    static final Cid CID = Cid.v1(Multicodec.RAW, Multihash.identity(new byte[] {1}));

    /// The same in dag-cbor.
    static final String LINK = "d82a 46 00 0155000101";

    private CodecTests() {}

    static ByteBuffer utf8(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }

    static String utf8(ByteBuffer bytes) {
        return UTF_8.decode(bytes.duplicate()).toString();
    }

    /// Where the codec refuses these bytes; both ways of reading must agree.
    static long refused(Codec codec, ByteBuffer bytes) {
        CodecException nodes =
                catchThrowableOfType(CodecException.class, () -> codec.decode(bytes));
        CodecException links = catchThrowableOfType(CodecException.class, () -> codec.links(bytes));
        assertThat(nodes).as("decoding").isNotNull();
        assertThat(links).as("links").isNotNull();
        assertThat(links).hasMessage(nodes.getMessage());
        assertThat(nodes).hasMessageStartingWith(codec.name() + ": at byte " + nodes.offset());
        return nodes.offset();
    }
}
