package io.ipfskit.node.kubo;

import io.ipfskit.anyio.Checkpoint;
import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.FileStat;
import io.ipfskit.anyio.FileType;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multibase;
import io.ipfskit.multiformats.Multicodec;
import io.ipfskit.multiformats.MultiformatException;
import io.ipfskit.multiformats.Multihash;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The blocks of a flatfs, folder by folder, in the order of the names.
///
/// A block is the file `KEY.data` in the folder that the shard function makes of its key; the key
/// is the multihash in base32, upper case. What the store itself leaves behind is passed over, as
/// it does: names that begin with a dot (its folder of temporary files) or with `put-`. Whatever
/// else is there is stray.
final class FlatFs {
    /// The file with the shard function.
    static final String SHARDING = "SHARDING";

    private static final String EXTENSION = ".data";
    private static final Set<String> KNOWN = Set.of(SHARDING, "_README", "diskUsage.cache");
    private static final int BATCH = 64;

    private final Disk disk;
    private final Path folder;
    private final ShardFunction shard;

    FlatFs(Disk disk, Path folder, ShardFunction shard) {
        this.disk = disk;
        this.folder = folder;
        this.shard = shard;
    }

    /// A file whose name is that of a block.
    ///
    /// @param name of the file
    /// @param cid of the block, of codec raw
    record Found(String name, Cid cid) {}

    /// Takes what is found.
    interface Visitor {
        /// Takes some blocks of one folder.
        void blocks(Path shardFolder, List<Found> some) throws IOException, InterruptedException;

        /// Takes what does not belong there.
        void stray(Path path, String why) throws IOException, InterruptedException;
    }

    /// Walks over all of it.
    void walk(Visitor visitor) throws IOException, InterruptedException {
        for (String name : disk.list(folder)) {
            if (KNOWN.contains(name) || isTemporary(name)) {
                continue;
            }
            Path path = folder.resolve(name);
            FileStat stat = disk.stat(path);
            if (stat.type() == FileType.DIRECTORY) {
                shard(path, name, visitor);
            } else {
                visitor.stray(
                        path,
                        "a " + SourceFolder.word(stat.type()) + " stands where folders belong");
            }
        }
    }

    private static boolean isTemporary(String name) {
        return name.startsWith(".") || name.startsWith("put-");
    }

    private void shard(Path path, String name, Visitor visitor)
            throws IOException, InterruptedException {
        List<Found> some = new ArrayList<>(BATCH);
        for (String file : disk.list(path)) {
            if (isTemporary(file)) {
                continue;
            }
            Cid cid;
            try {
                cid = cid(file, name);
            } catch (MultiformatException stray) {
                visitor.stray(path.resolve(file), String.valueOf(stray.getMessage()));
                continue;
            }
            some.add(new Found(file, cid));
            if (some.size() == BATCH) {
                visitor.blocks(path, List.copyOf(some));
                some.clear();
                Checkpoint.ifCancelled();
            }
        }
        if (!some.isEmpty()) {
            visitor.blocks(path, List.copyOf(some));
        }
        Checkpoint.ifCancelled();
    }

    private Cid cid(String file, String shardName) {
        if (!file.endsWith(EXTENSION)) {
            throw new MultiformatException("it is no " + EXTENSION + " file");
        }
        String key = file.substring(0, file.length() - EXTENSION.length());
        Multihash multihash = Multihash.decode(Multibase.BASE32_UPPER.decodeRaw(key));
        if (multihash.code() == Multicodec.IDENTITY || !multihash.isVerifiable()) {
            throw new MultiformatException(
                    "its hash ("
                            + Multicodec.name(multihash.code())
                            + " of "
                            + multihash.digestLength()
                            + " bytes) is none that blocks are verified with");
        }
        if (!shard.folder(key).equals(shardName)) {
            throw new MultiformatException(
                    "its folder is " + shardName + " instead of " + shard.folder(key));
        }
        return Cid.v1(Multicodec.RAW, multihash);
    }
}
