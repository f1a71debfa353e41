package dev.sextant.coordinator.spark;

import dev.sextant.worker.log.RunLog;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.layout.PatternLayout;

/**
 * Copies the log lines of an executor's trainers into the logs of their runs, besides wherever else they go. Works with any
 * configuration of Log4j, since that of a cluster's executors is the cluster's.
 */
final class RunLogAppender extends AbstractAppender {
    private static final String NAME = "sextant-runs";
    /** Loggers of Spark, and of a driver that is its own executor. */
    private static final List<String> NOT_OF_TRAINERS =
            List.of("org.apache.spark.", "dev.sextant.coordinator.", "dev.sextant.sql.", "dev.sextant.shaded.");

    private static final PatternLayout LAYOUT = PatternLayout.newBuilder()
            .withPattern("%d{HH:mm:ss} %-5p %c{1}: %m%n%ex")
            .withCharset(StandardCharsets.UTF_8)
            .build();

    private RunLogAppender() {
        super(NAME, null, LAYOUT, true, Property.EMPTY_ARRAY);
    }

    /** Starts to copy the lines of this process, once. Does nothing if it has another logger than Log4j. */
    static void install() {
        if (LogManager.getContext(false) instanceof LoggerContext context
                && !context.getConfiguration().getRootLogger().getAppenders().containsKey(NAME)) {
            RunLogAppender appender = new RunLogAppender();
            appender.start();
            context.getConfiguration().getRootLogger().addAppender(appender, Level.INFO, null);
            context.updateLoggers();
        }
    }

    @Override
    public void append(LogEvent event) {
        if (NOT_OF_TRAINERS.stream().noneMatch(event.getLoggerName()::startsWith)) {
            RunLog.current()
                    .ifPresent(log -> LAYOUT.toSerializable(event).lines().forEach(log::add));
        }
    }
}
