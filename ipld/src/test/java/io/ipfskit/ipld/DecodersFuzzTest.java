package io.ipfskit.ipld;

import com.code_intelligence.jazzer.junit.FuzzTest;

import io.ipfskit.ipld.dagpb.DagPb;
import io.ipfskit.ipld.dagpb.DagPbException;
import io.ipfskit.ipld.unixfs.UnixFs;
import io.ipfskit.ipld.unixfs.UnixFsData;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;
import io.ipfskit.multiformats.MultiformatException;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Coverage-guided fuzzing of every decoder of hostile bytes. Runs its committed inputs as a test;
/// fuzzes for real with `JAZZER_FUZZ=1 mvn test -pl ipld -Dtest=DecodersFuzzTest#dagPb`.
class DecodersFuzzTest {
    @FuzzTest(maxDuration = "20s")
    void dagPb(byte[] bytes) {
        try {
            ByteBuffer again = DagPb.encode(DagPb.decode(ByteBuffer.wrap(bytes)));
            if (!again.equals(ByteBuffer.wrap(bytes))) {
                throw new AssertionError("decoded, but not canonical");
            }
        } catch (DagPbException e) {
            return;
        }
    }

    @FuzzTest(maxDuration = "20s")
    void unixFs(byte[] bytes) {
        try {
            UnixFs.decode(Block.of(1, Multicodec.DAG_PB, ByteBuffer.wrap(bytes)));
        } catch (MalformedBlock | UnsupportedContent e) {
            return;
        }
    }

    @FuzzTest(maxDuration = "20s")
    void unixFsData(byte[] bytes) {
        UnixFsData data;
        try {
            data = UnixFsData.decode(ByteBuffer.wrap(bytes));
        } catch (IllegalArgumentException e) {
            return;
        }
        ByteBuffer encoded = data.encode();
        if (!UnixFsData.decode(encoded).encode().equals(encoded)) {
            throw new AssertionError("encoding is not stable");
        }
    }

    @FuzzTest(maxDuration = "20s")
    void cid(byte[] bytes) {
        try {
            Cid cid = Cid.decode(bytes);
            if (!Arrays.equals(cid.bytes(), bytes) || !Cid.parse(cid.toString()).equals(cid)) {
                throw new AssertionError("decoded, but not the one form");
            }
        } catch (MultiformatException e) {
            return;
        }
    }
}
