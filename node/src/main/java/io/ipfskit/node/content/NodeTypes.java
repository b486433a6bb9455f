package io.ipfskit.node.content;

import io.ipfskit.ipld.unixfs.UnixFsNode;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// The words for what a UnixFS node is.
final class NodeTypes {
    static final String FILE = "file";
    static final String DIRECTORY = "directory";
    static final String SYMLINK = "symlink";
    static final String UNKNOWN = "unknown";

    private NodeTypes() {}

    static String of(UnixFsNode node) {
        return switch (node) {
            case UnixFsNode.Content _ -> FILE;
            case UnixFsNode.Folder _ -> DIRECTORY;
            case UnixFsNode.SymlinkNode _ -> SYMLINK;
        };
    }

    static @Nullable Integer mode(UnixFsNode node) {
        return node.attributes().mode() == 0 ? null : node.attributes().mode();
    }

    static @Nullable String mtime(UnixFsNode node) {
        Instant mtime = node.attributes().mtime();
        return mtime == null ? null : mtime.toString();
    }
}
