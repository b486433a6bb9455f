package io.ipfskit.node.filestore;

import java.nio.file.Path;
import java.util.List;

/// What blocks may be kept by reference to.
///
/// @param roots folders below which files may be referred to and read; none for no files
/// @param urls whether URLs may be referred to, under the policy for URLs
public record FilestoreRules(List<Path> roots, boolean urls) {
    /// Nothing.
    public static final FilestoreRules NONE = new FilestoreRules(List.of(), false);

    /// Copies the folders.
    public FilestoreRules {
        roots = List.copyOf(roots);
        for (Path root : roots) {
            if (!root.isAbsolute()) {
                throw new IllegalArgumentException("a root must be absolute, was " + root);
            }
        }
    }
}
