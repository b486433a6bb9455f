package io.ipfskit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `ipfs-kit files`, as a user of Kubo's commands writes it.
class FilesCommandsTest {
    @TempDir Path folder;

    private Run run(String... arguments) {
        return with("", arguments);
    }

    private Run with(String stdin, String... arguments) {
        List<String> all = new ArrayList<>(List.of("files"));
        all.addAll(List.of(arguments));
        all.add("--data-dir=" + folder.resolve("data"));
        return Run.with(stdin.getBytes(StandardCharsets.UTF_8), all.toArray(String[]::new));
    }

    private String ok(String... arguments) {
        Run run = run(arguments);
        assertThat(run.code()).as(run.err()).isZero();
        return run.out();
    }

    @Test
    void filesAreWrittenReadListedAndRemoved() throws Exception {
        assertThat(with("hello\n", "write", "-e", "-p", "/docs/hello").code()).isZero();
        assertThat(ok("read", "/docs/hello")).isEqualTo("hello\n");
        assertThat(ok("read", "-o", "1", "-n", "3", "/docs/hello")).isEqualTo("ell");
        Path file = Files.writeString(folder.resolve("file"), "J");
        ok("write", "/docs/hello", file.toString());
        assertThat(ok("read", "/docs/hello")).isEqualTo("Jello\n");
        ok("mkdir", "/docs/a");
        assertThat(ok("ls")).isEqualTo("docs\n");
        assertThat(ok("ls", "/docs")).isEqualTo("a\nhello\n");
        String cid = ok("stat", "--hash", "/docs/hello").strip();
        assertThat(ok("ls", "-l", "/docs"))
                .isEqualTo(
                        "a/\tbafybeiczsscdsbs7ffqz55asqdf3smv6klcw3gofszvwlyarci47bgf354\t0\n"
                                + "hello\t"
                                + cid
                                + "\t6\n");
        ok("mv", "/docs/hello", "/docs/a/");
        ok("cp", "/docs/a", "/b");
        ok("rm", "--yes", "-r", "/docs");
        assertThat(ok("ls", "/b")).isEqualTo("hello\n");
        assertThat(ok("flush", "/b")).isEqualTo(ok("stat", "--hash", "/b"));
    }

    @Test
    void statPrintsWhatKuboPrints() {
        with("hello\n", "write", "-e", "/f");
        ok("chmod", "0644", "/f");
        ok("touch", "--mtime=1630937926", "--mtime-nsecs=7", "/f");
        String cid = ok("stat", "--hash", "/f").strip();
        assertThat(ok("stat", "--with-local", "/f").lines())
                .containsExactly(
                        cid,
                        "Size: 6",
                        "CumulativeSize: " + ok("stat", "--size", "/f").strip(),
                        "ChildBlocks: 0",
                        "Type: file",
                        "Mode: -rw-r--r-- (0644)",
                        "Mtime: 6 Sep 2021, 14:18:46 UTC",
                        "Local: 30 B of 30 B (100.00%)");
        assertThat(ok("stat", "--format=<type> <mtime-secs> <mtime-nsecs> <mode-octal>", "/f"))
                .isEqualTo("file 1630937926 7 0644\n");
        assertThat(ok("stat", "--format=<mode>", "/")).isEqualTo("not set\n");
        assertThat(run("stat", "--hash", "--size", "/f").code()).isEqualTo(2);
    }

    @Test
    void whatTakesAFileAwayNeedsAYes() {
        with("a", "write", "-e", "/a");
        with("b", "write", "-e", "/b");
        for (String[] line :
                new String[][] {{"rm", "/a"}, {"mv", "/a", "/b"}, {"cp", "--force", "/a", "/b"}}) {
            Run run = run(line);
            assertThat(run.code()).as(String.join(" ", line)).isEqualTo(3);
            assertThat(run.err()).contains("--yes");
        }
        assertThat(ok("read", "/b")).isEqualTo("b");
        assertThat(ok("rm", "--dry-run", "/a")).isEqualTo("would remove /a (file)\n");
        ok("cp", "--force", "--yes", "/a", "/b");
        assertThat(ok("read", "/b")).isEqualTo("a");
        ok("mv", "/a", "/c");
        ok("mv", "--yes", "/c", "/b");
        assertThat(ok("ls")).isEqualTo("b\n");
        assertThat(run("mkdir", "--dry-run", "/x").code()).isEqualTo(2);
    }

    @Test
    void failuresSayWhatKuboSays() {
        assertThat(run("read", "/no").err()).contains("file does not exist");
        assertThat(run("rm", "--yes", "/no").err()).contains("file does not exist");
        assertThat(run("rm", "--yes", "/").err()).contains("cannot delete root");
        assertThat(run("mkdir", "a").err()).contains("paths must start with a leading slash");
        ok("mkdir", "--flush=false", "--cid-version=0", "/d");
        assertThat(run("rm", "--yes", "/d").err()).contains("use -r to remove directories");
        assertThat(run("read", "/d").err()).contains("/d was not a file");
        assertThat(run("mkdir", "/d").code()).isNotZero();
        assertThat(ok("flush", "/d")).startsWith("Qm");
        ok("chcid", "--cid-version=1", "/d");
        assertThat(ok("flush", "/d")).startsWith("bafy");
    }
}
