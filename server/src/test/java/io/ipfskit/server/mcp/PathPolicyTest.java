package io.ipfskit.server.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backends;
import io.ipfskit.anyio.Disk;
import io.ipfskit.operation.Access;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;
import io.ipfskit.operation.Principal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class PathPolicyTest {
    private static final Principal TOKEN = new Principal("token", Access.ADMIN);

    private final Path temp;
    private final Path open;
    private final Path secret;

    PathPolicyTest(@TempDir Path folder) throws IOException {
        temp = folder.toRealPath();
        open = Files.createDirectory(temp.resolve("open"));
        Files.createDirectory(open.resolve("sub"));
        Files.createDirectories(temp.resolve("open-not"));
        Files.writeString(open.resolve("a b.txt"), "a");
        Files.writeString(open.resolve("sub/deep.txt"), "d");
        secret = Files.writeString(temp.resolve("secret.txt"), "s");
        Files.writeString(temp.resolve("open-not/secret.txt"), "s");
        Files.createSymbolicLink(open.resolve("inside"), Path.of("sub/deep.txt"));
        Files.createSymbolicLink(open.resolve("outside"), secret);
        Files.createSymbolicLink(open.resolve("up"), Path.of(".."));
    }

    private static Path check(PathPolicy policy, String path, TestContext context)
            throws InterruptedException {
        return AnyIO.run(Backends.named("threads"), run -> policy.check(path, context));
    }

    private PathPolicy stdio() {
        return PathPolicy.overStdio(Disk.real(), List.of(), open);
    }

    @Test
    void pathsInsideTheDefaultRootAreTaken() throws Exception {
        PathPolicy policy = stdio();
        TestContext client = TestContext.local();
        assertThat(check(policy, "a b.txt", client)).isEqualTo(open.resolve("a b.txt"));
        assertThat(check(policy, "sub/../a b.txt", client)).isEqualTo(open.resolve("a b.txt"));
        assertThat(check(policy, open.resolve("sub").toString(), client))
                .isEqualTo(open.resolve("sub"));
        assertThat(check(policy, open.resolve("a b.txt").toUri().toString(), client))
                .isEqualTo(open.resolve("a b.txt"));
        assertThat(check(policy, ".", client)).isEqualTo(open);
    }

    @Test
    void aLinkThatStaysInsideIsResolved() throws Exception {
        assertThat(check(stdio(), "inside", TestContext.local()))
                .isEqualTo(open.resolve("sub/deep.txt"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../secret.txt",
                "sub/../../secret.txt",
                "outside",
                "up/secret.txt",
                "up",
                "../open-not/secret.txt",
                "../does-not-exist",
                "/etc/passwd",
                "/",
                "file:///etc/passwd",
                "up/does-not-exist"
            })
    void whatLeadsOutsideIsRefused(String path) {
        // a name below a link that leads out: refused or not found, never read
        assertThatThrownBy(() -> check(stdio(), path, TestContext.local()))
                .isInstanceOf(OperationFailed.class)
                .extracting(failed -> ((OperationFailed) failed).code())
                .isIn(
                        path.equals("up/does-not-exist")
                                ? List.of(ErrorCode.NOT_FOUND)
                                : List.of(ErrorCode.PERMISSION_DENIED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\0b", "file://other-host/x", "file:relative"})
    void whatIsNoPathIsRefused(String path) {
        assertThatThrownBy(() -> check(stdio(), path, TestContext.local()))
                .isInstanceOf(OperationFailed.class)
                .extracting(failed -> ((OperationFailed) failed).code())
                .isEqualTo(ErrorCode.INVALID_ARGUMENT);
    }

    @Test
    void aMissingFileInsideIsNotFound() {
        assertThatThrownBy(() -> check(stdio(), "none.txt", TestContext.local()))
                .isInstanceOf(OperationFailed.class)
                .hasMessageContaining("none.txt")
                .extracting(failed -> ((OperationFailed) failed).code())
                .isEqualTo(ErrorCode.NOT_FOUND);
    }

    @Test
    void theClientsRootsReplaceTheDefaultOverStdio() throws Exception {
        TestContext client =
                TestContext.withRoots(Principal.LOCAL, temp.resolve("open-not").toUri().toString());
        assertThat(check(stdio(), "secret.txt", client))
                .isEqualTo(temp.resolve("open-not/secret.txt"));
        assertThatThrownBy(() -> check(stdio(), open.resolve("a b.txt").toString(), client))
                .isInstanceOf(OperationFailed.class);
    }

    @Test
    void overHttpThereIsNoDefaultAndAnUnknownCallersRootsDoNotCount() {
        PathPolicy policy = PathPolicy.overHttp(Disk.real(), List.of());
        for (TestContext client :
                List.of(TestContext.local(), TestContext.withRoots(Principal.LOCAL, "file:///"))) {
            assertThatThrownBy(() -> check(policy, secret.toString(), client))
                    .isInstanceOf(OperationFailed.class)
                    .hasMessageContaining("mcp.roots")
                    .extracting(failed -> ((OperationFailed) failed).code())
                    .isEqualTo(ErrorCode.PERMISSION_DENIED);
        }
    }

    @Test
    void overHttpTheRootsOfACallerWithATokenCount() throws Exception {
        PathPolicy policy = PathPolicy.overHttp(Disk.real(), List.of());
        TestContext client = TestContext.withRoots(TOKEN, open.toUri().toString());
        assertThat(check(policy, "a b.txt", client)).isEqualTo(open.resolve("a b.txt"));
    }

    @Test
    void configuredRootsAreOpenToAll() throws Exception {
        PathPolicy policy = PathPolicy.overHttp(Disk.real(), List.of(open));
        assertThat(check(policy, "a b.txt", TestContext.local()))
                .isEqualTo(open.resolve("a b.txt"));
    }

    @Test
    void aRootThatIsALinkIsFollowed() throws Exception {
        Path link = Files.createSymbolicLink(temp.resolve("link"), open);
        PathPolicy policy = PathPolicy.overStdio(Disk.real(), List.of(), link);
        assertThat(check(policy, "a b.txt", TestContext.local()))
                .isEqualTo(open.resolve("a b.txt"));
        assertThat(check(policy, link.resolve("a b.txt").toString(), TestContext.local()))
                .isEqualTo(open.resolve("a b.txt"));
    }
}
