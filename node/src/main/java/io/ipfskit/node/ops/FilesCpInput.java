package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

/// Options of `files.cp`.
public record FilesCpInput(
        @Doc(
                        value = "what to link: /ipfs/CID/names/…, or a path in the tree of files",
                        example =
                                "\"/ipfs/bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e\"")
                String source,
        @Doc(
                        value =
                                "path where it shall be; with a slash at the end, below that"
                                        + " folder",
                        example = "\"/docs/hello\"")
                String dest,
        @Doc(
                        value = "make the folders on the way to it, too",
                        defaultValue = "false",
                        shortName = "p")
                boolean parents,
        @Doc(value = "in place of a file that is there", defaultValue = "false") boolean force,
        @Doc(
                        value = "accepted for Kubo's sake: every change is durable when it ends",
                        defaultValue = "true",
                        shortName = "f")
                boolean flush) {
    /// From `source` to `dest`, where nothing is yet.
    public static FilesCpInput of(String source, String dest) {
        return new FilesCpInput(source, dest, false, false, true);
    }
}
