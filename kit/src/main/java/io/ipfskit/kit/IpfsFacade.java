package io.ipfskit.kit;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backends;
import io.ipfskit.anyio.Disk;
import io.ipfskit.kit.ops.VersionOperations;
import io.ipfskit.kit.tar.TarExtractor;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.node.content.Content;
import io.ipfskit.node.ops.AddJsonInput;
import io.ipfskit.node.ops.Added;
import io.ipfskit.node.ops.CatInput;
import io.ipfskit.node.ops.DagPut;
import io.ipfskit.node.ops.Exists;
import io.ipfskit.node.ops.ExistsInput;
import io.ipfskit.node.ops.GetInput;
import io.ipfskit.node.ops.Id;
import io.ipfskit.node.ops.IdInput;
import io.ipfskit.node.ops.IpfsOperations;
import io.ipfskit.node.ops.Listed;
import io.ipfskit.node.ops.LsEntry;
import io.ipfskit.node.ops.LsInput;
import io.ipfskit.node.ops.Stat;
import io.ipfskit.node.ops.StatInput;
import io.ipfskit.operation.ByteSource;
import io.ipfskit.operation.ByteStream;
import io.ipfskit.operation.Tree;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// Group `ipfs`: content in, content out. A path is a CID, or `/ipfs/CID/names/…`.
///
/// All methods fail with [io.ipfskit.operation.OperationFailed], and with [InterruptedException]
/// when the caller is cancelled.
public final class IpfsFacade {
    private final IpfsKit kit;

    IpfsFacade(IpfsKit kit) {
        this.kit = kit;
    }

    /// Adds a file or folder. Durable when it returns.
    public Added add(Tree tree, AddOptions options) throws InterruptedException {
        return kit.call(IpfsOperations.ADD, options.input(), options.call().withTree(tree));
    }

    /// Adds one stream of bytes. Durable when it returns.
    public Added add(ByteSource bytes, AddOptions options) throws InterruptedException {
        return kit.call(IpfsOperations.ADD, options.input(), options.call().withBytes(bytes));
    }

    /// Adds what the URL of the options names. Durable when it returns.
    public Added add(AddOptions options) throws InterruptedException {
        return kit.call(IpfsOperations.ADD, options.input(), options.call());
    }

    /// Adds a JSON value as one node. Durable when it returns.
    ///
    /// @param json its text in UTF-8
    public DagPut addJson(ByteSource json, AddJsonInput options) throws InterruptedException {
        return kit.call(IpfsOperations.ADD_JSON, options, CallOptions.NONE.withBytes(json));
    }

    /// The bytes of a file. The caller closes them.
    public Content cat(String path) throws InterruptedException {
        return cat(path, 0, null);
    }

    /// A range of the bytes of a file.
    ///
    /// @param length how many bytes at most, or null for all
    public Content cat(String path, long offset, @Nullable Long length)
            throws InterruptedException {
        return content(
                kit.stream(
                        IpfsOperations.CAT, new CatInput(path, offset, length), CallOptions.NONE));
    }

    /// A file or folder as an archive.
    ///
    /// @param format `tar`, or `raw` for the bytes of one file
    public Content get(String path, String format) throws InterruptedException {
        return content(
                kit.stream(IpfsOperations.GET, new GetInput(path, format), CallOptions.NONE));
    }

    /// Writes a file or folder to this machine's disk, whole or not at all: nothing is at `target`
    /// until all of it is.
    ///
    /// @param target where it goes; nothing may be there, its folder must
    /// @return how much was written
    public TarExtractor.Extracted extract(String path, Path target) throws InterruptedException {
        return extract(path, target, null);
    }

    /// The same, telling what was written.
    ///
    /// @param progress told from the caller's task, or null
    public TarExtractor.Extracted extract(String path, Path target, @Nullable ProgressSink progress)
            throws InterruptedException {
        if (!AnyIO.isInside()) {
            // Another thread has no run; the disk is used by tasks only.
            return AnyIO.<TarExtractor.Extracted, RuntimeException>run(
                    Backends.named("threads"), _ -> extract(path, target, progress));
        }
        Path absolute = target.toAbsolutePath().normalize();
        try (Content tar = get(path, "tar")) {
            return new TarExtractor(Disk.real(), tar, progress).extract(absolute);
        }
    }

    /// The entries of a folder. The caller closes them.
    public Items<LsEntry, Listed> ls(String path) throws InterruptedException {
        return kit.items(IpfsOperations.LS, LsEntry.class, LsInput.of(path), CallOptions.NONE);
    }

    /// What a path is and how large.
    public Stat stat(String path) throws InterruptedException {
        return kit.call(IpfsOperations.STAT, new StatInput(path));
    }

    /// Whether a path resolves and its block is here.
    public Exists exists(String path) throws InterruptedException {
        return kit.call(IpfsOperations.EXISTS, new ExistsInput(path));
    }

    /// Who the node is.
    public Id id() throws InterruptedException {
        return kit.call(IpfsOperations.ID, new IdInput());
    }

    /// What program the node is.
    public VersionOperations.Version version() throws InterruptedException {
        return kit.call(VersionOperations.VERSION, new VersionOperations.VersionInput());
    }

    private static Content content(ByteStream stream) {
        return stream instanceof Content content ? content : new Wrapped(stream);
    }

    /// A stream of a node that does not say more than its entity tag.
    private record Wrapped(ByteStream stream) implements Content {
        @Override
        public Cid cid() {
            String tag = stream.entityTag();
            if (tag == null) {
                throw new IllegalStateException(
                        "the node did not say which CID these bytes are of");
            }
            return Cid.parse(tag);
        }

        @Override
        public String type() {
            return "unknown";
        }

        @Override
        public long length() {
            return stream.length();
        }

        @Override
        public long offset() {
            return stream.offset();
        }

        @Override
        public long total() {
            return stream.total();
        }

        @Override
        public @Nullable String mediaType() {
            return stream.mediaType();
        }

        @Override
        public @Nullable String entityTag() {
            return stream.entityTag();
        }

        @Override
        public @Nullable String fileName() {
            return stream.fileName();
        }

        @Override
        public int read(ByteBuffer target) throws IOException, InterruptedException {
            return stream.read(target);
        }

        @Override
        public void close() {
            stream.close();
        }
    }
}
