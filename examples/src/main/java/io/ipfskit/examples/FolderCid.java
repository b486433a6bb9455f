package io.ipfskit.examples;

import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.unixfs.DagNode;
import io.ipfskit.ipld.unixfs.DirectoryBuilder;
import io.ipfskit.ipld.unixfs.FileDagBuilder;
import io.ipfskit.ipld.unixfs.ImportProfile;
import io.ipfskit.ipld.unixfs.Leaf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// `ipld` alone: build the blocks of a folder with one file, in memory.
public final class FolderCid {
    private FolderCid() {}

    /// Prints the folder's CID and how many blocks it has.
    public static void main(String[] arguments) throws IOException, InterruptedException {
        ImportProfile profile = ImportProfile.UNIXFS_V1_2025;
        List<Block> blocks = new ArrayList<>();
        FileDagBuilder file = new FileDagBuilder(profile, blocks::add);
        byte[] content = "hello world".getBytes(StandardCharsets.UTF_8);
        file.add(Leaf.of(profile, ByteBuffer.wrap(content)));
        DirectoryBuilder folder = new DirectoryBuilder(profile, blocks::add);
        folder.add("hello.txt", file.finish());
        DagNode root = folder.finish();
        System.out.println(root.cid() + " in " + blocks.size() + " blocks");
    }
}
