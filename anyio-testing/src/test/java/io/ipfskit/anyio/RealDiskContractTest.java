package io.ipfskit.anyio;

import io.ipfskit.anyiotesting.BackendTests;
import io.ipfskit.anyiotesting.DiskFileContract;
import io.ipfskit.anyiotesting.TestKit;

import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/// The disk of this machine, on every backend that has one.
@BackendTests(sim = false)
class RealDiskContractTest extends DiskFileContract {
    @TempDir private Path folder;

    @Override
    protected void withDisk(DiskBody body) throws Exception {
        TestKit.run(_ -> {
            body.run(Disk.real(), folder);
            return 0;
        });
    }
}
