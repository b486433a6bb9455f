package io.ipfskit.node.repository;

import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// The root of the tree of files moves: what it was before is kept, so that the change can be
/// undone.
///
/// @param kind why
/// @param path what was changed: absolute, without empty names, `.` and `..`, at most
///   [#PATH_BYTES_MAX] bytes of UTF-8
/// @param target where a rename moved it; null for every other kind
/// @param before the root until then, a folder
/// @param after the root from then on, a folder; the same as before when nothing changes
/// @param atMillis when, in milliseconds since 1970
public record TreeChange(
        Kind kind, String path, @Nullable String target, Cid before, Cid after, long atMillis)
        implements RepositoryRecord {
    /// The longest path in bytes.
    public static final int PATH_BYTES_MAX = 4096;

    /// Why the root moves.
    public enum Kind {
        /// A file or folder came into being, also as a copy.
        CREATE(1),
        /// A file or folder went, and what was below it.
        DELETE(2),
        /// A file or folder has another path, in place of a file that was there.
        RENAME(3),
        /// Bytes of a file were written.
        WRITE(4),
        /// A file was emptied, and perhaps written anew.
        TRUNCATE(5),
        /// Attributes, or the way CIDs are made.
        METADATA(6),
        /// The whole tree is another one.
        REPLACE(7);

        private final int wire;

        Kind(int wire) {
            this.wire = wire;
        }

        int wire() {
            return wire;
        }

        static Kind ofWire(int wire) {
            for (Kind kind : values()) {
                if (kind.wire == wire) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("unknown kind of change " + wire);
        }
    }

    /// Checks the paths and the roots.
    ///
    /// @throws IllegalArgumentException naming what is not as it should be
    public TreeChange {
        checkPath(path);
        if ((target != null) != (kind == Kind.RENAME)) {
            throw new IllegalArgumentException(
                    "a rename has two paths and every other change one, was " + kind);
        }
        if (target != null) {
            checkPath(target);
        }
        if (before.codec() != Multicodec.DAG_PB || after.codec() != Multicodec.DAG_PB) {
            throw new IllegalArgumentException(
                    "a root of the tree is a folder, was " + before + " and " + after);
        }
    }

    private static void checkPath(String path) {
        int length = utf8(path).remaining();
        if (length > PATH_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "a path has at most " + PATH_BYTES_MAX + " bytes, had " + length);
        }
        if (path.equals("/")) {
            return;
        }
        if (!path.startsWith("/") || path.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a path begins with a slash and has no NUL");
        }
        for (String name : path.substring(1).split("/", -1)) {
            if (name.isEmpty() || name.equals(".") || name.equals("..")) {
                throw new IllegalArgumentException(
                        "a path of a change cannot have the name '" + name + "'");
            }
        }
    }

    /// @throws IllegalArgumentException when it is not valid Unicode
    static ByteBuffer utf8(String text) {
        try {
            return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("a path must be valid Unicode", e);
        }
    }
}
