package io.ipfskit.anyio.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipfskit.anyiotesting.DiskFileContract;
import io.ipfskit.anyiotesting.TestKit;

import java.nio.file.Path;
import java.time.Duration;

/// The simulated disk promises what every disk does, on every backend; with short transfers and
/// slow calls, which break no promise.
class SimDiskContractTest extends DiskFileContract {
    private static final DiskFaults HARMLESS =
            DiskFaults.NONE
                    .withRate(DiskFault.SHORT, 0.1)
                    .withFaultsMax(Integer.MAX_VALUE)
                    .withLatencyMax(Duration.ofNanos(20_000));

    @Override
    protected void withDisk(DiskBody body) throws Exception {
        TestKit.run(_ -> {
            SimDisk disk = SimDisk.ofRun(HARMLESS);
            Path folder = Path.of("/a/folder");
            disk.createDirectories(folder, 0755);
            body.run(disk, folder);
            assertThat(disk.openFiles()).isZero();
            return 0;
        });
    }
}
