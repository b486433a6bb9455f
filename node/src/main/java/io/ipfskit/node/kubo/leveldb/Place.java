package io.ipfskit.node.kubo.leveldb;

/// Where the bytes of a buffer stand, for messages.
///
/// @param file the name of the file
/// @param offset the byte of the file that the buffer begins with
record Place(String file, long offset) {
    /// The failure that the byte at `index` of the buffer shows.
    LevelDbException damaged(long index, String problem) {
        return new LevelDbException(file, offset + index, problem);
    }
}
