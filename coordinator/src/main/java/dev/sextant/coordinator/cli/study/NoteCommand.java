package dev.sextant.coordinator.cli.study;

import dev.sextant.coordinator.cli.option.DatabaseOption;
import dev.sextant.coordinator.cli.option.DatabaseSession;
import dev.sextant.coordinator.cli.option.OutputOption;
import dev.sextant.coordinator.cli.option.StudyArgument;
import dev.sextant.coordinator.cli.terminal.Console;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import dev.sextant.coordinator.cli.terminal.UsageException;
import dev.sextant.coordinator.report.StudyJson;
import dev.sextant.coordinator.study.LocalUser;
import dev.sextant.coordinator.study.StudySteering;
import dev.sextant.coordinator.text.TextFormat;
import dev.sextant.sql.row.Note;
import dev.sextant.sql.row.StudyRow;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sextant note}. */
@Command(
        name = "note",
        description = "Write a note on a study or a trial, or read the notes.",
        footer = {
            "",
            "Examples:",
            "  sextant note cars-resnet18 'stopped for the weekend'",
            "  sextant note cars-resnet18 --trial 12 'noisy labels?'",
            "  sextant note cars-resnet18"
        })
public final class NoteCommand implements Callable<Integer> {
    @Mixin
    private final DatabaseOption database;

    @Mixin
    private final OutputOption output;

    @Mixin
    private final StudyArgument study = new StudyArgument();

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "TEXT",
            description = "The note. Without it all notes of the study and its trials are shown.")
    private String text;

    @Option(names = "--trial", paramLabel = "N", description = "Number of the trial. Without it, the study itself.")
    private Integer trial;

    public NoteCommand(Console console) {
        this.database = new DatabaseOption(console);
        this.output = new OutputOption(console);
    }

    @Override
    public Integer call() {
        OptionalInt number = trial == null ? OptionalInt.empty() : OptionalInt.of(trial);
        try (DatabaseSession session = database.openAsIs()) {
            StudyRow row = study.find(session.database());
            if (text != null) {
                write(new StudySteering(session.database(), row, LocalUser.atHost()), number);
            }
            List<Note> notes = session.database().annotations().notes(row).stream()
                    .filter(note -> number.isEmpty() || note.trial().equals(number))
                    .toList();
            if (output.isJson()) {
                output.json(notes.stream().map(StudyJson::note).toList());
            } else if (notes.isEmpty()) {
                output.line("No notes yet.");
            } else {
                notes.forEach(note -> output.lines(lines(note)));
            }
            return ExitCode.DONE;
        }
    }

    private void write(StudySteering steering, OptionalInt number) {
        try {
            steering.note(number, text);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage(), e);
        }
    }

    /** Returns a note as people read it: a line that says who wrote it, when and on what, then its text. */
    static List<String> lines(Note note) {
        String subject = note.trial().isPresent() ? ", trial " + note.trial().getAsInt() : "";
        return List.of(TextFormat.time(note.at()) + "  " + note.author() + subject + ":", "  " + note.text());
    }
}
