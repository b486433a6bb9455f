package io.ipfskit.node.kubo.leveldb;

import org.jspecify.annotations.Nullable;

import java.util.Iterator;
import java.util.Map;
import java.util.SortedMap;

/// Changes that logs hold, sorted.
final class MemoryCursor implements Cursor {
    private final Iterator<Map.Entry<InternalKey, byte[]>> changes;
    private Map.@Nullable Entry<InternalKey, byte[]> current;

    MemoryCursor(SortedMap<InternalKey, byte[]> changes) {
        this.changes = changes.entrySet().iterator();
    }

    @Override
    public boolean next() {
        current = changes.hasNext() ? changes.next() : null;
        return current != null;
    }

    private Map.Entry<InternalKey, byte[]> entry() {
        Map.Entry<InternalKey, byte[]> now = current;
        if (now == null) {
            throw new IllegalStateException("before the first change or after the last one");
        }
        return now;
    }

    @Override
    public InternalKey key() {
        return entry().getKey();
    }

    @Override
    public byte[] value() {
        return entry().getValue();
    }

    @Override
    public void close() {}
}
