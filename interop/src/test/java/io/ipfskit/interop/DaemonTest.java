package io.ipfskit.interop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Starting, refusing to start, and stopping.
class DaemonTest {
    @TempDir Path temp;

    @Test
    void sigtermEndsTheDaemonWith143AndRemovesTheAddressFiles() throws Exception {
        Path data = temp.resolve("data");
        try (Product.Daemon daemon = Product.daemon(data)) {
            assertThat(Files.readString(data.resolve("api"))).startsWith("/ip4/127.0.0.1/tcp/");
            assertThat(daemon.gateway()).startsWith("http://127.0.0.1:");
            assertThat(daemon.terminate()).isEqualTo(143);
            assertThat(data.resolve("api")).doesNotExist();
            assertThat(data.resolve("gateway")).doesNotExist();
        }
    }

    @Test
    void shutdownEndsTheDaemonWithZero() throws Exception {
        try (Product.Daemon daemon = Product.daemon(temp.resolve("data"))) {
            daemon.run("shutdown").ok();
            assertThat(daemon.process().waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(daemon.process().exitValue()).isZero();
        }
    }

    @Test
    void aSecondDaemonOnTheSameDataDirectoryIsRefusedAndTheFirstIsNamed() throws Exception {
        Path data = temp.resolve("data");
        try (Product.Daemon daemon = Product.daemon(data)) {
            Product.Result second = start(data, "127.0.0.1:0");
            assertThat(second.exit()).isEqualTo(6);
            assertThat(second.err()).contains(Long.toString(daemon.process().pid()));
        }
    }

    @Test
    void aPortInUseIsRefusedByName() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Product.Result refused =
                    start(temp.resolve("data"), "127.0.0.1:" + taken.getLocalPort());
            assertThat(refused.exit()).isEqualTo(7);
            assertThat(refused.err()).contains(Integer.toString(taken.getLocalPort()));
        }
    }

    @Test
    void aDataDirectoryOfANewerVersionIsRefused() throws Exception {
        Path data = temp.resolve("data");
        Product.run(data, "repo", "stat").ok();
        Path version = data.resolve("version");
        Files.writeString(version, Files.readString(version).replaceFirst("\\d+\\s*$", "999\n"));
        Product.Result refused = start(data, "127.0.0.1:0");
        assertThat(refused.exit()).isEqualTo(12);
        assertThat(refused.err()).contains("999");
    }

    @Test
    void aReadOnlyDataDirectoryIsRefused() throws Exception {
        Required.mounting();
        Path data = Files.createDirectory(temp.resolve("data"));
        Product.execute(
                        Product.builder(
                                List.of("mount", "-t", "tmpfs", "-o", "ro", "tmpfs", "" + data)))
                .ok();
        try {
            Product.Result refused = start(data, "127.0.0.1:0");
            assertThat(refused.exit()).isEqualTo(9);
            assertThat(refused.err()).contains(data.toString());
        } finally {
            Product.execute(Product.builder(List.of("umount", "" + data))).ok();
        }
    }

    @Test
    void simulationAndUnknownBackendsAreRefused() throws Exception {
        Product.Result sim = Product.run(temp.resolve("data"), "--backend", "sim", "repo", "stat");
        assertThat(sim.exit()).isEqualTo(2);
        Product.Result unknown =
                Product.run(temp.resolve("data"), "--backend", "fibres", "repo", "stat");
        assertThat(unknown.exit()).isEqualTo(2);
        assertThat(unknown.err()).contains("threads");
    }

    @Test
    void anApiBeyondLoopbackWithoutATokenIsRefused() throws Exception {
        Product.Result refused = start(temp.resolve("data"), "0.0.0.0:0");
        assertThat(refused.exit()).isNotZero();
        assertThat(refused.err()).contains("IPFS_KIT_API_AUTH_TOKEN");
    }

    @Test
    void aClientThatLeavesEndsItsOperationWhileItOnlyWaits() throws Exception {
        Path curl = Required.program("curl");
        try (Product.Daemon daemon = Product.daemon(temp.resolve("data"));
                SlowUpload upload = SlowUpload.begin(daemon)) {
            String waiting = upload.operationId();
            for (String protocol : List.of("--http1.1", "--http2-prior-knowledge")) {
                Product.Result left =
                        Product.execute(
                                Product.builder(
                                        List.of(
                                                curl.toString(),
                                                "-sS",
                                                protocol,
                                                "--max-time",
                                                "1",
                                                daemon.api()
                                                        + "/api/v1/admin/operations/"
                                                        + waiting
                                                        + "?wait=60s")));
                assertThat(left.exit()).as("curl's timeout: %s", left).isEqualTo(28);
                daemon.awaitNoTaskOf("admin.operation");
            }
            HttpRequest cancel =
                    HttpRequest.newBuilder(
                                    URI.create(
                                            daemon.api() + "/api/v1/admin/operations/" + waiting))
                            .DELETE()
                            .build();
            assertThat(daemon.send(cancel).statusCode()).isEqualTo(200);
            daemon.awaitNoTaskOf("ipfs.add");
        }
    }

    private static Product.Result start(Path data, String api) throws Exception {
        return Product.execute(
                Product.builder(
                        Product.command(
                                "daemon",
                                "--data-dir",
                                data.toString(),
                                "--api-listen",
                                api,
                                "--gateway-listen",
                                "127.0.0.1:0")));
    }
}
