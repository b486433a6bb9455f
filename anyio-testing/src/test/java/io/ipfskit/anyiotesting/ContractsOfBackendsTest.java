package io.ipfskit.anyiotesting;

import io.ipfskit.anyio.Backend;
import io.ipfskit.anyio.Backends;
import io.ipfskit.anyio.SimBackend;

import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// Every backend keeps the contract: ours, and one that somebody else could have written.
@ParameterizedClass
@ValueSource(strings = {"threads", "loop/baton", "platform", "sim", "tiny"})
class ContractsOfBackendsTest extends BackendContract {
    @Parameter String name = "";

    @Override
    protected Backend backend() {
        return name.equals("sim") ? SimBackend.seeded(7) : Backends.named(name);
    }
}
