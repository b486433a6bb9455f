package io.ipfskit.node.mfs;

import io.ipfskit.ipld.BlockSink;
import io.ipfskit.ipld.BlockSource;
import io.ipfskit.ipld.unixfs.Attributes;
import io.ipfskit.ipld.unixfs.DagNode;
import io.ipfskit.ipld.unixfs.DirectoryEditor;
import io.ipfskit.ipld.unixfs.DirectoryEntry;
import io.ipfskit.ipld.unixfs.ImportProfile;
import io.ipfskit.multiformats.Cid;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// A folder of a tree that is being changed, with those below it that were opened, too. For one
/// edit.
final class OpenFolder {
    private final BlockSource source;
    private final BlockSink sink;
    private final DirectoryEditor editor;
    private final Map<String, OpenFolder> below = new LinkedHashMap<>();

    /// Where it was read from; null for a new one.
    private final @Nullable Cid cid;

    private boolean isChanged;

    /// As it was written; null before.
    private @Nullable Cid written;

    /// A new folder.
    OpenFolder(ImportProfile profile, BlockSource source, BlockSink sink) {
        this.source = source;
        this.sink = sink;
        this.editor = new DirectoryEditor(profile, source, sink, Attributes.NONE);
        this.cid = null;
        this.isChanged = true;
    }

    /// A folder as it is.
    ///
    /// @throws io.ipfskit.ipld.UnsupportedContent when it is none
    OpenFolder(ImportProfile profile, BlockSource source, BlockSink sink, Cid cid)
            throws IOException, InterruptedException {
        this.source = source;
        this.sink = sink;
        this.editor = new DirectoryEditor(profile, source, sink, cid);
        this.cid = cid;
    }

    /// The entry of this name. What is changed below it does not show yet.
    Optional<DirectoryEntry> get(String name) throws IOException, InterruptedException {
        return editor.get(name);
    }

    /// Whether there is an entry of this name, or a folder that was made.
    boolean has(String name) throws IOException, InterruptedException {
        return below.containsKey(name) || editor.get(name).isPresent();
    }

    /// The folder of this name, if it was opened or made.
    @Nullable OpenFolder opened(String name) {
        return below.get(name);
    }

    /// Puts an entry, in place of one of the same name.
    ///
    /// @throws IllegalArgumentException when it cannot have the name
    void put(String name, Cid what, long tsize) throws IOException, InterruptedException {
        below.remove(name);
        editor.put(name, what, tsize);
        isChanged = true;
    }

    /// Removes the entry of this name and gives it.
    Optional<DirectoryEntry> remove(String name) throws IOException, InterruptedException {
        below.remove(name);
        Optional<DirectoryEntry> removed = editor.remove(name);
        isChanged |= removed.isPresent();
        return removed;
    }

    /// Makes a folder of this name.
    OpenFolder make(String name, ImportProfile profile) {
        OpenFolder made = new OpenFolder(profile, source, sink);
        below.put(name, made);
        return made;
    }

    /// Opens the folder of this name, whose entry there is.
    OpenFolder open(String name, Cid what, ImportProfile profile)
            throws IOException, InterruptedException {
        OpenFolder opened = new OpenFolder(profile, source, sink, what);
        below.put(name, opened);
        return opened;
    }

    /// The attributes of the folder.
    Attributes attributes() {
        return editor.attributes();
    }

    /// Gives the folder other attributes.
    void setAttributes(Attributes other) {
        editor.setAttributes(other);
        isChanged = true;
    }

    /// Writes the folder even if nothing changes: by other rules than those it was written by.
    void rewrite() {
        isChanged = true;
    }

    /// Writes what changed, folders before those they are in; null when nothing did.
    @Nullable DagNode write() throws IOException, InterruptedException {
        for (Map.Entry<String, OpenFolder> entry : below.entrySet()) {
            DagNode node = entry.getValue().write();
            if (node != null && !Objects.equals(node.cid(), entry.getValue().cid)) {
                editor.put(entry.getKey(), node);
                isChanged = true;
            }
        }
        if (!isChanged) {
            return null;
        }
        DagNode node = editor.write();
        written = node.cid();
        return node;
    }

    /// Its CID, once it is written or if it was not changed.
    @Nullable Cid cid() {
        return written == null ? cid : written;
    }
}
