package io.ipfskit.node.dag;

import io.ipfskit.anyio.Compute;
import io.ipfskit.anyio.Disk;
import io.ipfskit.blockstore.BlockStore;
import io.ipfskit.blockstore.WriteSession;
import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.BlockSource;
import io.ipfskit.ipld.codec.Codec;
import io.ipfskit.ipld.codec.CodecException;
import io.ipfskit.ipld.codec.Codecs;
import io.ipfskit.ipld.data.DataNode;
import io.ipfskit.ipld.traverse.DagCursor;
import io.ipfskit.ipld.traverse.DagResolved;
import io.ipfskit.ipld.traverse.DagResolver;
import io.ipfskit.ipld.traverse.DagStep;
import io.ipfskit.ipld.traverse.DagWalk;
import io.ipfskit.ipld.traverse.WalkOptions;
import io.ipfskit.ipld.unixfs.ContentPath;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;
import io.ipfskit.node.Dags;
import io.ipfskit.node.Failures;
import io.ipfskit.node.gc.Hold;
import io.ipfskit.node.gc.Holds;
import io.ipfskit.node.ops.AddJsonInput;
import io.ipfskit.node.ops.DagGetInput;
import io.ipfskit.node.ops.DagImportInput;
import io.ipfskit.node.ops.DagImported;
import io.ipfskit.node.ops.DagImportedRoot;
import io.ipfskit.node.ops.DagPathInput;
import io.ipfskit.node.ops.DagPut;
import io.ipfskit.node.ops.DagPutInput;
import io.ipfskit.node.ops.DagResolvedPath;
import io.ipfskit.node.ops.DagStat;
import io.ipfskit.node.ops.PinAddInput;
import io.ipfskit.node.pins.PinService;
import io.ipfskit.operation.ByteStream;
import io.ipfskit.operation.Call;
import io.ipfskit.operation.OperationFailed;
import io.ipfskit.operation.Progress;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Nodes of any codec, and archives of DAGs. Thread-safe.
public final class DagService {
    private static final int PROGRESS_EVERY = 256;

    private final Disk disk;
    private final BlockStore blocks;
    private final PinService pins;
    private final BlockService single;
    private final DagResolver resolver;
    private final Holds holds;

    /// Works on the blocks of a store and the pins of a repository; `holds` keep what is being
    /// stored until it is pinned.
    public DagService(Disk disk, BlockStore blocks, PinService pins, Holds holds) {
        this.holds = holds;
        this.disk = disk;
        this.blocks = blocks;
        this.pins = pins;
        this.single = new BlockService(disk, blocks, pins, holds);
        this.resolver = new DagResolver(blocks, Codecs.standard(), DagResolver.Names.UNIXFS);
    }

    /// Single blocks.
    public BlockService blocks() {
        return single;
    }

    private static Codec codec(String field, String name) {
        return Codecs.standard()
                .named(name)
                .orElseThrow(() -> OperationFailed.invalidField(field, "is not a known codec"));
    }

    /// Stores the node that came with the call. Durable, and pinned if that was asked for, when it
    /// returns.
    ///
    /// @throws OperationFailed `invalid_argument` if the input breaks the rules of its codec, with
    ///   the byte where it does, or the other codec cannot hold it; `not_found` when it is to be
    ///   pinned and something below it is not here: then the node is stored all the same
    public DagPut put(DagPutInput input, Call call) throws InterruptedException {
        Codec from = codec("input_codec", input.inputCodec());
        Codec to = codec("store_codec", input.storeCodec());
        try {
            ByteBuffer bytes = Body.readAll(call, disk, BlockService.BIG_BLOCK_MAX);
            Block block = Compute.call(() -> block(from, to, bytes));
            int max = BlockService.blockMax(input.allowBigBlock());
            if (block.size() > max) {
                throw OperationFailed.invalidField(
                        "body",
                        "makes a block of "
                                + block.size()
                                + " bytes, at most "
                                + max
                                + " are stored: set allow_big_block to store more");
            }
            single.store(block, input.pin(), call);
            return new DagPut(block.cid().toString(), block.size());
        } catch (IOException e) {
            throw Failures.of(e, "the node");
        }
    }

    /// Stores the JSON value that came with the call as one node: two texts of one value give the
    /// same CID, whatever the order of their keys and the space between them. `{"/": "CID"}` is a
    /// link and `{"/": {"bytes": "base64"}}` are bytes, as in dag-json. Durable, and pinned if that
    /// was asked for, when it returns.
    ///
    /// @throws OperationFailed `invalid_argument` if it is no JSON, with the byte where, or makes a
    ///   node of more than 2 MiB; `not_found` when it is to be pinned and something it links to is
    ///   not here: then the node is stored all the same
    public DagPut addJson(AddJsonInput input, Call call) throws InterruptedException {
        if (!input.codec().equals("dag-json") && !input.codec().equals("dag-cbor")) {
            throw OperationFailed.invalidField("codec", "must be dag-json or dag-cbor");
        }
        return put(new DagPutInput(input.codec(), "dag-json", input.pin(), false), call);
    }

    private static Block block(Codec from, Codec to, ByteBuffer bytes) {
        try {
            return Block.of(1, to.code(), to.encode(from.decode(bytes)));
        } catch (CodecException e) {
            throw OperationFailed.invalidField("body", String.valueOf(e.getMessage()));
        }
    }

    /// A node, or the part of one that a path leads to, in the codec of choice.
    ///
    /// @throws OperationFailed `not_found` if the path leads nowhere; `invalid_argument` if the
    ///   codec cannot hold the node
    public ByteStream get(DagGetInput input) throws InterruptedException {
        Codec to = codec("output_codec", input.outputCodec());
        ContentPath path = Dags.path(input.path());
        try {
            DagResolved resolved = resolver.resolve(path);
            DataNode node = resolver.node(resolved);
            Block answer = Compute.call(() -> Block.of(1, to.code(), to.encode(node)));
            return new BufferStream(answer.bytes(), mediaType(to.code()), answer.cid().toString());
        } catch (CodecException e) {
            throw OperationFailed.invalidField("output_codec", String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw Failures.of(e, path.toString());
        }
    }

    private static String mediaType(int codec) {
        return switch (codec) {
            case Multicodec.DAG_CBOR -> "application/vnd.ipld.dag-cbor";
            case Multicodec.DAG_JSON -> "application/vnd.ipld.dag-json";
            case Multicodec.CBOR -> "application/cbor";
            case Multicodec.JSON -> "application/json";
            case Multicodec.RAW -> "application/vnd.ipld.raw";
            default -> "application/octet-stream";
        };
    }

    /// Where a path leads, and what remains of it inside the block.
    public DagResolvedPath resolve(DagPathInput input) throws InterruptedException {
        DagResolved resolved = resolve(input.path());
        return new DagResolvedPath(
                resolved.cid().toString(), String.join("/", resolved.remainder()));
    }

    private DagResolved resolve(String text) throws InterruptedException {
        ContentPath path = Dags.path(text);
        try {
            return resolver.resolve(path);
        } catch (IOException e) {
            throw Failures.of(e, path.toString());
        }
    }

    /// The CID of the block that a path must name.
    private Cid root(String text) throws InterruptedException {
        DagResolved resolved = resolve(text);
        if (!resolved.remainder().isEmpty()) {
            throw OperationFailed.invalidField(
                    "path", "leads into block " + resolved.cid() + ", it must name a block");
        }
        return resolved.cid();
    }

    /// How many blocks are below a root, and how many bytes they have; each counted once.
    ///
    /// @throws OperationFailed `not_found` naming the first block that is not here
    public DagStat stat(DagPathInput input, Consumer<Progress> progress)
            throws InterruptedException {
        Cid root = root(input.path());
        DagCursor walk =
                new DagWalk(
                        root,
                        Codecs.standard(),
                        new WalkOptions(WalkOptions.ANY_DEPTH, false, Dags.INNER_BLOCKS_MAX));
        long size = 0;
        long count = 0;
        try {
            for (DagStep step = walk.next(); step != null; step = walk.next()) {
                if (step.isLeaf() && !step.cid().isIdentity()) {
                    size += blocks.size(step.cid());
                } else {
                    Block block = BlockSource.fetch(blocks, step.cid());
                    size += block.size();
                    walk.expand(step, block);
                }
                if (++count % PROGRESS_EVERY == 0) {
                    progress.accept(new Progress("stat", count, -1, "blocks", root.toString()));
                }
            }
        } catch (IOException e) {
            throw Failures.of(e, root.toString());
        }
        return new DagStat(root.toString(), size, count);
    }

    /// Everything below a root as a CARv1: depth first, each block once. The root must be here;
    /// another block that is not breaks the stream.
    public ByteStream export(DagPathInput input) throws InterruptedException {
        Cid root = root(input.path());
        try {
            BlockSource.fetch(blocks, root);
            return new CarContent(blocks, root);
        } catch (IOException e) {
            throw Failures.of(e, root.toString());
        }
    }

    /// Stores all blocks of the archive that came with the call, all or none; then pins its roots,
    /// if that was asked for. A root that cannot be pinned is named in the result.
    ///
    /// @throws OperationFailed `invalid_argument` with the byte, if the archive is malformed, cut
    ///   off or holds a block that is not what its CID says: then nothing was stored
    public DagImported importCar(DagImportInput input, Call call) throws InterruptedException {
        try (Hold hold = holds.open("dag.import");
                WriteSession session = hold.over(blocks.openSession())) {
            CarImport done =
                    Body.read(
                            call,
                            disk,
                            in -> {
                                CarImport car =
                                        new CarImport(
                                                in,
                                                session,
                                                BlockService.blockMax(input.allowBigBlock()),
                                                call::progress);
                                car.run();
                                session.commit();
                                return car;
                            });
            List<DagImportedRoot> roots = new ArrayList<>();
            for (Cid root : done.roots()) {
                roots.add(input.pinRoots() ? pin(root, call) : unpinned(root, null));
            }
            return new DagImported(
                    roots, done.blocks(), done.bytes(), session.statistics().bytesNew());
        } catch (IOException e) {
            throw Failures.of(e, "the archive");
        }
    }

    private DagImportedRoot pin(Cid root, Call call) throws InterruptedException {
        try {
            pins.add(PinAddInput.of(root.toString(), true, null), call::progress);
            return new DagImportedRoot(root.toString(), true, null);
        } catch (OperationFailed e) {
            return unpinned(root, e.getMessage());
        }
    }

    private static DagImportedRoot unpinned(Cid root, @Nullable String why) {
        return new DagImportedRoot(root.toString(), false, why);
    }
}
