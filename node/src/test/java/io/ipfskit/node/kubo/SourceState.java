package io.ipfskit.node.kubo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// All there is of a folder, to see that nothing of it was changed.
final class SourceState {
    private SourceState() {}

    /// Names, kinds, contents, permissions and times.
    static SortedMap<String, String> of(Path folder) throws Exception {
        SortedMap<String, String> state = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.toList()) {
                state.put(
                        folder.relativize(path).toString(),
                        Files.readAttributes(
                                                path,
                                                "unix:mode,lastModifiedTime,ctime,ino,size",
                                                LinkOption.NOFOLLOW_LINKS)
                                        .entrySet()
                                        .stream()
                                        .map(Object::toString)
                                        .sorted()
                                        .toList()
                                + content(path));
            }
        }
        return state;
    }

    private static String content(Path path) throws IOException {
        return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                ? HexFormat.of().formatHex(Files.readAllBytes(path))
                : "";
    }
}
