package io.ipfskit.ipld;

import com.code_intelligence.jazzer.junit.FuzzTest;

import io.ipfskit.ipld.unixfs.ContentPath;

import java.nio.charset.StandardCharsets;

class ContentPathFuzzTest {
    /// No name of a path can lead out of it.
    @FuzzTest(maxDuration = "20s")
    void aPathIsReadOrRefused(byte[] bytes) {
        ContentPath path;
        try {
            path = ContentPath.parse(new String(bytes, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException refused) {
            return;
        }
        for (String name : path.segments()) {
            if (name.isEmpty() || name.equals(".") || name.equals("..") || name.contains("/")) {
                throw new AssertionError("a name of " + path + " is '" + name + "'");
            }
        }
        if (!ContentPath.parse(path.toString()).equals(path)) {
            throw new AssertionError("its text is another path: " + path);
        }
    }
}
