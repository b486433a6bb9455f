package io.ipfskit.interop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// The same `files` commands in Kubo and here make the same tree, by the CID of its root, and print
/// the same.
class KuboFilesTest {
    @TempDir Path temp;
    private Path kubo = Path.of("");

    @BeforeEach
    void newRepositories() throws Exception {
        kubo = Required.kubo();
        kubo("init", "--empty-repo", "--profile", "test,unixfs-v1-2025").ok();
    }

    private Product.Result kubo(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(kubo.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = Product.builder(command);
        builder.environment().put("IPFS_PATH", temp.resolve("kubo").toString());
        builder.environment().put("IPFS_TELEMETRY", "off");
        return Product.execute(builder);
    }

    private Product.Result ours(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--yes");
        return Product.run(temp.resolve("data"), all.toArray(String[]::new));
    }

    /// Runs the same in both; output and success are the same.
    private void both(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("files"));
        all.addAll(List.of(arguments));
        String[] line = all.toArray(String[]::new);
        Product.Result theirs = kubo(line);
        Product.Result ours = ours(line);
        String what = String.join(" ", line);
        assertThat(ours.exit() == 0)
                .as(what + ": " + ours.err() + theirs.err())
                .isEqualTo(theirs.exit() == 0);
        if (theirs.exit() == 0) {
            assertThat(ours.out()).as(what).isEqualTo(theirs.out());
        }
    }

    private void requireSameTree() throws Exception {
        both("stat", "--hash", "/");
    }

    private String file(String name, int seed, int size) throws Exception {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return Files.write(temp.resolve(name), bytes).toString();
    }

    @Test
    void filesAndFoldersBecomeTheSameTree() throws Exception {
        requireSameTree();
        both("mkdir", "/a");
        both("mkdir", "-p", "/b/c/d");
        both("mkdir", "/a");
        both("mkdir", "/no/where");
        both("write", "-e", "/a/small", file("small", 1, 1000));
        both("write", "-e", "-p", "/new/chunks", file("chunks", 2, (1 << 20) + 500_000));
        both("write", "-o", "1048000", "/new/chunks", file("over", 3, 2000));
        both("write", "-o", "1548576", "/new/chunks", file("more", 4, 700_000));
        both("write", "-o", "5000", "/a/small", file("gap", 5, 300));
        both("write", "-o", "2", "-n", "5", "/a/small", file("count", 6, 100));
        both("write", "/no/file", file("none", 7, 10));
        requireSameTree();
        both("write", "-e", "/a/empty", file("empty", 8, 0));
        both("write", "-e", "--raw-leaves=false", "/a/pb", file("pb", 9, 1000));
        both("write", "-o", "10", "--raw-leaves=false", "/a/pb", file("pb2", 10, 20));
        both("write", "-o", "1000", "--raw-leaves=false", "/a/pb", file("pb3", 11, 20));
        both("write", "-e", "--cid-version=0", "--raw-leaves=false", "/a/v0", file("v0", 12, 99));
        both("write", "-e", "--hash=sha2-512", "/a/sha", file("sha", 13, 99));
        both("mkdir", "--cid-version=0", "/v0");
        both("mkdir", "/v0/in");
        both("mkdir", "--hash=sha2-512", "/sha");
        both("chcid", "--cid-version=1", "/v0");
        both("chcid", "--cid-version=0", "/a");
        requireSameTree();
        both("ls");
        both("ls", "-l", "/a");
        both("ls", "-l", "/new/chunks");
        both("stat", "--with-local", "/new/chunks");
        both("stat", "--size", "/a");
        both("stat", "/");
        String text = Files.writeString(temp.resolve("text"), "0123456789").toString();
        both("write", "-e", "/text", text);
        both("read", "-o", "3", "-n", "4", "/text");
        both("read", "-o", "999999", "/text");
        both("read", "/a");
    }

    @Test
    void copiesMovesAndRemovalsBecomeTheSameTree() throws Exception {
        Path folder = temp.resolve("folder");
        Files.createDirectories(folder.resolve("sub"));
        Files.writeString(folder.resolve("sub/x"), "x");
        Files.write(folder.resolve("large"), new byte[3 << 20]);
        String cid = kubo("add", "-r", "-Q", "--pin=false", folder.toString()).ok().lastLine();
        assertThat(ours("add", "-r", "-Q", "--pin=false", folder.toString()).ok().lastLine())
                .isEqualTo(cid);
        both("cp", "/ipfs/" + cid, "/copy");
        both("cp", "/ipfs/" + cid + "/sub/x", "/x");
        both("cp", "/ipfs/" + cid + "/sub/x", "/x");
        both("cp", "/ipfs/" + cid + "/sub", "/copy/");
        both("cp", "-p", "/x", "/p/q/x");
        both("cp", "/copy", "/p/copy");
        both("cp", "--force", "/p/copy/large", "/x");
        both("write", "-o", "1048570", "/x", file("part", 1, 1000));
        both("write", "-o", "3145728", "/x", file("tail", 2, 1000));
        requireSameTree();
        both("mv", "/x", "/y");
        both("mv", "/y", "/p");
        both("mv", "/p/y", "/p/q/x");
        both("mv", "/p/q", "/q");
        both("mv", "/no", "/q");
        requireSameTree();
        both("rm", "/q");
        both("rm", "/q/x");
        both("rm", "-r", "/q");
        both("rm", "/q");
        both("rm", "--force", "/q");
        both("rm", "--force", "/p");
        both("chmod", "0750", "/copy");
        both("touch", "--mtime=1630937926", "--mtime-nsecs=5", "/copy");
        both("chmod", "0644", "/copy/large");
        both("stat", "/copy");
        both("stat", "/copy/large");
        both("stat", "--format=<type> <mtime-secs> <mtime-nsecs> <mode> <childs>", "/copy");
        // Kubo prints this as JSON
        assertThat(kubo("files", "flush", "/copy").ok().out())
                .contains("\"" + ours("files", "flush", "/copy").ok().lastLine() + "\"");
        requireSameTree();
    }
}
