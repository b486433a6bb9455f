package io.ipfskit.ipld.unixfs;

import io.ipfskit.multiformats.Cid;

import java.util.List;

/// Where a path led.
///
/// @param path the path that was resolved
/// @param cid what it names
/// @param remainder names that lie inside the block of `cid` because its codec has paths of its
///   own; empty for files and directories
/// @param walked the blocks that stand for the names on the way, root first, `cid` last
public record Resolved(ContentPath path, Cid cid, List<String> remainder, List<Cid> walked) {
    /// Copies the lists.
    public Resolved {
        remainder = List.copyOf(remainder);
        walked = List.copyOf(walked);
    }
}
