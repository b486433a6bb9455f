package io.ipfskit.node.kubo.leveldb;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;

/// The tables of one level, which do not overlap, as if they were one. Each is opened when its turn
/// comes.
final class LevelCursor implements Cursor {
    /// Opens a table.
    @FunctionalInterface
    interface Opening {
        Table open(Version.TableFile table) throws IOException, InterruptedException;
    }

    private final Iterator<Version.TableFile> tables;
    private final Opening opening;
    private @Nullable Table current;
    private @Nullable InternalKey last;

    /// @param tables in the order of their keys
    LevelCursor(List<Version.TableFile> tables, Opening opening) {
        this.tables = tables.iterator();
        this.opening = opening;
    }

    @Override
    public boolean next() throws IOException, InterruptedException {
        while (true) {
            Table table = current;
            if (table != null && table.next()) {
                InternalKey before = last;
                if (before != null && before.compareTo(table.key()) >= 0) {
                    throw table.damaged("the tables of a level overlap");
                }
                last = table.key();
                return true;
            }
            close();
            if (!tables.hasNext()) {
                return false;
            }
            current = opening.open(tables.next());
        }
    }

    private Table table() {
        Table now = current;
        if (now == null) {
            throw new IllegalStateException("before the first change or after the last one");
        }
        return now;
    }

    @Override
    public InternalKey key() {
        return table().key();
    }

    @Override
    public byte[] value() {
        return table().value();
    }

    @Override
    public void close() {
        if (current != null) {
            current.close();
            current = null;
        }
    }
}
