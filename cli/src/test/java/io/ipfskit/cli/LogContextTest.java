package io.ipfskit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backend;
import io.ipfskit.anyio.Backends;
import io.ipfskit.anyio.Blocking;
import io.ipfskit.anyio.Compute;
import io.ipfskit.anyio.OnCancel;
import io.ipfskit.anyio.Portal;
import io.ipfskit.anyio.RunOptions;
import io.ipfskit.anyio.TaskGroup;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.MDC;

import java.util.ArrayList;
import java.util.List;

/// The logging context follows tasks, calls and portals, on every backend and engine.
class LogContextTest {
    private static final String KEY = "operation_id";

    static List<Backend> engines() {
        return Backends.engines().stream().filter(backend -> !backend.isSimulated()).toList();
    }

    @AfterEach
    void clear() {
        MDC.clear();
    }

    private static String here() {
        return String.valueOf(MDC.get(KEY));
    }

    @ParameterizedTest
    @MethodSource("engines")
    void itFollowsForksAndCallsAndStaysWithItsTask(Backend backend) throws Exception {
        List<String> seen =
                AnyIO.<List<String>, Exception>run(
                        backend,
                        new RunOptions().carrying(new LogContext()),
                        _ -> {
                            MDC.put(KEY, "one");
                            List<String> all = new ArrayList<>();
                            all.add(
                                    TaskGroup.<String, Exception>open(group ->
                                            group.fork(
                                                            "child",
                                                            () -> {
                                                                String inherited = here();
                                                                MDC.put(KEY, "child");
                                                                return inherited;
                                                            })
                                                    .join()));
                            all.add(Blocking.call(LogContextTest::here));
                            all.add(Blocking.call(LogContextTest::here, OnCancel.ABANDON));
                            all.add(Compute.call(LogContextTest::here));
                            MDC.remove(KEY);
                            all.add(Compute.call(LogContextTest::here));
                            all.add(
                                    TaskGroup.<String, Exception>open(
                                            group -> group.fork("later", () -> here()).join()));
                            return all;
                        });

        assertThat(seen).containsExactly("one", "one", "one", "one", "null", "null");
        assertThat(MDC.get(KEY)).as("of the thread that called").isNull();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void itComesThroughAPortal(Backend backend) throws Exception {
        try (Portal portal = Portal.start(backend, new RunOptions().carrying(new LogContext()))) {
            MDC.put(KEY, "thread");
            assertThat(portal.call(LogContextTest::here)).isEqualTo("thread");
            MDC.clear();
            assertThat(portal.call(LogContextTest::here)).isEqualTo("null");
        }
    }
}
