package io.ipfskit.multiformats;

import java.nio.charset.StandardCharsets;

/// No encoding: each character from U+0000 to U+00FF is the byte of that value.
final class IdentityBase implements BaseCodec {
    @Override
    public String encode(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Override
    public byte[] decode(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0xff) {
                throw BaseCodec.foreign(text, i);
            }
        }
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
