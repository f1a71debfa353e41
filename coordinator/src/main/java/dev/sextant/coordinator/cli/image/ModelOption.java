package dev.sextant.coordinator.cli.image;

import dev.sextant.coordinator.model.TrialModel;
import dev.sextant.coordinator.refit.RefitFolder;
import dev.sextant.sql.Database;
import dev.sextant.sql.row.StudyRow;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The model of a study that a command uses: the best trial's, or a refit. */
final class ModelOption {
    @Option(
            names = "--model",
            paramLabel = "DIR",
            description = "Folder written by refit, whose model is used. Default: the best trial's model.")
    private Path folder;

    /** Fetches the model. */
    TrialModel model(Database database, StudyRow study, Path home) throws IOException {
        return folder == null ? TrialModel.best(database, study, home) : RefitFolder.model(folder, study);
    }
}
