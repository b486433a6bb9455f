package io.ipfskit.anyio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/// Looks at what the two executions of the suite, without any flag and with `java.lang` open, wrote
/// down: every backend and engine took part, and none ran fewer tests than `threads`.
class BackendReportTest {
    @Test
    void withoutAnyFlagTheEnginesThatNeedNoneRanEveryTest() throws Exception {
        Properties report = read("backends-plain.properties");
        assertThat(report.stringPropertyNames())
                .contains("threads/virtual", "loop/baton", "platform/threads", "sim/baton", "tiny")
                .doesNotContain("loop/scheduler", "sim/scheduler");
        requireAsManyAsThreads(report);
    }

    @Test
    void withTheJdkOpenTheSchedulerEngineRanEveryTestToo() throws Exception {
        Properties report = read("backends-opened.properties");
        assertThat(report.stringPropertyNames())
                .contains("loop/scheduler", "sim/scheduler", "loop/baton", "sim/baton");
        requireAsManyAsThreads(report);
    }

    private static void requireAsManyAsThreads(Properties report) {
        int threads = number(report, "threads/virtual");
        int notOnSim = number(report, "not-on-sim");
        assertThat(threads).isPositive();
        for (String engine : report.stringPropertyNames()) {
            if (!engine.equals("not-on-sim")) {
                int least = engine.startsWith("sim/") ? threads - notOnSim : threads;
                assertThat(number(report, engine)).as(engine).isGreaterThanOrEqualTo(least);
            }
        }
    }

    private static int number(Properties report, String key) {
        return Integer.parseInt(report.getProperty(key));
    }

    private static Properties read(String name) throws Exception {
        Properties report = new Properties();
        try (Reader file = Files.newBufferedReader(Path.of("target", name))) {
            report.load(file);
        }
        return report;
    }
}
