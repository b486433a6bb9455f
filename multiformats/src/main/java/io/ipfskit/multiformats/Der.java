package io.ipfskit.multiformats;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;

/// Writes the few forms of DER (X.690) that keys and signatures need; [DerReader] reads them.
final class Der {
    static final int INTEGER = 0x02;
    static final int BIT_STRING = 0x03;
    static final int OCTET_STRING = 0x04;
    static final int NULL = 0x05;
    static final int OBJECT_ID = 0x06;
    static final int SEQUENCE = 0x30;

    /// The constructed, context-specific tag 0; others follow it.
    static final int CONTEXT = 0xa0;

    private Der() {}

    static byte[] sequence(byte[]... parts) {
        return constructed(SEQUENCE, parts);
    }

    static byte[] constructed(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        return value(tag, content.toByteArray());
    }

    static byte[] integer(BigInteger value) {
        return value(INTEGER, value.toByteArray());
    }

    static byte[] octets(byte[] bytes) {
        return value(OCTET_STRING, bytes);
    }

    static byte[] bits(byte[] bytes) {
        byte[] content = new byte[bytes.length + 1];
        System.arraycopy(bytes, 0, content, 1, bytes.length);
        return value(BIT_STRING, content);
    }

    static byte[] objectId(byte[] encoded) {
        return value(OBJECT_ID, encoded);
    }

    static byte[] nothing() {
        return value(NULL, new byte[0]);
    }

    private static byte[] value(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(content.length + 4);
        out.write(tag);
        if (content.length >= 0x80) {
            int bytes = content.length > 0xff ? 2 : 1;
            out.write(0x80 | bytes);
            if (bytes == 2) {
                out.write(content.length >>> 8);
            }
        }
        out.write(content.length);
        out.writeBytes(content);
        return out.toByteArray();
    }
}
