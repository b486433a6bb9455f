package io.ipfskit.node.kubo;

import io.ipfskit.anyio.Compute;
import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.FileStat;
import io.ipfskit.anyio.FileType;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.blockstore.BlockStore;
import io.ipfskit.blockstore.PackOptions;
import io.ipfskit.blockstore.WriteSession;
import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.IntegrityException;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.node.gc.Hold;
import io.ipfskit.operation.Progress;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Puts the blocks of a flatfs into our store.
///
/// Files are read and hashed in batches, several at once, while the batch before is written. Some
/// 200 MiB make a session of the store: what is committed stays when the import ends early, and is
/// not read again by the next one. Every block is held until the hold that was given is closed.
final class BlockImport implements FlatFs.Visitor {
    /// Files that are read together.
    private static final int BATCH_FILES = 256;

    /// Bytes that are read together, beyond which the batch is full.
    private static final long BATCH_BYTES = 4 << 20;

    /// Bytes of a session, less than a segment holds.
    static final long SESSION_BYTES = 200L << 20;

    /// Blocks of a session: those that are being written are known by their hashes.
    private static final long SESSION_BLOCKS = 200_000;

    private final Disk disk;
    private final BlockStore store;
    private final Hold hold;
    private final Import to;
    private final boolean dryRun;
    private final long sessionMax;
    private List<Wanted> batch = new ArrayList<>();
    private long batchBytes;
    private List<Read> ready = List.of();
    private @Nullable WriteSession session;
    private long sessionBytes;
    private long sessionBlocks;
    private long imported;
    private long bytes;
    private long present;
    private long bad;
    private long stray;

    /// @param to told of what is not taken, and of progress
    /// @param dryRun only counts
    /// @param sessionMax bytes of a session
    BlockImport(
            Disk disk, BlockStore store, Hold hold, Import to, boolean dryRun, long sessionMax) {
        this.disk = disk;
        this.store = store;
        this.hold = hold;
        this.to = to;
        this.dryRun = dryRun;
        this.sessionMax = sessionMax;
    }

    /// A block that we do not have.
    private record Wanted(Path file, Cid cid, int size) {}

    /// A block that was read, or why it is bad.
    private record Read(Path file, @Nullable Block block, @Nullable String problem) {}

    /// Takes all blocks. Durable when it returns.
    void run(FlatFs source) throws IOException, InterruptedException {
        try {
            source.walk(this);
            turn();
            turn();
            commit();
        } finally {
            close();
        }
    }

    @Override
    public void stray(Path path, String why) throws InterruptedException {
        stray++;
        to.problem("stray", path, why);
    }

    @Override
    public void blocks(Path shardFolder, List<FlatFs.Found> some)
            throws IOException, InterruptedException {
        List<FlatFs.Found> missing = new ArrayList<>(some.size());
        for (FlatFs.Found found : some) {
            hold.block(found.cid());
            if (store.has(found.cid())) {
                present++;
            } else {
                missing.add(found);
            }
        }
        if (missing.isEmpty()) {
            tell();
            return;
        }
        List<String> names = missing.stream().map(FlatFs.Found::name).toList();
        List<FileStat> stats = disk.stat(shardFolder, names);
        for (int i = 0; i < missing.size(); i++) {
            FlatFs.Found found = missing.get(i);
            Path file = shardFolder.resolve(found.name());
            FileStat stat = stats.get(i);
            if (stat.type() != FileType.FILE) {
                bad(file, "it is a " + SourceFolder.word(stat.type()));
            } else if (stat.size() > PackOptions.BLOCK_BYTES_MAX) {
                bad(
                        file,
                        "it has "
                                + stat.size()
                                + " bytes, a block has at most "
                                + PackOptions.BLOCK_BYTES_MAX);
            } else {
                want(new Wanted(file, found.cid(), (int) stat.size()));
            }
        }
    }

    private void bad(Path file, String why) throws InterruptedException {
        bad++;
        to.problem("block", file, why);
    }

    private void want(Wanted block) throws IOException, InterruptedException {
        if (dryRun) {
            imported++;
            bytes += block.size();
            return;
        }
        batch.add(block);
        batchBytes += block.size();
        if (batch.size() == BATCH_FILES || batchBytes >= BATCH_BYTES) {
            turn();
        }
    }

    /// Reads the batch while what was read before is stored.
    private void turn() throws IOException, InterruptedException {
        List<Wanted> next = batch;
        batch = new ArrayList<>();
        batchBytes = 0;
        ready =
                TaskGroup.<List<Read>, IOException>open(
                        "read",
                        group -> {
                            var reading = group.fork(() -> readAll(next));
                            store(ready);
                            return reading.join();
                        });
        tell();
    }

    private List<Read> readAll(List<Wanted> wanted) throws InterruptedException {
        int slices = Math.min(wanted.size(), Compute.parallelism() + 2);
        List<List<Wanted>> parts = new ArrayList<>();
        for (int i = 0; i < slices; i++) {
            parts.add(wanted.subList(wanted.size() * i / slices, wanted.size() * (i + 1) / slices));
        }
        List<Read> all = new ArrayList<>(wanted.size());
        TaskGroup.map(parts, Math.max(1, slices), this::read).forEach(all::addAll);
        return all;
    }

    private List<Read> read(List<Wanted> wanted) throws InterruptedException {
        List<Read> unreadable = new ArrayList<>();
        List<Wanted> blocks = new ArrayList<>(wanted.size());
        List<ByteBuffer> contents = new ArrayList<>(wanted.size());
        for (Wanted block : wanted) {
            ByteBuffer content = ByteBuffer.allocate(block.size());
            try {
                disk.readSmall(block.file(), content);
                blocks.add(block);
                contents.add(content.flip());
            } catch (IOException e) {
                String why = "it cannot be read: " + e.getMessage();
                unreadable.add(new Read(block.file(), null, why));
            }
        }
        return Compute.<List<Read>, RuntimeException>call(() -> {
            List<Read> read = unreadable;
            for (int i = 0; i < blocks.size(); i++) {
                read.add(verified(blocks.get(i), contents.get(i)));
            }
            return read;
        });
    }

    private static Read verified(Wanted block, ByteBuffer content) {
        try {
            return new Read(block.file(), Block.verified(block.cid(), content), null);
        } catch (IntegrityException e) {
            return new Read(
                    block.file(),
                    null,
                    "its " + content.remaining() + " bytes do not hash to its name");
        }
    }

    private void store(List<Read> blocks) throws IOException, InterruptedException {
        for (Read read : blocks) {
            Block block = read.block();
            if (block == null) {
                bad(read.file(), String.valueOf(read.problem()));
                continue;
            }
            session().put(block);
            imported++;
            bytes += block.size();
            sessionBytes += block.size();
            sessionBlocks++;
        }
        if (sessionBytes >= sessionMax || sessionBlocks >= SESSION_BLOCKS) {
            commit();
        }
    }

    private WriteSession session() throws IOException, InterruptedException {
        WriteSession open = session;
        if (open == null) {
            open = store.openSession();
            session = open;
        }
        return open;
    }

    private void commit() throws IOException, InterruptedException {
        if (session != null) {
            session.commit();
            close();
        }
        sessionBytes = 0;
        sessionBlocks = 0;
    }

    private void close() throws IOException {
        WriteSession open = session;
        session = null;
        if (open != null) {
            open.close();
        }
    }

    private void tell() {
        to.progress(new Progress("blocks", imported + present, -1, "blocks", null));
    }

    /// Blocks that were stored; of a dry run, that would be.
    long imported() {
        return imported;
    }

    /// Their bytes.
    long bytes() {
        return bytes;
    }

    /// Blocks that were here already.
    long present() {
        return present;
    }

    /// Files with the name of a block that are none.
    long bad() {
        return bad;
    }

    /// Files that are nothing that belongs there.
    long stray() {
        return stray;
    }
}
