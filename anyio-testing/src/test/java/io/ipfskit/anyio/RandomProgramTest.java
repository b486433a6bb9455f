package io.ipfskit.anyio;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipfskit.anyiotesting.BackendTest;
import io.ipfskit.anyiotesting.TestKit;

/// Random programs on every backend: all have the one outcome that is allowed.
class RandomProgramTest {
    @BackendTest(sim = false)
    void randomProgramsConserveItemsTokensAndPermits() throws Exception {
        for (long seed = 0; seed < 20; seed++) {
            assertThat(TestKit.run(new RandomProgram(seed)::run))
                    .as("seed " + seed)
                    .isEqualTo("conserved");
        }
    }

    @BackendTest(backends = "sim", seeds = 1000)
    void randomProgramsConserveItemsTokensAndPermitsOnAThousandSeeds() throws Exception {
        long seed = ((SimBackend) TestKit.backend()).options().seed();
        assertThat(TestKit.run(new RandomProgram(seed)::run)).isEqualTo("conserved");
    }
}
