package io.ipfskit.multiformats;

import java.math.BigInteger;
import java.util.Arrays;

/// Reads DER (X.690) strictly: definite lengths in their shortest form, integers that are not
/// negative in theirs, whole bytes in bit strings, nothing left over. Depth is that of the calls;
/// the input is at most 64 KiB. Messages show nothing of the content, which may be secret.
final class DerReader {
    private final byte[] bytes;
    private final int end;
    private int at;

    private DerReader(byte[] bytes, int at, int end) {
        this.bytes = bytes;
        this.at = at;
        this.end = end;
    }

    /// Of an array that holds one sequence and nothing else.
    static DerReader ofSequence(byte[] bytes) {
        DerReader all = new DerReader(bytes, 0, bytes.length);
        DerReader content = all.open(Der.SEQUENCE);
        all.end();
        return content;
    }

    boolean isNext(int tag) {
        return at < end && (bytes[at] & 0xff) == tag;
    }

    /// Steps over a value and gives a reader of its content.
    DerReader open(int tag) {
        if (!isNext(tag)) {
            throw MultiformatException.atByte(
                    at, "a DER value of type 0x" + Integer.toHexString(tag) + " is missing");
        }
        int start = at + 1;
        int length = byteAt(start);
        int content = start + 1;
        if (length >= 0x80) {
            int count = length & 0x7f;
            if (count < 1 || count > 2) {
                throw MultiformatException.atByte(start, "a DER length of this form is not read");
            }
            length = byteAt(content);
            if (count == 2) {
                length = length << 8 | byteAt(content + 1);
            }
            content += count;
            if (length < (count == 2 ? 0x100 : 0x80)) {
                throw MultiformatException.atByte(
                        start, "a DER length is not in its shortest form");
            }
        }
        if (length > end - content) {
            throw MultiformatException.atByte(
                    start,
                    "a DER value claims " + length + " bytes, only " + (end - content) + " follow");
        }
        at = content + length;
        return new DerReader(bytes, content, at);
    }

    private int byteAt(int index) {
        if (index >= end) {
            throw MultiformatException.atByte(end, "a DER value ends in its length");
        }
        return bytes[index] & 0xff;
    }

    DerReader sequence() {
        return open(Der.SEQUENCE);
    }

    private byte[] content(int tag) {
        DerReader content = open(tag);
        return Arrays.copyOfRange(bytes, content.at, content.end);
    }

    byte[] octets() {
        return content(Der.OCTET_STRING);
    }

    byte[] bits() {
        int start = at;
        byte[] content = content(Der.BIT_STRING);
        if (content.length == 0 || content[0] != 0) {
            throw MultiformatException.atByte(start, "a DER bit string must be whole bytes");
        }
        return Arrays.copyOfRange(content, 1, content.length);
    }

    byte[] objectId() {
        return content(Der.OBJECT_ID);
    }

    void nothing() {
        int start = at;
        if (content(Der.NULL).length != 0) {
            throw MultiformatException.atByte(start, "a DER null must be empty");
        }
    }

    BigInteger integer() {
        int start = at;
        byte[] content = content(Der.INTEGER);
        boolean shortest =
                content.length == 1 || (content.length > 1 && (content[0] != 0 || content[1] < 0));
        if (!shortest || content[0] < 0) {
            throw MultiformatException.atByte(
                    start, "a DER integer must be positive and in its shortest form");
        }
        return new BigInteger(content);
    }

    /// Reads an integer that can have one value only.
    void integer(int value) {
        int start = at;
        if (!integer().equals(BigInteger.valueOf(value))) {
            throw MultiformatException.atByte(start, "a DER integer must be " + value);
        }
    }

    void end() {
        if (at != end) {
            throw MultiformatException.atByte(at, (end - at) + " bytes follow a DER value");
        }
    }
}
