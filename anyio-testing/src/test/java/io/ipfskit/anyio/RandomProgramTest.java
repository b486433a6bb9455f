package io.ipfskit.anyio;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipfskit.anyiotesting.BackendTest;
import io.ipfskit.anyiotesting.TestKit;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Random programs: nothing is lost in them, and they have the same outcomes on every backend.
class RandomProgramTest {
    private static final Map<Long, Set<String>> OUTCOMES = new ConcurrentHashMap<>();

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

    @BackendTest
    void aProgramThatNoOrderCanChangeHasOneOutcomeOnEveryBackend() throws Exception {
        for (long program = 0; program < 5; program++) {
            String expected = AnyIO.run(SimBackend.seeded(4711), new SettledProgram(program)::run);
            assertThat(TestKit.run(new SettledProgram(program)::run))
                    .as("program " + program)
                    .isEqualTo(expected);
        }
    }

    @BackendTest
    void aRaceHasTheSameSetOfOutcomesOnEveryBackend() throws Exception {
        int races = 0;
        for (long program = 0; program < 16; program++) {
            Set<String> allowed = outcomes(program);
            races += allowed.size() > 1 ? 1 : 0;
            for (int i = 0; i < 50; i++) {
                assertThat(allowed)
                        .as("outcomes of program " + program)
                        .contains(TestKit.run(new RacyProgram(program)::run));
            }
        }
        assertThat(races).as("programs with more than one outcome").isGreaterThan(10);
    }

    private static Set<String> outcomes(long program) throws InterruptedException {
        Set<String> known = OUTCOMES.get(program);
        if (known == null) {
            known = new RacyProgram(program).outcomes();
            OUTCOMES.put(program, known);
        }
        return known;
    }
}
