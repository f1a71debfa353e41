package dev.sextant.coordinator.cli.study;

import dev.sextant.coordinator.checkpoint.CheckpointInventory;
import dev.sextant.coordinator.checkpoint.CheckpointInventory.Orphan;
import dev.sextant.coordinator.checkpoint.CheckpointInventory.Verified;
import dev.sextant.coordinator.checkpoint.StudyFolders;
import dev.sextant.coordinator.cli.option.DatabaseOption;
import dev.sextant.coordinator.cli.option.DatabaseSession;
import dev.sextant.coordinator.cli.option.OutputOption;
import dev.sextant.coordinator.cli.option.StudyArgument;
import dev.sextant.coordinator.cli.terminal.Console;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import dev.sextant.coordinator.cli.terminal.Table;
import dev.sextant.coordinator.cli.terminal.UsageException;
import dev.sextant.coordinator.text.Json;
import dev.sextant.coordinator.text.TextFormat;
import dev.sextant.sql.Database;
import dev.sextant.sql.row.CheckpointRow;
import dev.sextant.worker.checkpoint.Integrity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sextant checkpoints}. */
@Command(
        name = "checkpoints",
        description = "List, verify and clean checkpoint files.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example:", "  sextant checkpoints verify cars-resnet18"})
public final class CheckpointsCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: give list, verify or clean");
    }

    /** Options of all three commands. */
    private abstract static class OfStudies implements Callable<Integer> {
        final Console console;

        @Mixin
        final DatabaseOption database;

        @Mixin
        final OutputOption output;

        @Parameters(
                index = "0",
                arity = "0..1",
                paramLabel = "NAME",
                description = "Name of the study. Default: all studies.")
        private String name;

        OfStudies(Console console) {
            this.console = console;
            this.database = new DatabaseOption(console);
            this.output = new OutputOption(console);
        }

        @Override
        public final Integer call() throws IOException {
            try (DatabaseSession session = database.openAsIs()) {
                Database open = session.database();
                if (name != null) {
                    StudyArgument.find(name, open);
                }
                StudyFolders folders =
                        StudyFolders.of(open.studies()::all, console.home().folder());
                return call(new CheckpointInventory(open, folders, Optional.ofNullable(name)));
            }
        }

        abstract int call(CheckpointInventory inventory) throws IOException;

        boolean isOfOneStudy() {
            return name != null;
        }
    }

    /** {@code sextant checkpoints list}. */
    @Command(
            name = "list",
            description = {
                "List the checkpoints that trials resume from and models are read from.",
                "",
                "A checkpoint that a newer one replaced is left out once its file is deleted."
            },
            footer = {"", "Example:", "  sextant checkpoints list cars-resnet18"})
    public static final class Show extends OfStudies {
        public Show(Console console) {
            super(console);
        }

        @Override
        int call(CheckpointInventory inventory) throws IOException {
            List<Verified> present = inventory.present();
            if (output.isJson()) {
                output.json(present.stream().map(Show::json).toList());
                return ExitCode.DONE;
            }
            Table table = Table.of("study", ">trial", ">epoch", ">size", "role", "file", "path");
            long bytes = 0;
            for (Verified each : present) {
                CheckpointRow row = each.row();
                boolean exists = each.file() == Integrity.INTACT;
                bytes += exists ? row.checkpoint().bytes() : 0;
                table.row(
                        row.study(),
                        row.trial(),
                        row.checkpoint().epoch(),
                        TextFormat.bytes(row.checkpoint().bytes()),
                        role(row),
                        exists ? "exists" : "missing",
                        row.checkpoint().uri());
            }
            output.table(table);
            output.line("");
            output.line(TextFormat.count(present.size(), "checkpoint") + ", " + TextFormat.bytes(bytes));
            return ExitCode.DONE;
        }

        private static String role(CheckpointRow row) {
            if (row.best()) {
                return row.latest() ? "best, latest" : "best";
            }
            return row.latest() ? "latest" : "spare";
        }

        private static Map<String, Object> json(Verified each) {
            Map<String, Object> json = row(each.row());
            json.put("exists", each.file() == Integrity.INTACT);
            return json;
        }
    }

    private static Map<String, Object> row(CheckpointRow row) {
        return Json.object(
                "study", row.study(),
                "trial", row.trial(),
                "epoch", row.checkpoint().epoch(),
                "bytes", row.checkpoint().bytes(),
                "sha256", row.checkpoint().sha256(),
                "path", row.checkpoint().uri(),
                "best", row.best(),
                "latest", row.latest(),
                "created_at", row.createdAt());
    }

    private static Map<String, Object> json(Orphan orphan) {
        return Json.object(
                "study", orphan.study().isEmpty() ? null : orphan.study(),
                "path", orphan.file().uri(),
                "bytes", orphan.file().bytes());
    }

    /** {@code sextant checkpoints verify}. */
    @Command(
            name = "verify",
            description = {
                "Compare checkpoint files with their SHA-256, and find files that no row names.",
                "",
                "Reads all files. Looks for files without a row in the folders of studies that have ended."
            },
            footer = {
                "",
                "Example:",
                "  sextant checkpoints verify",
                "",
                "The exit code is 1 if a file is missing, altered or without a row."
            })
    public static final class Verify extends OfStudies {
        public Verify(Console console) {
            super(console);
        }

        @Override
        int call(CheckpointInventory inventory) throws IOException {
            List<Verified> verified = inventory.verified();
            List<Orphan> orphans = inventory.orphans();
            List<Verified> wrong = verified.stream()
                    .filter(each -> each.file() != Integrity.INTACT)
                    .toList();
            if (output.isJson()) {
                output.json(Json.object(
                        "intact",
                        verified.size() - wrong.size(),
                        "missing",
                        of(wrong, Integrity.MISSING),
                        "altered",
                        of(wrong, Integrity.ALTERED),
                        "orphans",
                        orphans.stream().map(CheckpointsCommand::json).toList()));
            } else {
                wrong.forEach(each -> output.line(line(each)));
                orphans.forEach(
                        orphan -> output.line("without a row: " + orphan.file().uri()));
                output.line(TextFormat.count(verified.size() - wrong.size(), "checkpoint") + " intact, " + wrong.size()
                        + " missing or altered, " + TextFormat.count(orphans.size(), "file") + " without a row");
            }
            if (!wrong.isEmpty()) {
                output.next(
                        "Restore these files from a copy. Without it, trials resume from an older checkpoint or from"
                                + " scratch, and models of these epochs are lost.");
            }
            if (!orphans.isEmpty()) {
                output.next("`sextant checkpoints clean` deletes files without a row.");
            }
            return wrong.isEmpty() && orphans.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
        }

        private static List<Map<String, Object>> of(List<Verified> wrong, Integrity file) {
            return wrong.stream()
                    .filter(each -> each.file() == file)
                    .map(each -> row(each.row()))
                    .toList();
        }

        private static String line(Verified each) {
            return "%s: %s trial %d epoch %d, %s"
                    .formatted(
                            each.file().name().toLowerCase(Locale.ROOT),
                            each.row().study(),
                            each.row().trial(),
                            each.row().checkpoint().epoch(),
                            each.row().checkpoint().uri());
        }
    }

    /** {@code sextant checkpoints clean}. */
    @Command(
            name = "clean",
            description = {
                "Delete checkpoint files that no row names, of studies that have ended.",
                "",
                "Such files remain when a sweep is killed between writing a file and its row. Files of paused and"
                        + " running studies, and of other names, stay."
            },
            footer = {
                "",
                "Examples:",
                "  sextant checkpoints clean",
                "  sextant checkpoints clean --deleted-studies --yes"
            })
    public static final class Clean extends OfStudies {
        @Option(
                names = "--deleted-studies",
                description =
                        "Also delete checkpoints in folders of no study of this database. Do not use it if another"
                                + " database has studies in the same folder.")
        private boolean deletedStudies;

        @Option(
                names = {"-y", "--yes"},
                description = "Do not ask for confirmation.")
        private boolean yes;

        public Clean(Console console) {
            super(console);
        }

        @Override
        int call(CheckpointInventory inventory) throws IOException {
            if (deletedStudies && isOfOneStudy()) {
                throw new UsageException("--deleted-studies and NAME cannot be combined. Give one of them.");
            }
            List<Orphan> orphans = new ArrayList<>(inventory.orphans());
            if (deletedStudies) {
                orphans.addAll(inventory.ofUnknownStudies());
            }
            if (!output.isJson()) {
                orphans.forEach(orphan -> output.line(orphan.file().uri()));
            }
            if (!orphans.isEmpty() && !yes && !confirmed(orphans)) {
                output.line("Nothing was deleted.");
                return ExitCode.FAILED;
            }
            List<Orphan> deleted = inventory.delete(orphans);
            if (output.isJson()) {
                output.json(Json.object(
                        "deleted",
                        deleted.stream().map(CheckpointsCommand::json).toList(),
                        "bytes",
                        bytes(deleted)));
            } else {
                output.line("Deleted " + size(deleted));
            }
            if (deleted.size() < orphans.size()) {
                output.next(
                        TextFormat.count(orphans.size() - deleted.size(), "file")
                                + " stayed, of studies that began to run or to use them meanwhile. Run the command again later.");
            }
            return ExitCode.DONE;
        }

        private boolean confirmed(List<Orphan> orphans) {
            return console.ask("Delete " + size(orphans) + "? [y/N]")
                    .orElseThrow(() -> new UsageException("Without a terminal, checkpoints clean needs --yes"))
                    .toLowerCase(Locale.ROOT)
                    .startsWith("y");
        }

        private static String size(List<Orphan> orphans) {
            return TextFormat.count(orphans.size(), "file") + ", " + TextFormat.bytes(bytes(orphans));
        }

        private static long bytes(List<Orphan> orphans) {
            return orphans.stream().mapToLong(orphan -> orphan.file().bytes()).sum();
        }
    }
}
