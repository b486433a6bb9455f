package io.ipfskit.interop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the system calls of one `add`: before it is acknowledged, every byte of blocks and
/// repository log went through an `O_DSYNC` descriptor or a later `fdatasync`, and each folder that
/// gained a name was synced.
class SyncTraceTest {
    private static final Pattern LINE =
            Pattern.compile(
                    "^\\d+\\s+(?<call>\\w+)\\((?<arguments>.*)\\)\\s+= (?<result>-?\\d+).*");
    private static final Pattern DESCRIPTOR = Pattern.compile("^(?:AT_FDCWD|\\d+)<(?<path>[^>]*)>");
    private static final Pattern NAME = Pattern.compile("\"(?<name>(?:[^\"\\\\]|\\\\.)*)\"");

    @TempDir Path temp;

    @ParameterizedTest
    @ValueSource(longs = {50_000, 40_000_000})
    void everyByteIsSyncedBeforeTheAddIsAcknowledged(long size) throws Exception {
        Path strace = Required.program("strace");
        Path data = temp.resolve("data");
        Path file = Trees.file(temp.resolve("file"), size, 5);
        Path trace = temp.resolve("trace");
        List<String> command =
                new ArrayList<>(
                        List.of(
                                strace.toString(),
                                "-f",
                                "-y",
                                "-s",
                                "256",
                                "-e",
                                "trace=openat,open,creat,write,pwrite64,writev,pwritev,pwritev2,"
                                        + "fsync,fdatasync,rename,renameat,renameat2,mkdir,mkdirat,"
                                        + "link,linkat,symlink,symlinkat,sync_file_range,msync",
                                "-o",
                                trace.toString()));
        command.addAll(
                Product.command("--data-dir", data.toString(), "add", "-Q", file.toString()));
        String cid = Product.execute(Product.builder(command)).ok().lastLine();
        Findings findings = read(trace, data, cid);
        assertThat(findings.written).as("bytes written to blocks/ and log/").isGreaterThan(size);
        assertThat(findings.unsyncedFiles).as("files written and not synced").isEmpty();
        assertThat(findings.unsyncedFolders).as("folders that gained a name, unsynced").isEmpty();
    }

    private static final class Findings {
        long written;
        final Set<String> unsyncedFiles = new HashSet<>();
        final Set<String> unsyncedFolders = new HashSet<>();
    }

    private static Findings read(Path trace, Path data, String cid) throws Exception {
        Findings findings = new Findings();
        Map<String, String> pending = new HashMap<>();
        Set<String> dsync = new HashSet<>();
        boolean acknowledged = false;
        for (String raw : Files.readAllLines(trace)) {
            String line = raw;
            String thread = line.substring(0, Math.max(line.indexOf(' '), 0));
            if (line.endsWith("<unfinished ...>")) {
                pending.put(thread, line.substring(0, line.length() - "<unfinished ...>".length()));
                continue;
            }
            if (line.contains("<... ") && line.contains(" resumed>")) {
                line =
                        pending.getOrDefault(thread, "")
                                + line.substring(line.indexOf(" resumed>") + " resumed>".length());
            }
            Matcher matcher = LINE.matcher(line);
            if (!matcher.matches() || Long.parseLong(matcher.group("result")) < 0) {
                continue;
            }
            String call = matcher.group("call");
            String arguments = matcher.group("arguments");
            String path = first(DESCRIPTOR, "path", arguments);
            boolean ours =
                    (path.startsWith(data.resolve("blocks") + "/")
                                    || path.startsWith(data.resolve("log") + "/"))
                            // who holds the lock: a note of a living process, void after a crash
                            && !path.endsWith("/owner");
            switch (call) {
                case "write", "pwrite64", "writev", "pwritev", "pwritev2" -> {
                    if (call.equals("write") && arguments.startsWith("1<") && line.contains(cid)) {
                        acknowledged = true;
                    }
                    if (ours && !acknowledged) {
                        findings.written += Long.parseLong(matcher.group("result"));
                        if (!dsync.contains(path)) {
                            findings.unsyncedFiles.add(path);
                        }
                    }
                }
                case "fsync", "fdatasync" -> {
                    if (!acknowledged) {
                        findings.unsyncedFiles.remove(path);
                        findings.unsyncedFolders.remove(path);
                    }
                }
                case "openat", "open", "creat" -> {
                    String name = first(NAME, "name", arguments);
                    if (arguments.contains("O_DSYNC") || arguments.contains("O_SYNC")) {
                        dsync.add(name);
                    }
                    if (arguments.contains("O_CREAT")) {
                        gained(findings, name, data);
                    }
                }
                case "mkdir", "mkdirat" -> gained(findings, first(NAME, "name", arguments), data);
                case "rename", "renameat", "renameat2" -> {
                    Matcher names = NAME.matcher(arguments);
                    List<String> both = new ArrayList<>();
                    while (names.find()) {
                        both.add(names.group("name"));
                    }
                    String from = both.getFirst();
                    String to = both.getLast();
                    if (findings.unsyncedFiles.remove(from)) {
                        findings.unsyncedFiles.add(to);
                    }
                    gained(findings, to, data);
                }
                default -> {
                    // the other traced calls are not used on these files
                }
            }
        }
        assertThat(acknowledged).as("the trace shows the acknowledgement").isTrue();
        return findings;
    }

    private static void gained(Findings findings, String name, Path data) {
        Path path = Path.of(name);
        Path parent = path.getParent();
        if (parent != null
                && (parent.startsWith(data.resolve("blocks"))
                        || parent.startsWith(data.resolve("log")))) {
            findings.unsyncedFolders.add(parent.toString());
        }
    }

    private static String first(Pattern pattern, String group, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(group) : "";
    }
}
