package io.ipfskit.kit.config;

import com.code_intelligence.jazzer.junit.FuzzTest;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

class TomlFuzzTest {
    /// A file is read, or each of its problems is told.
    @FuzzTest(maxDuration = "20s")
    void aConfigurationIsReadOrRefused(byte[] bytes) {
        List<String> problems = new ArrayList<>();
        var read =
                TomlFile.read("config.toml", new String(bytes, StandardCharsets.UTF_8), problems);
        if (read == null && problems.isEmpty()) {
            throw new AssertionError("refused without a reason");
        }
    }
}
