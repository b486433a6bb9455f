package io.ipfskit.node.add;

import io.ipfskit.anyio.Task;
import io.ipfskit.ipld.unixfs.Attributes;
import io.ipfskit.ipld.unixfs.Leaf;
import io.ipfskit.node.filestore.Referrer;
import io.ipfskit.operation.OperationFailed;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;

/// What the reader found next, in the order in which it is to be built.
sealed interface Step {
    /// A folder begins; what follows up to its [Leave] is in it.
    record Enter(String path, Attributes attributes) implements Step {}

    /// The innermost folder ends.
    record Leave() implements Step {}

    /// A symbolic link.
    record Link(String path, String target, Attributes attributes) implements Step {}

    /// A folder of an entry tree, in any order.
    record Folder(String path, Attributes attributes) implements Step {}

    /// A file begins; its chunks follow up to its [EndFile].
    ///
    /// @param referrer refers to its parts where they are, null when their bytes are to be stored
    record BeginFile(String path, Attributes attributes, @Nullable Referrer referrer)
            implements Step {
        /// A file whose bytes are to be stored.
        BeginFile(String path, Attributes attributes) {
            this(path, attributes, null);
        }
    }

    /// The next chunk of the file that began.
    record Chunk(Task<Hashed> hashed) implements Step {}

    /// The file that began is complete.
    record EndFile() implements Step {}

    /// A file of one chunk.
    record SmallFile(BeginFile file, Task<Hashed> hashed) implements Step {}

    /// Reading failed; nothing follows.
    record Failed(OperationFailed failure) implements Step {}

    /// A hashed chunk in its buffer, or why there is none.
    ///
    /// @param leaf the leaf, null when it failed or the file is empty
    /// @param buffer to be given back once the leaf was written
    record Hashed(@Nullable Leaf leaf, ByteBuffer buffer, @Nullable OperationFailed failure) {}
}
