package io.ipfskit.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import java.nio.charset.StandardCharsets;

class WireTest {
    @Property
    void anyBytesAreAMessageOrRefused(@ForAll byte[] bytes) {
        try {
            assertThat(Wire.read(bytes, 0, bytes.length)).isNotNull();
        } catch (ProtocolError refused) {
            assertThat(refused.code()).isBetween(-32700, -32600);
        }
    }

    @Example
    void idsThatLookAlikeAreDifferent() throws ProtocolError {
        assertThat(RequestId.of(Fixture.json("1")))
                .isNotEqualTo(RequestId.of(Fixture.json("\"1\"")));
    }

    @Example
    void invalidUtf8IsNotJson() {
        byte[] bytes =
                "{\"jsonrpc\":\"2.0\",\"id\":\"\u00ff\",\"method\":\"ping\"}"
                        .getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> Wire.read(bytes, 0, bytes.length))
                .isInstanceOf(ProtocolError.class)
                .extracting(error -> ((ProtocolError) error).code())
                .isEqualTo(ProtocolError.PARSE_ERROR);
    }

    @Example
    void anAnswerThatTellsOfAnErrorWithoutIdIsRead() throws ProtocolError {
        byte[] bytes =
                "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":1,\"message\":\"\"}}"
                        .getBytes(StandardCharsets.UTF_8);
        assertThat(Wire.read(bytes, 0, bytes.length)).isInstanceOf(Message.Answer.class);
    }
}
