package dev.sextant.coordinator.cli.image;

import dev.sextant.coordinator.cli.terminal.UsageException;
import dev.sextant.coordinator.model.TrialModel;
import dev.sextant.coordinator.refit.RefitFolder;
import dev.sextant.sql.Database;
import dev.sextant.sql.row.StudyRow;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The model of a study that a command uses: the best trial's, another trial's, or a refit. */
final class ModelOption {
    @Option(
            names = "--trial",
            paramLabel = "N",
            description = "Number of the trial whose model is used. Default: the best trial.")
    private Integer trial;

    @Option(
            names = "--model",
            paramLabel = "DIR",
            description = "Folder written by refit, whose model is used instead of a trial's.")
    private Path folder;

    /**
     * Checks that the options do not contradict each other.
     *
     * @throws UsageException when both are given
     */
    void check() {
        if (trial != null && folder != null) {
            throw new UsageException("--trial and --model cannot be combined. Give one of them.");
        }
    }

    /** Fetches the model. */
    TrialModel model(Database database, StudyRow study, Path home) throws IOException {
        if (folder != null) {
            return RefitFolder.model(folder, study);
        }
        return trial == null ? TrialModel.best(database, study, home) : TrialModel.of(database, study, trial, home);
    }
}
