package io.ipfskit.anyiotesting;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Channel;
import io.ipfskit.anyio.Checkpoint;
import io.ipfskit.anyio.ReceiveChannel;
import io.ipfskit.anyio.Run;
import io.ipfskit.anyio.SendChannel;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.TaskInfo;
import io.ipfskit.anyio.TaskLocal;
import io.ipfskit.anyio.Time;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// One run for a class: a service that doubles numbers lives as long as the tests.
@SharedRun(on = @BackendTest(seeds = 2))
class SharedRunTest {
    private static final TaskLocal<String> CONTEXT = new TaskLocal<>("context");
    private static final Set<Run> RUNS = new HashSet<>();
    private static final List<Run> OF_ALL = new ArrayList<>();
    private static int opened;
    private static int closed;

    private static Channel<Integer> requests = Channel.open(0);
    private static Channel<Integer> answers = Channel.open(0);

    private int prepared;

    @AroundTests
    static void serve(SharedTests tests) throws Exception {
        requests = Channel.open(0);
        answers = Channel.open(0);
        opened++;
        RUNS.clear();
        try (SendChannel<Integer> in = requests.sender();
                ReceiveChannel<Integer> out = answers.receiver()) {
            TaskGroup.open(group -> {
                group.forkService("doubler", SharedRunTest::doubling);
                return CONTEXT.where(
                        "set around the tests",
                        () -> {
                            tests.run();
                            return 0;
                        });
            });
            assertThat(in).isNotNull();
            assertThat(out).isNotNull();
        }
        closed++;
        assertThat(RUNS).hasSize(1); // all tests were in one run
        OF_ALL.addAll(RUNS);
    }

    private static int doubling() throws InterruptedException {
        while (true) {
            answers.sender().send(2 * requests.receiver().receive());
        }
    }

    @BeforeEach
    void prepare() throws Exception {
        RUNS.add(AnyIO.current());
        Checkpoint.now();
        prepared = 1;
    }

    @AfterEach
    void putAway() throws Exception {
        Checkpoint.now();
        assertThat(AnyIO.current()).isIn(RUNS);
    }

    @Test
    void theServiceAnswersOneTest() throws Exception {
        requests.sender().send(4);
        assertThat(answers.receiver().receive()).isEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void theServiceAnswersMany(int number) throws Exception {
        requests.sender().send(number);
        assertThat(answers.receiver().receive()).isEqualTo(2 * number);
        assertThat(prepared).isEqualTo(1);
    }

    @Test
    void aTestIsATaskOfItsNameBelowTheBodyAround() throws Exception {
        assertThat(TestKit.backend()).isEqualTo(AnyIO.current().backend());
        assertThat(AnyIO.current().tasks())
                .extracting(TaskInfo::name)
                .contains("SharedRunTest", "doubler", "aTestIsATaskOfItsNameBelowTheBodyAround");
        assertThat(CONTEXT.get()).isEqualTo("set around the tests");
        Time.sleep(Duration.ofMillis(1));
    }

    @AfterAll
    static void everyRunThatBeganAlsoWentOn() {
        assertThat(opened).isEqualTo(closed).isPositive(); // JUnit calls this once, at the very end
        assertThat(OF_ALL).hasSize(closed).doesNotHaveDuplicates();
    }
}
