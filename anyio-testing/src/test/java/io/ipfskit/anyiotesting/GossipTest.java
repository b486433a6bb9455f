package io.ipfskit.anyiotesting;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipfskit.anyio.SimBackend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// 200 hosts, an hour of virtual time, partitions, loss and churn.
class GossipTest {
    private static final int HOSTS = 200;

    @BackendTest(backends = "sim", seeds = 1)
    void twoHundredHostsLiveThroughAnHourOfFaultsAndLeaveNothing() throws Exception {
        String outcome = TestKit.run(run -> new GossipProgram(HOSTS).run(run));
        assertThat(outcome).contains(" echoes, ").contains("connections=0");
        assertThat(((SimBackend) TestKit.backend()).trace().virtual()).hasHours(1);
    }

    @BackendTest(backends = "sim", seeds = 1)
    void oneSeedGivesOneWorldInTwoProcessesAndTwoSeedsGiveTwo() throws Exception {
        List<String> first = inAnotherProcess(0, 2, HOSTS).lines().toList();
        assertThat(first).hasSize(2).allMatch(line -> line.startsWith("seed "));
        assertThat(first.getFirst().substring(6)).isNotEqualTo(first.getLast().substring(6));
        assertThat(inAnotherProcess(0, 2, HOSTS).lines().toList()).isEqualTo(first);
    }

    @BackendTest(backends = "sim", seeds = 1)
    void twentySeedsOfASmallWorldGiveTwentyTracesInEachOfTwoProcesses() throws Exception {
        List<String> first = inAnotherProcess(100, 20, 5).lines().toList();
        assertThat(first).hasSize(20).allMatch(line -> line.startsWith("seed "));
        assertThat(first.stream().map(line -> line.replaceFirst("seed \\d+", "")).distinct())
                .hasSize(20);
        assertThat(inAnotherProcess(100, 20, 5).lines().toList()).isEqualTo(first);
    }

    private static String inAnotherProcess(long seed, int seeds, int hosts)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (TestKit.backend().engine().endsWith("scheduler")) {
            command.add("--add-opens=java.base/java.lang=ALL-UNNAMED");
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(GossipProgram.class.getName());
        command.add(Long.toString(seed));
        command.add(Integer.toString(seeds));
        command.add(TestKit.backend().engine());
        command.add(Integer.toString(hosts));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        return out;
    }
}
