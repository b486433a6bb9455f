package io.ipfskit.kit.local;

import io.ipfskit.kit.json.Json;
import io.ipfskit.operation.ByteSource;
import io.ipfskit.operation.Doc;
import io.ipfskit.operation.Tree;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;

/// The body of a request that names a file or folder instead of carrying it, as JSON.
///
/// @param path absolute path of the file or folder
/// @param hidden whether names that begin with a dot are taken below it
/// @param view what the client sees, see [FileView]
public record PathBody(
        @Doc("Absolute path of the file or folder.") String path,
        @Doc("Whether names that begin with a dot are taken.") boolean hidden,
        @Doc("What the client sees of the machine's files.") String view) {
    /// The media type.
    public static final String MEDIA_TYPE = "application/vnd.ipfs-kit.path+json";

    /// Bytes that such a body has at most.
    public static final int BYTES_MAX = 256 << 10;

    /// Names the bytes or the tree of a call; null when they are none of this machine's files.
    public static @Nullable PathBody of(
            @Nullable ByteSource bytes, @Nullable Tree tree, FileView view) {
        if (tree instanceof Tree.OfPath(Path path, Tree.AddRules rules)) {
            return of(path, rules.hidden(), view);
        }
        if (bytes instanceof ByteSource.OfPath(Path path)) {
            return of(path, false, view);
        }
        return null;
    }

    private static @Nullable PathBody of(Path path, boolean hidden, FileView view) {
        Path absolute = path.toAbsolutePath();
        // A name that is not UTF-8 would not arrive as it is.
        return absolute.toString().indexOf('\uFFFD') >= 0
                ? null
                : new PathBody(absolute.toString(), hidden, view.text());
    }

    /// As JSON.
    public byte[] toBytes() {
        return Json.standard().writeBytes(this);
    }
}
