package io.ipfskit.interop;

import static org.assertj.core.api.Assertions.fail;

import org.junit.jupiter.api.Assumptions;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Foreign programs that tests need. Absent ones skip the test with the reason; with `CI=true` in
/// the environment they fail it.
final class Required {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private Required() {}

    /// The project's root folder.
    static Path projectRoot() {
        return ROOT;
    }

    /// A program on the PATH.
    static Path program(String name) {
        for (String folder :
                System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            Path candidate = Path.of(folder, name);
            if (Files.isExecutable(candidate)) {
                return candidate;
            }
        }
        throw absent(name + " is not on the PATH; install the package of that name");
    }

    /// The Kubo binary named by `IPFS_KIT_KUBO`.
    static Path kubo() {
        String path = System.getenv("IPFS_KIT_KUBO");
        if (path == null || !Files.isExecutable(Path.of(path))) {
            throw absent("IPFS_KIT_KUBO does not name a Kubo binary");
        }
        return Path.of(path);
    }

    /// The folder whose `node_modules` holds the npm clients, after `npm install` there.
    static Path npmClients() {
        program("node");
        Path folder = ROOT.resolve("interop/npm");
        if (!Files.isDirectory(folder.resolve("node_modules/@modelcontextprotocol/client"))) {
            throw absent("no node_modules in interop/npm; run npm install there");
        }
        return folder;
    }

    /// The browser.
    static Path chromium() {
        return program("chromium");
    }

    /// Whether this process runs as root, which file permissions do not bind.
    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /// Root's right to mount a file system, which some tests need.
    static void mounting() {
        if (!isRoot()) {
            throw absent("mounting a tmpfs needs root");
        }
    }

    private static RuntimeException absent(String reason) {
        if ("true".equals(System.getenv("CI"))) {
            fail("must not skip in CI: " + reason);
        }
        Assumptions.abort("skipped: " + reason);
        return new IllegalStateException(
                Optional.ofNullable(reason).orElse("a skipped test goes on"));
    }
}
