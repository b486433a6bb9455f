package io.ipfskit.anyio.sim;

import java.nio.file.Path;

/// One call of a simulated disk, before it happens.
///
/// @param number number among the changing calls of this disk, from 1; for a call that changes
///   nothing, the number of the last one that did
/// @param call what is asked
/// @param ofCall number among the calls of this kind, from 1
/// @param path what it is about; for a rename the old name
/// @param position where in the file, 0 where there is no such thing
/// @param bytes how many, 0 where there is no such thing
public record DiskOperation(
        long number, DiskCall call, long ofCall, Path path, long position, int bytes) {}
