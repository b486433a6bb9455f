package io.ipfskit.interop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The same pins made, moved and removed in Kubo and here look the same.
class KuboPinsTest {
    /// The empty folder, which a new Kubo repository pins.
    private static final String EMPTY = "QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn";

    @TempDir Path temp;
    private Path kubo = Path.of("");

    @BeforeEach
    void newRepositories() throws Exception {
        kubo = Required.kubo();
        kubo("init", "--empty-repo", "--profile", "test,unixfs-v1-2025").ok();
        kubo("pin", "rm", EMPTY);
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
        return Product.run(temp.resolve("data"), arguments);
    }

    /// Runs the same in both; the lines, in no order, and success or failure are the same.
    private List<String> both(String... arguments) throws Exception {
        Product.Result theirs = kubo(arguments);
        Product.Result ours = ours(arguments);
        String what = String.join(" ", arguments);
        assertThat(ours.exit() == 0).as(what + ": " + ours.err()).isEqualTo(theirs.exit() == 0);
        List<String> lines = theirs.out().lines().sorted().toList();
        assertThat(ours.out().lines().sorted().toList()).as(what).isEqualTo(lines);
        return lines;
    }

    private String add(Path path) throws Exception {
        String theirs = kubo("add", "-r", "-Q", "--pin=false", path.toString()).ok().lastLine();
        assertThat(ours("add", "-r", "-Q", "--pin=false", path.toString()).ok().lastLine())
                .isEqualTo(theirs);
        return theirs;
    }

    @Test
    void listingsUpdatesAndVerificationsAreThoseOfKubo() throws Exception {
        Path folder = Files.createDirectories(temp.resolve("folder"));
        Files.createDirectories(folder.resolve("sub"));
        Files.writeString(folder.resolve("a"), "a");
        Files.writeString(folder.resolve("b"), "b");
        Files.writeString(folder.resolve("sub/c"), "c");
        String leaf = add(folder.resolve("a"));
        String inner = add(folder.resolve("sub"));
        String root = add(folder);
        Files.writeString(folder.resolve("a"), "another");
        String next = add(folder);

        both("pin", "add", "--name", "first", root);
        assertThat(both("pin", "ls")).hasSize(5);
        both("pin", "ls", leaf);
        both("pin", "add", inner);
        both("pin", "add", "--recursive=false", leaf);
        for (String type : List.of("all", "direct", "recursive", "indirect")) {
            both("pin", "ls", "-t", type);
            both("pin", "ls", "-t", type, "-q");
            both("pin", "ls", "-t", type, inner);
            both("pin", "ls", "-t", type, leaf);
        }
        both("pin", "ls", "--names", "-t", "recursive");
        both("pin", "verify", "--verbose");
        both("pin", "add", "--recursive=false", root);
        moves(root, inner, next);
    }

    private void moves(String root, String inner, String next) throws Exception {
        assertThat(both("pin", "update", "--unpin=false", root, next)).hasSize(1);
        both("pin", "ls", "--names", "-t", "recursive");
        assertThat(kubo("pin", "rm", next).ok().out())
                .isEqualTo(ours("pin", "rm", "--yes", next).ok().out());
        assertThat(ours("pin", "update", "--yes", root, next).ok().out())
                .isEqualTo(kubo("pin", "update", root, next).ok().out());
        assertThat(both("pin", "ls", "--names", "-t", "recursive"))
                .containsExactlyInAnyOrder(next + " recursive first", inner + " recursive");
        both("pin", "ls", "-t", "indirect");
        assertThat(ours("pin", "update", "--yes", root, next).exit()).isNotZero();
        assertThat(kubo("pin", "update", root, next).exit()).isNotZero();
        both("pin", "verify");
    }
}
