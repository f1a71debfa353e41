package dev.sextant.coordinator.cli.option;

import dev.sextant.coordinator.cli.terminal.CommandException;
import dev.sextant.coordinator.study.StudyNames;
import dev.sextant.coordinator.text.TextFormat;
import dev.sextant.sql.Database;
import dev.sextant.sql.row.StudyRow;
import dev.sextant.sql.row.StudySummary;
import java.util.List;
import picocli.CommandLine.Parameters;

/** The name of the study that a command works on. */
public final class StudyArgument {
    @Parameters(index = "0", paramLabel = "NAME", description = "Name of the study. `sextant list` shows all names.")
    private String name;

    /** Returns the name as given. */
    public String name() {
        return name;
    }

    /**
     * Finds the study.
     *
     * @throws CommandException when there is none of this name; the message suggests a similar name
     */
    public StudyRow find(Database database) {
        return find(name, database);
    }

    /**
     * Finds the study.
     *
     * @throws CommandException when there is none of this name; the message suggests a similar name
     */
    public static StudyRow find(String name, Database database) {
        return database.studies().find(name).orElseThrow(() -> unknown(name, database));
    }

    /** Returns the exception for an unknown study, whose message suggests a similar name. */
    public CommandException unknown(Database database) {
        return unknown(name, database);
    }

    private static CommandException unknown(String name, Database database) {
        List<String> names =
                database.reader().studies().stream().map(StudySummary::study).toList();
        String deletion = database.reader()
                .deleted(name)
                .map(deleted -> ". " + deleted.requester() + " deleted the study of this name on "
                        + TextFormat.time(deleted.deletedAt()))
                .orElse("");
        if (names.isEmpty()) {
            return new CommandException("There is no study " + name + ": " + database.address()
                    + " has no studies yet. Run `sextant sweep FILE` to create one" + deletion);
        }
        return new CommandException("There is no study " + name + " in " + database.address() + "; "
                + StudyNames.remedy(name, names) + deletion);
    }
}
