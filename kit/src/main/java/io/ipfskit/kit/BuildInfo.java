package io.ipfskit.kit;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/// What was built, from a file that the build writes.
///
/// @param version of ipfs-kit
/// @param commit the source's commit, or null when the build did not know it
public record BuildInfo(String version, @Nullable String commit) {
    /// What this program is.
    public static final BuildInfo CURRENT = read();

    private static BuildInfo read() {
        Properties properties = new Properties();
        try (InputStream in = BuildInfo.class.getResourceAsStream("build.properties")) {
            if (in == null) {
                throw new IllegalStateException("build.properties is not in the jar of kit");
            }
            properties.load(in);
        } catch (IOException e) {
            throw new IllegalStateException("build.properties cannot be read", e);
        }
        String commit = properties.getProperty("commit", "");
        return new BuildInfo(
                properties.getProperty("version", ""),
                commit.isBlank() || commit.startsWith("$") ? null : commit);
    }

    /// `ipfs-kit/VERSION`.
    public String agent() {
        return "ipfs-kit/" + version;
    }
}
