package dev.sextant.coordinator.cli.study;

import dev.sextant.common.study.StudySpec;
import dev.sextant.coordinator.cli.terminal.Console;
import dev.sextant.coordinator.cli.terminal.UsageException;
import dev.sextant.coordinator.hook.StudyHook;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** Who is told of the events of a running study. */
final class OnEventOption {
    /** The environment variable that replaces {@code --on-event}. */
    private static final String VARIABLE = "SEXTANT_ON_EVENT";

    /** The JVM keeps the command line in this property, which Spark shows on its pages and writes to its event log. */
    private static final String COMMAND_LINE = "sun.java.command";

    private final Console console;

    @Option(
            names = "--on-event",
            paramLabel = "COMMAND|URL",
            description = {
                "Run a shell command, or post to an http(s) URL, when a trial is the new best, a trial fails, or the"
                        + " study ends. The event is a JSON document, on standard input or as the body.",
                "Default: $SEXTANT_ON_EVENT. Use the variable if the URL holds a secret."
            })
    private String value;

    OnEventOption(Console console) {
        this.console = console;
    }

    /**
     * Checks the value and hides it from Spark. To be called before Spark starts.
     *
     * @throws UsageException if it is an address that cannot be used; the message does not repeat it
     */
    void checked() {
        Optional<String> wanted = value();
        if (wanted.isPresent()) {
            String name = nameOf(wanted.get());
            String commandLine = System.getProperty(COMMAND_LINE, "");
            if (commandLine.contains(wanted.get())) {
                System.setProperty(COMMAND_LINE, commandLine.replace(wanted.get(), name));
            }
        }
    }

    private static String nameOf(String target) {
        try {
            return StudyHook.targetName(target);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--on-event: " + e.getMessage(), e);
        }
    }

    /**
     * Returns the hook of a study; empty if nobody is to be told.
     *
     * @param warnings receives a warning about the first event that could not be delivered
     */
    Optional<StudyHook> hook(StudySpec spec, Consumer<String> warnings) {
        return value().map(target -> StudyHook.to(target, spec, warnings));
    }

    private Optional<String> value() {
        String text = value == null ? console.environment().getOrDefault(VARIABLE, "") : value;
        return text.isBlank() ? Optional.empty() : Optional.of(text.strip());
    }
}
