package io.ipfskit.anyiotesting;

import io.ipfskit.anyio.Backend;
import io.ipfskit.anyio.Backends;

import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// The kernel of every backend keeps the contract of the SPI.
@ParameterizedClass
@ValueSource(strings = {"threads", "loop/baton", "platform", "tiny"})
class ContractsOfKernelsTest extends KernelContract {
    @Parameter String name = "";

    @Override
    protected Backend backend() {
        return Backends.named(name);
    }
}
