package io.ipfskit.cli;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;

import io.ipfskit.kit.LogFiles;
import io.ipfskit.kit.config.Config;

import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;
import org.slf4j.event.Level;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/// Logging of a process that stays: slf4j with logback, set up by code alone. To stderr as text on
/// a terminal and as JSON elsewhere (`log.format`), and to `logs/` in the data directory, where 100
/// MiB are kept: 8 files of 10 MiB `ipfs-kit.log`, and 2 of `audit.log`, whose lines go nowhere
/// else and do not depend on `log.level`. `System.Logger` and java.util.logging arrive in the same
/// place.
final class Logs implements AutoCloseable {
    private static final String AUDIT = "io.ipfskit.audit";
    private static final int FILES = 7; // beside the one being written, as below
    private static final int AUDIT_FILES = 1;
    private static final String FILE_SIZE = "10MB";
    private static final String TEXT =
            "%date{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{24}"
                    + "%replace( [%X{operation_id}]){'^ \\[\\]$', ''} %msg%n%ex";

    private final LoggerContext context;
    private final boolean json;
    private @Nullable RollingFileAppender<ILoggingEvent> file;
    private @Nullable RollingFileAppender<ILoggingEvent> audit;

    private Logs(LoggerContext context, boolean json) {
        this.context = context;
        this.json = json;
    }

    /// Starts logging to stderr.
    static Logs start(Config config, Terminal terminal) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        boolean json =
                config.log().format().equals("json")
                        || (config.log().format().equals("auto") && !terminal.interactive());
        Logs logs = new Logs(context, json);
        OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
        appender.setContext(context);
        appender.setName("stderr");
        appender.setEncoder(logs.encoder());
        appender.setOutputStream(new Unclosed(terminal.err()));
        appender.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(ch.qos.logback.classic.Level.WARN);
        root.addAppender(appender);
        context.getLogger("io.ipfskit")
                .setLevel(ch.qos.logback.classic.Level.toLevel(config.log().level()));
        if (!SLF4JBridgeHandler.isInstalled()) {
            SLF4JBridgeHandler.removeHandlersForRootLogger();
            SLF4JBridgeHandler.install();
        }
        ConsoleLoggers.route(new ToSlf4j());
        return logs;
    }

    /// The files, opened and closed by who owns the data directory.
    LogFiles files() {
        return new Files();
    }

    private final class Files implements LogFiles {
        @Override
        public void open(Path folder) {
            if (file != null) {
                return;
            }
            file = rolling("file", folder.resolve("ipfs-kit.log"), FILES);
            context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(file);
            audit = rolling("audit", folder.resolve("audit.log"), AUDIT_FILES);
            Logger logger = context.getLogger(AUDIT);
            logger.setLevel(ch.qos.logback.classic.Level.INFO);
            logger.setAdditive(false);
            logger.addAppender(audit);
        }

        @Override
        public void close() {
            if (file != null) {
                context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).detachAppender(file);
                file.stop();
                file = null;
            }
            if (audit != null) {
                context.getLogger(AUDIT).detachAppender(audit);
                audit.stop();
                audit = null;
            }
        }
    }

    private RollingFileAppender<ILoggingEvent> rolling(String name, Path target, int more) {
        RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
        appender.setContext(context);
        appender.setName(name);
        appender.setFile(target.toString());
        appender.setEncoder(encoder());

        FixedWindowRollingPolicy rolling = new FixedWindowRollingPolicy();
        rolling.setContext(context);
        rolling.setParent(appender);
        rolling.setFileNamePattern(target + ".%i");
        rolling.setMinIndex(1);
        rolling.setMaxIndex(more);
        rolling.start();
        appender.setRollingPolicy(rolling);

        SizeBasedTriggeringPolicy<ILoggingEvent> trigger = new SizeBasedTriggeringPolicy<>();
        trigger.setContext(context);
        trigger.setMaxFileSize(FileSize.valueOf(FILE_SIZE));
        trigger.start();
        appender.setTriggeringPolicy(trigger);
        appender.start();
        return appender;
    }

    private Encoder<ILoggingEvent> encoder() {
        if (json) {
            JsonEncoder encoder = new JsonEncoder();
            encoder.setContext(context);
            encoder.setWithSequenceNumber(false);
            encoder.setWithNanoseconds(false);
            encoder.setWithContext(false);
            encoder.setWithMarkers(false);
            encoder.setWithArguments(false);
            encoder.setWithFormattedMessage(true);
            encoder.setWithMessage(false);
            encoder.start();
            return encoder;
        }
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(TEXT);
        encoder.start();
        return encoder;
    }

    @Override
    public void close() {
        ConsoleLoggers.route(null);
        context.stop();
    }

    /// stderr outlives the appender, which closes what it writes to.
    private static final class Unclosed extends FilterOutputStream {
        Unclosed(OutputStream stream) {
            super(stream);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }

    private static final class ToSlf4j implements ConsoleLoggers.Sink {
        @Override
        public boolean takes(String logger, System.Logger.Level level) {
            return LoggerFactory.getLogger(logger).isEnabledForLevel(of(level));
        }

        @Override
        public void take(
                String logger,
                System.Logger.Level level,
                String message,
                @Nullable Throwable thrown) {
            var event = LoggerFactory.getLogger(logger).atLevel(of(level)).setMessage(message);
            (thrown == null ? event : event.setCause(thrown)).log();
        }

        private static Level of(System.Logger.Level level) {
            return switch (level) {
                case ALL, TRACE -> Level.TRACE;
                case DEBUG -> Level.DEBUG;
                case INFO -> Level.INFO;
                case WARNING -> Level.WARN;
                case ERROR, OFF -> Level.ERROR;
            };
        }
    }
}
