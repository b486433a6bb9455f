package io.ipfskit.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.operation.OperationFailed;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// The small parts of HTTP.
class HttpPartsTest {
    @ParameterizedTest
    @CsvSource({
        "photo.JPG, image/jpeg",
        "a.b.html, text/html; charset=utf-8",
        "x.svg, image/svg+xml",
        "clip.mp4, video/mp4",
        "archive.tar.gz, application/gzip",
    })
    void typesGoByTheExtension(String name, String type) {
        assertThat(MediaTypes.byName(name)).isEqualTo(type);
        assertThat(MediaTypes.byName("README")).isNull();
    }

    private static String sniff(String text) {
        return MediaTypes.sniff(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void typesGoByTheFirstBytesWhereTheNameSaysNothing() {
        assertThat(sniff("  <!DOCTYPE html><p>")).isEqualTo("text/html; charset=utf-8");
        assertThat(sniff("<html lang=en>")).isEqualTo("text/html; charset=utf-8");
        assertThat(sniff("<svg xmlns='x'>")).isEqualTo("image/svg+xml");
        assertThat(sniff("<?xml version='1.0'?><svg>")).isEqualTo("image/svg+xml");
        assertThat(sniff("<?xml version='1.0'?><a>")).isEqualTo("text/xml; charset=utf-8");
        assertThat(sniff("plain <b>words</b>")).isEqualTo("text/plain; charset=utf-8");
        assertThat(sniff("a\u0000b")).isEqualTo("application/octet-stream");
        assertThat(MediaTypes.sniff(ByteBuffer.wrap(new byte[] {(byte) 0xc3, 0x28})))
                .isEqualTo("application/octet-stream");
        assertThat(sniff("x" + "é".repeat(400))).isEqualTo("text/plain; charset=utf-8");
    }

    @Test
    void malformedEncodingsAreRefused() {
        for (String text : new String[] {"%", "a%2", "%zz", "%ff", "%c3%28"}) {
            assertThatThrownBy(() -> PercentEncoding.decode(text, "the path"))
                    .as(text)
                    .isInstanceOf(OperationFailed.class)
                    .hasMessageContaining("the path");
        }
    }

    @Property
    void encodingIsUndoneByDecoding(@ForAll String text) {
        String valid = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        assertThat(PercentEncoding.decode(PercentEncoding.encodeSegment(valid), "it"))
                .isEqualTo(valid);
    }

    @Test
    void entityTagsMatchWeaklyAndAnyMatchesAll() {
        assertThat(EntityTags.matches("\"a\", W/\"b\"", "\"b\"")).isTrue();
        assertThat(EntityTags.matches("*", "\"b\"")).isTrue();
        assertThat(EntityTags.matches("\"ab\"", "\"b\"")).isFalse();
        assertThat(EntityTags.matches("\"a", "\"a\"")).isFalse();
        assertThat(EntityTags.matches(null, "\"a\"")).isFalse();
        assertThat(EntityTags.allowsRange("W/\"a\"", "\"a\"")).isFalse();
        assertThat(EntityTags.allowsRange("\"a\"", "\"a\"")).isTrue();
    }

    @Property
    void anyRangeHeaderIsReadOrIgnoredAndStaysWithinTheContent(@ForAll String spec) {
        ByteRange range = ByteRange.parse("bytes=" + spec);
        if (range != null) {
            ByteRange.Resolved resolved = range.resolve(1000);
            if (resolved != null) {
                assertThat(resolved.offset()).isBetween(0L, 999L);
                assertThat(resolved.length()).isBetween(1L, 1000 - resolved.offset());
            }
        }
    }

    @Test
    void hostileFileNamesStayInsideTheHeader() {
        assertThat(ContentDisposition.of("inline", "a\"; x=\"\r\nSet-Cookie: a=b"))
                .doesNotContain("\r")
                .doesNotContain("\n")
                .startsWith("inline; filename=\"a_; x=___Set-Cookie: a=b\"");
    }
}
