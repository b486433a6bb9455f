package io.ipfskit.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backends;
import io.ipfskit.anyio.Disk;
import io.ipfskit.kit.config.Config;
import io.ipfskit.kit.life.LifeCycle;
import io.ipfskit.kit.life.StartRefused;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// Each step of the start made to fail: what had started stops in reverse, and the next start is
/// clean.
class StartStepsTest {
    private static final Logger LIFE = Logger.getLogger(LifeCycle.class.getName());
    private static final List<String> STEPS =
            List.of("data directory", "log files", "identity", "repository log", "blocks", "node");

    @TempDir Path folder;

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final Handler taker =
            new Handler() {
                @Override
                public void publish(LogRecord record) {
                    if (record.getLevel().intValue() < Level.INFO.intValue()) {
                        told.add(MessageFormat.format(record.getMessage(), record.getParameters()));
                    }
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };

    @BeforeEach
    void listen() {
        LIFE.setLevel(Level.FINE);
        LIFE.addHandler(taker);
    }

    @AfterEach
    void stopListening() {
        LIFE.removeHandler(taker);
        LIFE.setLevel(null);
    }

    private static final class NoLogFiles implements LogFiles {
        private final boolean fails;

        NoLogFiles(boolean fails) {
            this.fails = fails;
        }

        @Override
        public void open(Path folder) {
            if (fails) {
                throw new IllegalStateException("no room for a log");
            }
        }

        @Override
        public void close() {}
    }

    /// The real disk, where everything below `broken` fails.
    private static Disk brokenAt(Path broken) {
        Disk real = Disk.real();
        return (Disk)
                Proxy.newProxyInstance(
                        Disk.class.getClassLoader(),
                        new Class<?>[] {Disk.class},
                        (_, method, arguments) -> {
                            boolean isBroken =
                                    arguments != null
                                            && arguments.length > 0
                                            && arguments[0] instanceof Path path
                                            && path.startsWith(broken)
                                            && !method.getName().equals("createDirectories");
                            if (isBroken) {
                                throw new IOException("input/output error at " + broken);
                            }
                            try {
                                return method.invoke(real, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    private void start(KitOptions options) throws Exception {
        AnyIO.<Boolean, Exception>run(
                Backends.named("threads"),
                _ ->
                        Kit.<Boolean, Exception>run(
                                Config.embedded(folder.resolve("data")), options, _ -> true));
    }

    /// What is told when the first `count` steps start and stop again.
    private static List<String> upAndDown(int count) {
        List<String> lines = new ArrayList<>();
        STEPS.subList(0, count).forEach(step -> lines.add("service " + step + " is up"));
        STEPS.subList(0, count)
                .reversed()
                .forEach(step -> lines.add("service " + step + " has stopped"));
        return lines;
    }

    private void requireCleanNextStart() throws Exception {
        told.clear();
        start(KitOptions.EMBEDDED.withLogFiles(new NoLogFiles(false)));
        assertThat(told).containsExactlyElementsOf(upAndDown(STEPS.size()));
        assertThat(folder.resolve("data/owner")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "data directory, version",
        "identity, identity",
        "repository log, log/repository",
        "blocks, blocks"
    })
    void aStepWhoseFilesFailStopsThoseBeforeItInReverse(String step, String file) throws Exception {
        Disk broken = brokenAt(folder.resolve("data").resolve(file));
        assertThatThrownBy(() ->
                        start(
                                KitOptions.EMBEDDED
                                        .withDisk(broken)
                                        .withLogFiles(new NoLogFiles(false))))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("input/output error");
        assertThat(told).containsExactlyElementsOf(upAndDown(STEPS.indexOf(step)));
        requireCleanNextStart();
    }

    @Test
    void logFilesThatDoNotOpenFreeTheData() throws Exception {
        assertThatThrownBy(() -> start(KitOptions.EMBEDDED.withLogFiles(new NoLogFiles(true))))
                .isInstanceOf(StartRefused.class)
                .hasMessage("log files did not start: no room for a log");
        assertThat(told).containsExactlyElementsOf(upAndDown(1));
        requireCleanNextStart();
    }

    @Test
    void aServiceAfterTheNodeThatFailsStopsAll() throws Exception {
        assertThatThrownBy(() ->
                        start(
                                KitOptions.EMBEDDED
                                        .withLogFiles(new NoLogFiles(false))
                                        .withServices(
                                                List.of(
                                                        ExtraService.needed(
                                                                "store",
                                                                (_, _) -> {
                                                                    throw new IOException("gone");
                                                                })))))
                .isInstanceOf(StartRefused.class);
        assertThat(told).containsExactlyElementsOf(upAndDown(STEPS.size()));
        requireCleanNextStart();
    }
}
