package io.ipfskit.node.kubo;

import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.Time;
import io.ipfskit.blockstore.BlockStore;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.MultiformatException;
import io.ipfskit.node.Failures;
import io.ipfskit.node.gc.Hold;
import io.ipfskit.node.gc.Holds;
import io.ipfskit.node.keys.KeyStore;
import io.ipfskit.node.kubo.leveldb.LevelDb;
import io.ipfskit.node.kubo.leveldb.LevelDbException;
import io.ipfskit.node.ops.KuboImported;
import io.ipfskit.node.ops.RepoImportKuboInput;
import io.ipfskit.node.pins.PinService;
import io.ipfskit.node.repository.PinEntry;
import io.ipfskit.node.repository.PinKind;
import io.ipfskit.node.repository.RepositoryLog;
import io.ipfskit.operation.Call;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;
import io.ipfskit.operation.Tree;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Imports whole Kubo repositories; see the package. Thread-safe.
public final class KuboImport {
    /// The name of the pin that keeps the root of Kubo's mutable file system.
    public static final String FILES_PIN = "kubo-mfs-root";

    private static final byte[] FILES_KEY = ascii("/local/filesroot");
    private static final byte[] FILESTORE = ascii("/filestore/");

    /// The empty folder, which needs no pin.
    private static final Cid EMPTY = Cid.parse("QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn");

    private final Disk disk;
    private final BlockStore blocks;
    private final RepositoryLog repository;
    private final PinService pins;
    private final Holds holds;
    private final KeyStore keys;
    private final FilesRoot files;

    /// Imports into these parts of one node. The root of files is kept by a pin of the name
    /// [#FILES_PIN].
    public KuboImport(
            Disk disk,
            BlockStore blocks,
            RepositoryLog repository,
            PinService pins,
            Holds holds,
            KeyStore keys) {
        this(disk, blocks, repository, pins, holds, keys, root -> pinned(repository, pins, root));
    }

    /// As above, with another place for the root of files.
    public KuboImport(
            Disk disk,
            BlockStore blocks,
            RepositoryLog repository,
            PinService pins,
            Holds holds,
            KeyStore keys,
            FilesRoot files) {
        this.disk = disk;
        this.blocks = blocks;
        this.repository = repository;
        this.pins = pins;
        this.holds = holds;
        this.keys = keys;
        this.files = files;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String pinned(RepositoryLog repository, PinService pins, Cid root)
            throws InterruptedException {
        Optional<PinEntry> now = repository.pin(root);
        if (root.equals(EMPTY)) {
            return "nothing, the folder is empty";
        }
        boolean isPinned =
                now.isPresent()
                        && now.get().kind() == PinKind.RECURSIVE
                        && now.get().expiresMillis() == PinEntry.NEVER;
        if (!isPinned) {
            pins.pin(root, PinKind.RECURSIVE, FILES_PIN);
            return "the pin " + FILES_PIN;
        }
        String name = now.get().name();
        return name == null ? "a pin without name" : "the pin " + name;
    }

    /// The folder of a repository as it goes with a call: by name. Where a client cannot hand it
    /// over so, it sends folders as they are; of this one nothing but its own name, since keys are
    /// in it.
    public static Tree folder(Path repository) {
        return Tree.of(repository, new Tree.AddRules(false, Tree.Dereference.NEVER, List.of("*")));
    }

    /// Imports the repository whose folder came with the call as a path of this machine; gives a
    /// row for each thing that was not taken. Blocks, pins and keys that it counts are durable when
    /// it returns; when it is cancelled or fails, those taken until then stay.
    ///
    /// @throws OperationFailed `invalid_argument` when no path of this machine came with the call,
    ///   or there is no repository; `conflict` while a Kubo works on it; `unsupported` for versions
    ///   and stores that are not read; `integrity` when its database is damaged
    public KuboImported run(RepoImportKuboInput input, Call call) throws InterruptedException {
        Path path = path(call);
        long begun = Time.now();
        Import to = new Import(call);
        try (KuboRepository source = KuboRepository.open(disk, path);
                Hold hold = holds.open("repo.import_kubo");
                PinImport pinned =
                        new PinImport(blocks, repository, pins, hold, to, input.dryRun())) {
            LevelDb database = LevelDb.open(disk, source.datastore());
            BlockImport stored =
                    new BlockImport(
                            disk, blocks, hold, to, input.dryRun(), BlockImport.SESSION_BYTES);
            stored.run(new FlatFs(disk, source.blocks(), source.shard()));
            source.requireQuiet();
            long references = references(database, to);
            pinned.run(database);
            Files root = files(database, pinned, to, input.dryRun());
            torn(database, to);
            KeyImport taken = new KeyImport(disk, keys, to, input.dryRun());
            taken.run(source.root());
            String identity = input.identity() ? taken.identity(source.root()).orElse(null) : null;
            source.requireQuiet();
            return new KuboImported(
                    source.version(),
                    stored.imported(),
                    stored.bytes(),
                    stored.present(),
                    stored.bad(),
                    stored.stray(),
                    references,
                    pinned.recursive(),
                    pinned.direct(),
                    pinned.failed(),
                    taken.imported(),
                    taken.present(),
                    taken.failed(),
                    identity,
                    root.cid(),
                    root.keptBy(),
                    to.problems(),
                    (Time.now() - begun) / 1_000_000,
                    input.dryRun());
        } catch (LevelDbException e) {
            throw new OperationFailed(
                    ErrorCode.INTEGRITY,
                    e.getMessage()
                            + ". Start and stop Kubo's daemon once, which repairs what it can, then"
                            + " import again",
                    e);
        } catch (IOException e) {
            throw Failures.of(e, "Kubo repository " + path);
        }
    }

    private static Path path(Call call) {
        if (call.tree() instanceof Tree.OfPath(Path path, Tree.AddRules _)) {
            return path.toAbsolutePath().normalize();
        }
        throw OperationFailed.invalidField(
                "body",
                "must name a folder of the node's own machine: run the command there, as the owner"
                        + " of the node's data directory");
    }

    /// Blocks that stand in files outside the repository (`ipfs add --nocopy`).
    private static long references(LevelDb database, Import to)
            throws IOException, InterruptedException {
        long[] count = new long[1];
        database.scan(FILESTORE, (key, value) -> count[0]++);
        if (count[0] > 0) {
            to.problem(
                    "block",
                    count[0] + " blocks of the filestore",
                    "they are references to files outside the repository, which are not followed:"
                            + " add these files again");
        }
        return count[0];
    }

    /// The end of the database's log, which a crash cut off, or damage made look so.
    private static void torn(LevelDb database, Import to) throws InterruptedException {
        if (database.tornBytes() > 0) {
            to.problem(
                    "database",
                    "the last " + database.tornBytes() + " bytes of its log",
                    "they are no whole record, as after a power loss: compare ipfs pin ls");
        }
    }

    /// The root of files.
    ///
    /// @param cid it, or null
    /// @param keptBy where it is now, or null
    private record Files(@Nullable String cid, @Nullable String keptBy) {}

    private Files files(LevelDb database, PinImport pinned, Import to, boolean dryRun)
            throws IOException, InterruptedException {
        byte[] value = database.get(FILES_KEY);
        if (value == null) {
            return new Files(null, null);
        }
        Cid root;
        try {
            root = Cid.decode(value);
        } catch (MultiformatException e) {
            to.problem("files", "/local/filesroot", String.valueOf(e.getMessage()));
            return new Files(null, null);
        }
        KuboPin wish = new KuboPin(root, PinKind.RECURSIVE, FILES_PIN, false);
        if (dryRun || !pinned.isComplete(wish, "files")) {
            return new Files(root.toString(), null);
        }
        return new Files(root.toString(), files.keep(root));
    }
}
