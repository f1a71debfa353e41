package dev.sextant.coordinator.cli.image;

import dev.sextant.sql.Database;
import dev.sextant.sql.row.StudyRow;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which model of a study is asked. */
final class ModelOption {
    @Option(
            names = "--model",
            paramLabel = "DIR",
            description = "A folder that refit wrote: its model in place of the best trial's.")
    private Path folder;

    boolean isGiven() {
        return folder != null;
    }

    TrialModel model(Database database, StudyRow study, Path home) throws IOException {
        return folder == null ? TrialModel.best(database, study, home) : RefitFolder.model(folder, study);
    }
}
