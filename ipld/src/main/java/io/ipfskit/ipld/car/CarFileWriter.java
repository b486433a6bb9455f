package io.ipfskit.ipld.car;

import io.ipfskit.ipld.Block;
import io.ipfskit.multiformats.Cid;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;

/// Writes a CARv2 to a file, with or without an index. Until [#finish] its header says that it was
/// never finished.
///
/// Memory: the index, some 60 bytes a block.
public final class CarFileWriter {
    private final CarTarget target;
    private final CarWriter data;
    private final CarIndex.@Nullable Builder index;
    private boolean finished;

    /// Writes the headers.
    ///
    /// @param indexed whether an index is written, in the format `MultihashIndexSorted`
    /// @throws IOException as the target throws it
    /// @throws InterruptedException if the task is cancelled meanwhile
    public CarFileWriter(CarTarget target, List<Cid> roots, boolean indexed)
            throws IOException, InterruptedException {
        this.target = target;
        this.index = indexed ? new CarIndex.Builder() : null;
        target.write(new CarV2Header(false, CarV2Header.SIZE, 0, 0).encode(), 0);
        long[] at = {CarV2Header.SIZE};
        this.data =
                new CarWriter(
                        bytes -> {
                            int count = bytes.remaining();
                            target.write(bytes, at[0]);
                            at[0] += count;
                        },
                        roots);
    }

    /// Writes a block.
    ///
    /// @throws IllegalStateException behind [#finish]
    /// @throws IOException as the target throws it; the archive is broken then
    /// @throws InterruptedException if the task is cancelled meanwhile
    public void put(Block block) throws IOException, InterruptedException {
        open();
        long offset = data.put(block);
        if (index != null && !block.cid().isIdentity()) {
            index.add(block.cid().multihash(), offset);
        }
    }

    private void open() {
        if (finished) {
            throw new IllegalStateException("the archive is finished");
        }
    }

    /// Writes the index and completes the header.
    ///
    /// @return the length of the file
    /// @throws IOException as the target throws it; the archive is not finished then
    /// @throws InterruptedException if the task is cancelled meanwhile
    public long finish() throws IOException, InterruptedException {
        open();
        finished = true;
        long end = CarV2Header.SIZE + data.position();
        long length = end;
        if (index != null) {
            var bytes = index.build().encode();
            length += bytes.remaining();
            target.write(bytes, end);
        }
        CarV2Header header =
                new CarV2Header(false, CarV2Header.SIZE, data.position(), index == null ? 0 : end);
        target.write(header.encode(), 0);
        return length;
    }
}
