package io.ipfskit.node.mfs;

import io.ipfskit.node.Node;
import io.ipfskit.node.TestNode;
import io.ipfskit.node.ops.FilesChanged;
import io.ipfskit.node.ops.FilesCpInput;
import io.ipfskit.node.ops.FilesEntry;
import io.ipfskit.node.ops.FilesLsInput;
import io.ipfskit.node.ops.FilesMkdirInput;
import io.ipfskit.node.ops.FilesMvInput;
import io.ipfskit.node.ops.FilesReadInput;
import io.ipfskit.node.ops.FilesRmInput;
import io.ipfskit.node.ops.FilesWriteInput;
import io.ipfskit.operation.ByteStream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// The tree of a node, for tests: short calls, and all that is in it.
public record MfsTree(MfsService files) {
    public static MfsTree of(Node node) {
        return new MfsTree(node.files());
    }

    public FilesChanged write(String path, int offset, byte[] bytes, boolean truncate)
            throws InterruptedException {
        FilesWriteInput input = FilesWriteInput.of(path).at(offset);
        return files.write(truncate ? input.truncating() : input, TestNode.of(bytes));
    }

    public FilesChanged mkdir(String path, boolean parents) throws InterruptedException {
        return files.mkdir(new FilesMkdirInput(path, parents, null, null, true));
    }

    public FilesChanged rm(String path, boolean recursive) throws InterruptedException {
        return files.rm(new FilesRmInput(path, recursive, false));
    }

    public FilesChanged mv(String from, String to) throws InterruptedException {
        return files.mv(FilesMvInput.of(from, to));
    }

    public FilesChanged cp(String from, String to, boolean force) throws InterruptedException {
        return files.cp(new FilesCpInput(from, to, false, force, true));
    }

    public byte[] read(String path) throws IOException, InterruptedException {
        return read(new FilesReadInput(path, 0, null));
    }

    public byte[] read(FilesReadInput input) throws IOException, InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(8192);
        try (ByteStream content = files.read(input)) {
            while (content.read(buffer.clear()) >= 0) {
                out.write(buffer.array(), 0, buffer.position());
            }
        }
        return out.toByteArray();
    }

    public List<FilesEntry> ls(String path) throws InterruptedException {
        List<FilesEntry> entries = new ArrayList<>();
        files.ls(FilesLsInput.of(path).withDetails(), row -> entries.add((FilesEntry) row));
        return entries;
    }

    public List<String> names(String path) throws InterruptedException {
        return ls(path).stream().map(FilesEntry::name).toList();
    }

    /// Reads all of it.
    public TreeModel all() throws IOException, InterruptedException {
        SortedMap<String, String> found = new TreeMap<>();
        Deque<String> folders = new ArrayDeque<>(List.of(""));
        while (!folders.isEmpty()) {
            String folder = folders.remove();
            for (FilesEntry entry : ls(folder.isEmpty() ? "/" : folder)) {
                String path = folder + "/" + entry.name();
                if ("directory".equals(entry.type())) {
                    folders.add(path);
                    found.put(path, "d");
                } else {
                    found.put(path, "f:" + HexFormat.of().formatHex(read(path)));
                }
            }
        }
        return new TreeModel(found);
    }
}
