package dev.sextant.coordinator.fault;

import dev.sextant.sql.connect.DatabaseAddress;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads a study's rows from the views, as a person with psql would. */
final class StudyRows {
    private final DatabaseAddress address;
    private final String study;

    StudyRows(DatabaseAddress address, String study) {
        this.address = address;
        this.study = study;
    }

    /** Returns trials: number, state, configuration, value, epoch. */
    List<String> trials() {
        return rows("select trial, state, params, value, epoch from sextant.trials where study = ? order by trial");
    }

    /** Returns every measured epoch with its value. */
    List<String> curves() {
        return rows("select trial, epoch, metric, value from sextant.learning_curves where study = ?"
                + " and metric = 'accuracy' order by trial, epoch");
    }

    /** Returns epochs that were written more than once. */
    List<String> doubledEpochs() {
        return rows("select trial, epoch, count(*) from sextant.learning_curves where study = ? and metric = 'accuracy'"
                + " group by trial, epoch having count(*) > 1");
    }

    /** Returns trials that lack an epoch below their highest. */
    List<String> gaps() {
        return rows("select trial, max(epoch), count(*) from sextant.learning_curves where study = ?"
                + " and metric = 'accuracy' group by trial having max(epoch) <> count(*)");
    }

    /** Returns the file of the checkpoint of each ranked trial's best epoch; null where there is none. */
    List<String> bestCheckpoints() {
        return rows("select c.uri from sextant.leaderboard l left join sextant.checkpoint c"
                + " on c.study_id = l.study_id and c.trial = l.trial and c.epoch = l.epoch where l.study = ?");
    }

    /** Returns the URIs of all recorded checkpoints, also of those whose files were deleted. */
    List<String> checkpoints() {
        return rows(
                "select c.uri from sextant.checkpoint c join sextant.study s on s.id = c.study_id where s.name = ?");
    }

    /** Returns the folders of trials that have recorded checkpoints. */
    Set<Path> checkpointFolders() {
        return checkpoints().stream()
                .map(uri -> Path.of(URI.create(uri)).getParent())
                .collect(Collectors.toSet());
    }

    /** Returns the number of ranked trials whose best epoch is not their last. */
    int trialsPastTheirBest() {
        return rows("select l.trial from sextant.leaderboard l join sextant.trials t using (study, trial)"
                        + " where l.study = ? and t.epoch > l.epoch")
                .size();
    }

    /** Returns runs that are not over. */
    List<String> openRuns() {
        return rows("select trial, run, attempt, state from sextant.runs where study = ?"
                + " and state in ('DISPATCHED', 'RUNNING')");
    }

    /** Returns the number of runs that an executor has begun and that still have at least so many epochs to train. */
    int runsWithEpochsToGo(int epochs) {
        return (int) rows("select r.to_epoch - greatest(r.from_epoch, t.epoch) from sextant.runs r"
                        + " join sextant.trials t using (study, trial) where r.study = ? and r.state = 'RUNNING'")
                .stream()
                .filter(left -> Integer.parseInt(left) >= epochs)
                .count();
    }

    List<String> runningTrials() {
        return rows("select trial from sextant.trials where study = ? and state = 'RUNNING'");
    }

    List<String> lostRuns() {
        return rows("select trial, run, attempt from sextant.runs where study = ? and state = 'LOST'");
    }

    /** Returns all rows about the study as text. */
    String everything() {
        return String.join(
                "\n",
                Stream.of("studies", "trials", "runs", "learning_curves", "decisions_explained")
                        .flatMap(view -> rows("select v::text from sextant." + view + " v where study = ?").stream())
                        .toList());
    }

    String state() {
        List<String> states = rows("select state from sextant.studies where study = ?");
        return states.isEmpty() ? "absent" : states.get(0);
    }

    /** Returns the number of measured epochs; 0 if there is no schema yet. */
    int epochs() {
        try {
            return curves().size();
        } catch (IllegalStateException noSchema) {
            return 0;
        }
    }

    private List<String> rows(String query) {
        try (Connection connection = DriverManager.getConnection(
                        address.url(),
                        address.user().orElse(null),
                        address.password().get().orElse(null));
                PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, study);
            List<String> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
                int columns = result.getMetaData().getColumnCount();
                while (result.next()) {
                    List<String> row = new ArrayList<>();
                    for (int column = 1; column <= columns; column++) {
                        row.add(result.getString(column));
                    }
                    rows.add(String.join(" | ", row));
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(query, e);
        }
    }
}
