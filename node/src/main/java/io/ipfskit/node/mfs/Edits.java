package io.ipfskit.node.mfs;

import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Checkpoint;
import io.ipfskit.anyio.Clock;
import io.ipfskit.anyio.Lock;
import io.ipfskit.blockstore.BlockStore;
import io.ipfskit.blockstore.WriteSession;
import io.ipfskit.ipld.BlockSource;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.node.Failures;
import io.ipfskit.node.gc.Hold;
import io.ipfskit.node.gc.Holds;
import io.ipfskit.node.ops.FilesChanged;
import io.ipfskit.node.repository.TreeChange;
import io.ipfskit.node.repository.TreeStore;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.function.Supplier;

/// The way of every edit of the tree: one after the other, from the root that holds to the record
/// that moves it. See the package for the discipline. Thread-safe.
final class Edits {
    private final BlockStore blocks;
    private final BlockSource source;
    private final TreeStore store;
    private final Holds holds;
    private final Lock lock = new Lock();

    Edits(BlockStore blocks, BlockSource source, TreeStore store, Holds holds) {
        this.blocks = blocks;
        this.source = source;
        this.store = store;
        this.holds = holds;
    }

    /// What an edit did to a tree.
    ///
    /// @param kind why
    /// @param path what was changed
    /// @param target where a rename led, else null
    /// @param cid what is there then, asked when all is written; null for nothing
    /// @param root the new root, when it does not come from the edited tree
    record Done(
            TreeChange.Kind kind,
            MfsPath path,
            @Nullable MfsPath target,
            Supplier<@Nullable Cid> cid,
            @Nullable Cid root) {
        static Done of(TreeChange.Kind kind, MfsPath path, Supplier<@Nullable Cid> cid) {
            return new Done(kind, path, null, cid, null);
        }
    }

    /// Changes a tree. Holds the lock: does nothing that waits for somebody outside.
    @FunctionalInterface
    interface Change {
        /// Decides and does it; what it throws leaves all as it is.
        Done make(TreeEdit tree, Hold hold) throws IOException, InterruptedException;
    }

    /// Does one edit. Durable when it returns.
    ///
    /// @param what the operation, for people
    FilesChanged edit(String what, Change change) throws InterruptedException {
        try (Hold hold = holds.open(what);
                WriteSession session = hold.over(blocks.openSession())) {
            return edit(hold, session, change);
        } catch (IOException e) {
            throw Failures.of(e, "the tree of files");
        }
    }

    /// As above, with blocks that the caller has put into a session of its own, which is committed.
    ///
    /// @param hold holds the blocks of the session, which is made by [Hold#over]
    FilesChanged edit(Hold hold, WriteSession session, Change change)
            throws IOException, InterruptedException {
        return lock.withLock(() -> {
            Cid before = store.root().cid();
            TreeEdit tree = new TreeEdit(source, session, before);
            Done done = change.make(tree, hold);
            Cid root = done.root();
            Cid after = root == null ? tree.write() : root;
            Checkpoint.ifCancelled();
            return CancelScope.<FilesChanged, IOException>shield(
                    _ -> commit(session, done, before, after));
        });
    }

    /// First the blocks, then the root.
    private FilesChanged commit(WriteSession session, Done done, Cid before, Cid after)
            throws IOException, InterruptedException {
        MfsPath to = done.target();
        TreeChange change =
                new TreeChange(
                        done.kind(),
                        done.path().toString(),
                        to == null ? null : to.toString(),
                        before,
                        after,
                        Clock.now().toEpochMilli());
        session.commit();
        long sequence = store.apply(change);
        Cid cid = done.cid().get();
        return new FilesChanged(
                (to == null ? done.path() : to).toString(),
                cid == null ? null : cid.toString(),
                after.toString(),
                sequence);
    }
}
