package io.ipfskit.anyio.sim;

import io.ipfskit.anyio.FileType;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// A directory of a simulated disk: its names now, the durable ones, and the changes in between.
/// Guarded by the disk's monitor.
final class SimDiskDirectory extends SimDiskNode {
    /// A change of names that reaches the device as a whole, or not.
    ///
    /// @param from directory that loses a name, null when none does
    /// @param added name that this directory gains, null when none
    record Change(
            @Nullable SimDiskDirectory from,
            @Nullable String removed,
            @Nullable String added,
            @Nullable SimDiskNode node) {}

    final TreeMap<String, SimDiskNode> names = new TreeMap<>();
    final TreeMap<String, SimDiskNode> durableNames = new TreeMap<>();
    final List<Change> changes = new ArrayList<>();

    @Nullable SimDiskDirectory parent;

    SimDiskDirectory(long id, int mode, Instant modified, @Nullable SimDiskDirectory parent) {
        super(id, mode, modified);
        this.parent = parent;
    }

    @Override
    FileType type() {
        return FileType.DIRECTORY;
    }

    @Override
    long size() {
        return 4096;
    }

    void add(String name, SimDiskNode node, Instant now) {
        names.put(name, node);
        changes.add(new Change(null, null, name, node));
        modified = now;
    }

    void remove(String name, Instant now) {
        names.remove(name);
        changes.add(new Change(this, name, null, null));
        modified = now;
    }

    /// Takes a name of another directory, or gives one of its own another.
    void take(SimDiskDirectory from, String old, String name, SimDiskNode node, Instant now) {
        from.names.remove(old);
        names.put(name, node);
        if (node instanceof SimDiskDirectory moved) {
            moved.parent = this;
        }
        changes.add(new Change(from, old, name, node));
        modified = now;
        from.modified = now;
    }

    void force() {
        for (Change change : changes) {
            if (change.from() != null && change.removed() != null) {
                change.from().durableNames.remove(change.removed());
                if (change.from() != this) {
                    change.from().forget(change.removed(), change.node());
                }
            }
            if (change.added() != null && change.node() != null) {
                durableNames.put(change.added(), change.node());
            }
        }
        changes.clear();
        forceMetadata();
    }

    /// A name that another directory durably took is not gained any more.
    private void forget(String name, @Nullable SimDiskNode node) {
        changes.removeIf(change -> name.equals(change.added()) && change.node() == node);
    }
}
