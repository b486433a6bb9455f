package io.ipfskit.bench;

import io.ipfskit.ipld.unixfs.ImportProfile;
import io.ipfskit.ipld.unixfs.Leaf;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/// Making a leaf of 1 MiB against the bare SHA-256 it cannot do without.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class LeafBenchmark {
    private final byte[] chunk = new byte[1 << 20];

    /// Fills the chunk.
    public LeafBenchmark() {
        new Random(1).nextBytes(chunk);
    }

    /// A raw leaf of the default profile, with its CID.
    @Benchmark
    public Leaf leaf() {
        return Leaf.of(ImportProfile.UNIXFS_V1_2025, ByteBuffer.wrap(chunk));
    }

    /// The digest alone.
    @Benchmark
    public byte[] digest() throws NoSuchAlgorithmException {
        return MessageDigest.getInstance("SHA-256").digest(chunk);
    }
}
