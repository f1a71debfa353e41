package dev.sextant.coordinator.cli.option;

import dev.sextant.coordinator.cli.terminal.CommandException;
import dev.sextant.coordinator.study.StudyNames;
import dev.sextant.sql.Database;
import dev.sextant.sql.row.StudyRow;
import dev.sextant.sql.row.StudySummary;
import java.util.List;
import picocli.CommandLine.Parameters;

/** The study that a command is about. */
public final class StudyArgument {
    @Parameters(index = "0", paramLabel = "NAME", description = "The study's name; `sextant list` shows them.")
    private String name;

    public String name() {
        return name;
    }

    /** @throws CommandException when there is no such study, with the name that may have been meant */
    public StudyRow find(Database database) {
        return find(name, database);
    }

    /** @throws CommandException when there is no such study, with the name that may have been meant */
    public static StudyRow find(String name, Database database) {
        return database.studies().find(name).orElseThrow(() -> unknown(name, database));
    }

    private static CommandException unknown(String name, Database database) {
        List<String> names =
                database.reader().studies().stream().map(StudySummary::study).toList();
        if (names.isEmpty()) {
            return new CommandException("There is no study " + name + ": there is none at all in " + database.address()
                    + "; `sextant sweep FILE` makes one");
        }
        return new CommandException(
                "There is no study " + name + " in " + database.address() + "; " + StudyNames.remedy(name, names));
    }
}
