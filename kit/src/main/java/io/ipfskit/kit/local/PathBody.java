package io.ipfskit.kit.local;

import io.ipfskit.kit.json.Json;
import io.ipfskit.operation.ByteSource;
import io.ipfskit.operation.Doc;
import io.ipfskit.operation.Tree;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.List;

/// The body of a request that names a file or folder instead of carrying it, as JSON.
///
/// @param path absolute path of the file or folder
/// @param hidden whether names that begin with a dot are taken below it
/// @param dereference which symbolic links are followed
/// @param ignore rules of what to leave out below it
/// @param view what the client sees, see [FileView]
public record PathBody(
        @Doc("Absolute path of the file or folder.") String path,
        @Doc("Whether names that begin with a dot are taken.") boolean hidden,
        @Doc(value = "Which symbolic links are followed.", defaultValue = "\"never\"")
                Tree.Dereference dereference,
        @Doc(value = "Rules of what to leave out.", defaultValue = "[]") List<String> ignore,
        @Doc("What the client sees of the machine's files.") String view) {
    /// Copies the rules.
    public PathBody {
        ignore = List.copyOf(ignore);
    }

    /// A path below which symbolic links are links, and only hidden files are left out.
    public PathBody(String path, boolean hidden, String view) {
        this(path, hidden, Tree.Dereference.NEVER, List.of(), view);
    }

    /// The rules about what to take.
    public Tree.AddRules rules() {
        return new Tree.AddRules(hidden, dereference, ignore);
    }

    /// The media type.
    public static final String MEDIA_TYPE = "application/vnd.ipfs-kit.path+json";

    /// Bytes that such a body has at most.
    public static final int BYTES_MAX = 256 << 10;

    /// Names the bytes or the tree of a call; null when they are none of this machine's files.
    public static @Nullable PathBody of(
            @Nullable ByteSource bytes, @Nullable Tree tree, FileView view) {
        if (tree instanceof Tree.OfPath(Path path, Tree.AddRules rules)) {
            return of(path, rules, view);
        }
        if (bytes instanceof ByteSource.OfPath(Path path)) {
            return of(path, Tree.AddRules.DEFAULT, view);
        }
        return null;
    }

    private static @Nullable PathBody of(Path path, Tree.AddRules rules, FileView view) {
        Path absolute = path.toAbsolutePath();
        // A name that is not UTF-8 would not arrive as it is.
        return absolute.toString().indexOf('\uFFFD') >= 0
                ? null
                : new PathBody(
                        absolute.toString(),
                        rules.hidden(),
                        rules.dereference(),
                        rules.ignore(),
                        view.text());
    }

    /// As JSON.
    public byte[] toBytes() {
        return Json.standard().writeBytes(this);
    }
}
