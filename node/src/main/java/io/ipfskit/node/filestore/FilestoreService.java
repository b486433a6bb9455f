package io.ipfskit.node.filestore;

import io.ipfskit.blockstore.BlockStore;
import io.ipfskit.ipld.BlockNotFound;
import io.ipfskit.ipld.IntegrityException;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.MultiformatException;
import io.ipfskit.node.Failures;
import io.ipfskit.node.Rows;
import io.ipfskit.node.ops.BlockReference;
import io.ipfskit.node.ops.DuplicateBlock;
import io.ipfskit.node.ops.DuplicatesListed;
import io.ipfskit.node.ops.FilestoreInput;
import io.ipfskit.node.ops.ReferenceVerdict;
import io.ipfskit.node.ops.ReferencesListed;
import io.ipfskit.node.ops.ReferencesVerified;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;
import io.ipfskit.operation.Progress;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.function.Consumer;

/// Lists and verifies references. Thread-safe. Rows come in the order of the block store, which is
/// none; what comes or goes meanwhile may or may not be among them.
public final class FilestoreService {
    private static final int PROGRESS_EVERY = 64;

    private final ReferenceStore store;
    private final BlockStore below;

    /// For the references of a store.
    public FilestoreService(ReferenceStore store) {
        this.store = store;
        this.below = store.below();
    }

    /// Takes what stands in the store.
    private interface Visitor {
        /// @param record null when it is damaged
        void visit(Cid key, @Nullable ReferenceRecord record, @Nullable IntegrityException damage)
                throws IOException, InterruptedException;
    }

    private void forEach(FilestoreInput input, Visitor visitor)
            throws IOException, InterruptedException {
        String asked = input.cid();
        if (asked == null) {
            below.forEach(key -> {
                if (ReferenceRecord.isKey(key)) {
                    visit(key, visitor);
                }
            });
            return;
        }
        Cid cid = parse(asked);
        int place = 0;
        for (; place < ReferenceRecord.PLACES_MAX; place++) {
            Cid key = ReferenceRecord.key(cid.multihash(), place);
            if (!below.has(key)) {
                break;
            }
            visit(key, visitor);
        }
        if (place == 0) {
            throw new OperationFailed(
                    ErrorCode.NOT_FOUND,
                    cid + " is not kept by reference: filestore.ls shows what is");
        }
    }

    private void visit(Cid key, Visitor visitor) throws IOException, InterruptedException {
        ReferenceRecord record;
        try {
            record = ReferenceRecord.decode(key, below.get(key).bytes());
        } catch (BlockNotFound removedMeanwhile) {
            return;
        } catch (IntegrityException damage) {
            visitor.visit(key, null, damage);
            return;
        }
        visitor.visit(key, record, null);
    }

    private static Cid parse(String text) {
        try {
            return Cid.parse(text);
        } catch (MultiformatException e) {
            throw OperationFailed.invalidField("cid", String.valueOf(e.getMessage()));
        }
    }

    /// Gives a row for each reference that can be read; `verify` tells of the others.
    ///
    /// @throws OperationFailed `not_found` when one block was asked for and is not kept by
    ///   reference
    public ReferencesListed list(FilestoreInput input, Rows rows) throws InterruptedException {
        long[] counts = new long[2];
        try {
            forEach(
                    input,
                    (_, record, _) -> {
                        if (record != null) {
                            Reference it = record.reference();
                            counts[0]++;
                            counts[1] += it.length();
                            rows.give(
                                    new BlockReference(
                                            record.leaf().toString(),
                                            it.length(),
                                            it.place(),
                                            it.offset()));
                        }
                    });
            return new ReferencesListed(counts[0], counts[1]);
        } catch (IOException e) {
            throw Failures.of(e, "references");
        }
    }

    /// Reads and hashes what each reference leads to, and gives a row for each.
    ///
    /// @throws OperationFailed `not_found` when one block was asked for and is not kept by
    ///   reference
    public ReferencesVerified verify(FilestoreInput input, Rows rows, Consumer<Progress> progress)
            throws InterruptedException {
        long[] counts = new long[2];
        try {
            forEach(
                    input,
                    (key, record, damage) -> {
                        if (++counts[0] % PROGRESS_EVERY == 0) {
                            progress.accept(
                                    new Progress("verify", counts[0], -1, "references", null));
                        }
                        ReferenceVerdict verdict = verdict(key, record, damage);
                        counts[1] += verdict.error() == null ? 0 : 1;
                        rows.give(verdict);
                    });
            return new ReferencesVerified(counts[0], counts[1]);
        } catch (IOException e) {
            throw Failures.of(e, "references");
        }
    }

    private ReferenceVerdict verdict(
            Cid key, @Nullable ReferenceRecord record, @Nullable IntegrityException damage)
            throws InterruptedException {
        if (record == null) {
            String message = damage == null ? "" : String.valueOf(damage.getMessage());
            return new ReferenceVerdict("damaged", key.toString(), 0, "", 0, message);
        }
        Reference it = record.reference();
        String status = "ok";
        String error = null;
        try {
            store.reader().read(record.leaf(), it);
        } catch (ReferenceBroken broken) {
            status = broken.why().id();
            error = broken.getMessage();
        }
        return new ReferenceVerdict(
                status, record.leaf().toString(), it.length(), it.place(), it.offset(), error);
    }

    /// Gives a row for each block whose bytes are stored although there is a reference to them.
    public DuplicatesListed duplicates(Rows rows) throws InterruptedException {
        long[] count = new long[1];
        try {
            forEach(
                    new FilestoreInput(null),
                    (key, record, _) -> {
                        if (record != null
                                && key.equals(ReferenceRecord.key(record.leaf().multihash(), 0))
                                && below.has(record.leaf())) {
                            count[0]++;
                            rows.give(new DuplicateBlock(record.leaf().toString()));
                        }
                    });
            return new DuplicatesListed(count[0]);
        } catch (IOException e) {
            throw Failures.of(e, "references");
        }
    }
}
