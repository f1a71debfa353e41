package dev.sextant.coordinator.cli.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sextant.common.run.StoredTrial;
import dev.sextant.common.space.Configuration;
import dev.sextant.common.study.Goal;
import dev.sextant.common.study.StudyState;
import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.cli.CapturedConsole;
import dev.sextant.coordinator.cli.CommandTest;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import dev.sextant.sql.row.StudyRow;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Imports CSV files, and databases that Optuna 4.5 has made: see {@code optuna/studies.py} in the test resources. */
class ImportCommandTest extends CommandTest {
    private static final String STUDY =
            """
            study: plan
            objective: {metric: accuracy, goal: maximize}
            trainer: {type: command, command: [python3, train.py]}
            parameters:
              learning_rate: {type: continuous, low: 1.0e-5, high: 0.1, scale: log}
              layers: {type: integer, low: 1, high: 4}
              optimizer: {type: categorical, values: [adam, sgd]}
              momentum: {type: continuous, low: 0.0, high: 0.95, when: {optimizer: sgd}}
              bias: {type: categorical, values: [true, false]}
            fidelity: {max_epochs: 27}
            budget: {trials: 9}
            """;
    private static final String HEADER = "accuracy,learning_rate,layers,optimizer,momentum,bias\n";

    @TempDir
    Path folder;

    private Path optuna;
    private Path studyFile;

    @BeforeEach
    void copyFiles() throws IOException {
        optuna = folder.resolve("studies.db");
        try (InputStream in = ImportCommandTest.class.getResourceAsStream("/optuna/studies.db")) {
            Files.copy(in, optuna);
        }
        studyFile = Files.writeString(folder.resolve("study.yaml"), STUDY);
    }

    private static StudyRow row(String name) {
        return database().studies().find(name).orElseThrow();
    }

    private static List<StoredTrial> trials(String name) {
        return database().reader().snapshot(row(name)).trials();
    }

    private Said csv(String name, String rows) throws IOException {
        Path file = Files.writeString(folder.resolve("trials.csv"), rows);
        return run("import", name, file.toString(), "--study-file", studyFile.toString());
    }

    @Test
    void studyOfOptunaKeepsItsCurvesStatesAndConditions() {
        Said said = run("import", "optuna-cars", optuna.toString(), "--study", "cars");

        assertThat(said.out().lines())
                .containsExactly(
                        "Imported 11 trials as study optuna-cars: 7 completed, 4 stopped early, 0 failed.",
                        "Left out: 2 trials, not over.",
                        "Steps 0 to 5 became epochs 1 to 6.",
                        "momentum matters when optimizer is sgd: only such trials have a value of it.",
                        "Left out: 1 trial, failed before all of their parameters had values.",
                        "Best accuracy: 0.8531, trial 1",
                        "A study learns from it with search: {warm_start: [optuna-cars]} in its file.");
        StudyRow row = row("optuna-cars");
        assertThat(row.state()).isEqualTo(StudyState.COMPLETED);
        assertThat(row.spec().objective().metric()).isEqualTo("accuracy");
        assertThat(row.spec().objective().goal()).isEqualTo(Goal.MAXIMIZE);
        assertThat(row.spec().fidelity().maxEpochs()).isEqualTo(6);
        List<StoredTrial> trials = trials("optuna-cars");
        StoredTrial first = trials.get(0);
        assertThat(first.state()).isEqualTo(TrialState.COMPLETED);
        assertThat(first.curve().epochs()).isEqualTo(6);
        assertThat(first.curve().best(Goal.MAXIMIZE)).isEqualTo(0.8530980236123704);
        assertThat(first.configuration())
                .isEqualTo(Configuration.of(Map.of(
                        "learning_rate", 0.00046568046379195655,
                        "layers", 3L,
                        "optimizer", "sgd",
                        "momentum", first.configuration().values().get("momentum"),
                        "units", first.configuration().values().get("units"),
                        "bias", first.configuration().values().get("bias"),
                        "dropout", first.configuration().values().get("dropout"))));
        assertThat(first.configuration().values().get("units")).isInstanceOf(Long.class);
        assertThat(first.configuration().values().get("bias")).isInstanceOf(Boolean.class);
        assertThat(row.spec().space().parameter("dropout").listed()).containsExactly(0.0, 0.1, 0.2, 0.3, 0.4, 0.5);
        assertThat(trials.get(1).state()).isEqualTo(TrialState.STOPPED);
        assertThat(trials.get(1).curve().epochs()).isEqualTo(3);
        assertThat(trials)
                .allMatch(
                        trial -> trial.configuration().values().get("optimizer").equals("sgd")
                                == trial.configuration().values().containsKey("momentum"));
        assertThat(run("show", "optuna-cars", "2").out())
                .contains("imported from " + optuna + ", trial 1")
                .contains("was stopped early");
    }

    @Test
    void resultsOfOptunaWithoutReportsAreTrialsOfOneEpoch() {
        Said said = run("import", "optuna-loss", "sqlite:///" + optuna, "--study", "loss", "--metric", "rmse");

        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out()).contains("6 trials", "5 completed, 0 stopped early, 1 failed");
        assertThat(row("optuna-loss").spec().objective().goal()).isEqualTo(Goal.MINIMIZE);
        assertThat(row("optuna-loss").spec().objective().metric()).isEqualTo("rmse");
        assertThat(trials("optuna-loss").get(3).state()).isEqualTo(TrialState.FAILED);
        assertThat(run("show", "optuna-loss", "4").out()).contains("rmse is Infinity");
        StoredTrial first = trials("optuna-loss").get(0);
        double x = (Double) first.configuration().values().get("x");
        assertThat(first.curve().best(Goal.MINIMIZE)).isCloseTo((x - 1) * (x - 1), within(1e-12));
    }

    @Test
    void reportsOfAnotherMetricAreNotTakenForTheObjective() {
        Said said = run("import", "optuna-reports", optuna.toString(), "--study", "reports");

        assertThat(said.out())
                .contains("Reports were left out, as they are of another metric: trial 0 returned")
                .contains("Left out: 1 trial, pruned, and so without a value of the objective.");
        assertThat(trials("optuna-reports"))
                .hasSize(3)
                .allMatch(trial -> trial.curve().epochs() == 1 && trial.curve().best(Goal.MAXIMIZE) < 1);
    }

    @Test
    void postgreSqlGivesTheSameStudyAsSqlite() throws Exception {
        String database = server().address().url();
        String password = server().address().password().get().orElseThrow();
        String user = server().address().user().orElseThrow();
        String optunaUrl = database.replaceAll("/[^/]*$", "/optuna");
        try (Connection admin = DriverManager.getConnection(database, user, password);
                Statement statement = admin.createStatement()) {
            statement.execute("CREATE DATABASE optuna");
        }
        try (Connection from = DriverManager.getConnection("jdbc:sqlite:" + optuna);
                Connection to = DriverManager.getConnection(optunaUrl + "?stringtype=unspecified", user, password)) {
            copy(from, to);
        }
        CapturedConsole console = CapturedConsole.withEnvironment(
                Map.of("SEXTANT_HOME", home().toString(), "SEXTANT_IMPORT_PASSWORD", password));
        // As Optuna's own storage would be named.
        String address = optunaUrl.replace("jdbc:postgresql://", "postgresql+psycopg2://" + user + "@");

        JsonNode ofPostgreSql = say(console, "import", "optuna-pg", address, "--study", "cars", "--json")
                .json();
        JsonNode ofSqlite = run("import", "optuna-lite", optuna.toString(), "--study", "cars", "--json")
                .json();

        assertThat(ofPostgreSql.path("source").asText()).isEqualTo(optunaUrl);
        assertThat(ofPostgreSql.path("trials").asInt()).isEqualTo(11);
        assertThat(ofPostgreSql.path("notes")).isEqualTo(ofSqlite.path("notes"));
        assertThat(row("optuna-pg").spec().space())
                .isEqualTo(row("optuna-lite").spec().space());
        assertThat(trials("optuna-pg"))
                .usingRecursiveComparison()
                .ignoringFields("latestRun")
                .isEqualTo(trials("optuna-lite"));
    }

    /** Copies all tables into such as Optuna makes in PostgreSQL. */
    private static void copy(Connection from, Connection to) throws SQLException, IOException {
        try (InputStream tables = ImportCommandTest.class.getResourceAsStream("/optuna/tables.sql");
                Statement create = to.createStatement();
                Statement read = from.createStatement()) {
            String text = new String(tables.readAllBytes(), StandardCharsets.UTF_8);
            create.execute(text);
            for (String line :
                    text.lines().filter(each -> each.startsWith("CREATE TABLE")).toList()) {
                String table = line.split(" ", -1)[2];
                try (ResultSet rows = read.executeQuery("SELECT * FROM " + table)) {
                    ResultSetMetaData columns = rows.getMetaData();
                    int count = columns.getColumnCount();
                    try (PreparedStatement insert = to.prepareStatement(
                            "INSERT INTO " + table + " VALUES (?" + ", ?".repeat(count - 1) + ")")) {
                        while (rows.next()) {
                            for (int column = 1; column <= count; column++) {
                                insert.setString(column, rows.getString(column));
                            }
                            insert.execute();
                        }
                    }
                }
            }
        }
    }

    @Test
    void studyFileGivesNamesTypesAndRangesToAStudyOfOptuna() throws IOException {
        Files.writeString(studyFile, STUDY.replace("accuracy", "top1"));

        Said said =
                run("import", "like-file", optuna.toString(), "--study", "cars", "--study-file", studyFile.toString());

        assertThat(said.code()).isEqualTo(ExitCode.USAGE);
        assertThat(said.err())
                .contains("differ: only the study has units, dropout. Write each parameter of the study into the file");
        assertThat(database().studies().find("like-file")).isEmpty();

        Files.writeString(
                studyFile,
                Files.readString(studyFile)
                        .replace(
                                "fidelity",
                                "  units: {type: integer, low: 100, high: 300, scale: log}\n"
                                        + "  dropout: {type: continuous, low: 0.0, high: 1.0}\nfidelity"));
        said = run("import", "like-file", optuna.toString(), "--study", "cars", "--study-file", studyFile.toString());
        assertThat(said.code()).isEqualTo(ExitCode.USAGE);
        assertThat(said.err()).contains("is not a whole number from 100 to 300", "trial 0: units (");

        Files.writeString(studyFile, Files.readString(studyFile).replace("low: 100, high: 300", "low: 1, high: 300"));
        said = run("import", "like-file", optuna.toString(), "--study", "cars", "--study-file", studyFile.toString());
        assertThat(said.code()).as(said.err()).isZero();
        assertThat(row("like-file").spec().objective().metric()).isEqualTo("top1");
        assertThat(trials("like-file").get(0).configuration().values().get("dropout"))
                .isInstanceOf(Double.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--study two | Study two of FILE has 2 objectives. Only studies with one can be imported",
                "--study none | There is no study none in FILE. It has: cars, loss, reports, two",
                "'' | it has several studies. Choose one with --study: cars, loss, reports, two"
            })
    void studyThatCannotBeChosenIsRefused(String options, String message) {
        Said said = run(("import refused " + optuna + " " + options).strip().split(" +", -1));

        assertThat(said.code()).isNotZero();
        assertThat(said.err()).contains(message.replace("FILE", optuna.toString()));
        assertThat(database().studies().find("refused")).isEmpty();
    }

    @Test
    void tablesOfAnOlderOptunaAndOfOthersAreRefused() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + optuna);
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE alembic_version SET version_num = 'v2.6.0.a'");
        }
        assertThat(run("import", "refused", optuna.toString()).err())
                .contains("has the tables of an older Optuna (v2.6.0.a). Run `optuna storage upgrade`");
        Path other = folder.resolve("other.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + other);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE studies (x integer)");
        }
        assertThat(run("import", "refused", other.toString()).err()).contains(other + " is not a database of Optuna");
        Path cut = Files.write(folder.resolve("cut.db"), Arrays.copyOf(Files.readAllBytes(optuna), 5000));
        assertThat(run("import", "refused", cut.toString()).err()).contains("Nothing was imported: ");
        assertThat(run("import", "refused", folder + "/none.db").err()).contains("none.db is not a file");
        assertThat(run("import", "refused", "postgresql://ada:secret@db/optuna").err())
                .contains("ADDRESS must not contain a password", "SEXTANT_IMPORT_PASSWORD")
                .doesNotContain("secret");
    }

    @Test
    void rowsOfACsvFileBecomeTrials() throws IOException {
        Said said = csv(
                "csv",
                "\ufeff" + HEADER
                        + "0.81,0.001,3,adam,,True\n"
                        + "0.9,1e-2,2.0,sgd,0.9,false\n"
                        + "\n"
                        + ",0.1,4,\"adam\",0.5,false\n"
                        + "nan,0.05,1,sgd,0.1,true\n");

        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out().lines())
                .containsExactly(
                        "Imported 4 trials as study csv: 2 completed, 0 stopped early, 2 failed.",
                        "Best accuracy: 0.9, trial 2",
                        "A study learns from it with search: {warm_start: [csv]} in its file.");
        List<StoredTrial> trials = trials("csv");
        assertThat(trials.get(0).configuration())
                .isEqualTo(Configuration.of(
                        Map.of("learning_rate", 0.001, "layers", 3L, "optimizer", "adam", "bias", true)));
        assertThat(trials.get(1).configuration())
                .isEqualTo(Configuration.of(Map.of(
                        "learning_rate", 0.01, "layers", 2L, "optimizer", "sgd", "momentum", 0.9, "bias", false)));
        assertThat(trials)
                .extracting(StoredTrial::state)
                .containsExactly(TrialState.COMPLETED, TrialState.COMPLETED, TrialState.FAILED, TrialState.FAILED);
        assertThat(run("show", "csv", "3").out()).contains("accuracy has no value", "line 5");
        assertThat(row("csv").spec().trainer().settings()).containsKey("command");
        assertThat(run("best", "csv").code()).isZero();
        assertThat(run("status", "csv").out()).contains("csv  COMPLETED");
    }

    @Test
    void everyWrongLineOfACsvFileIsNamedAndNothingIsImported() throws IOException {
        Said said = csv(
                "wrong",
                HEADER
                        + "0.8,0.5,3,adam,,true\n"
                        + "0.8,0.01,2.5,adam,,true\n"
                        + "0.8,0.01,2,lion,,true\n"
                        + "0.8,0.01,2,sgd,,true\n"
                        + "high,0.01,2,adam,,true\n"
                        + "0.8,0.01,2,adam,true\n"
                        + "0.8,0.01,2,adam,,true\n");

        assertThat(said.code()).isEqualTo(ExitCode.USAGE);
        assertThat(said.err())
                .contains("6 problems\n")
                .contains("line 2: learning_rate (0.5) is not a number from 1e-05 to 0.1")
                .contains("line 3: layers (2.5) is not a whole number from 1 to 4")
                .contains("line 4: optimizer (lion) is not one of")
                .contains("line 5: momentum has no value")
                .contains("line 6: accuracy (high) is not a number")
                .contains("line 7: 5 cells, but the header has 6");
        assertThat(database().studies().find("wrong")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "accuracy,learning_rate,layers,optimizer,bias,speed | unknown speed; missing momentum. Expected, in any"
                        + " order: learning_rate, layers, optimizer, momentum, bias, accuracy",
                "accuracy,learning_rate,layers,optimizer,momentum,bias | no rows below the header",
            })
    void headerThatDoesNotFitIsRefusedWithWhatWasExpected(String header, String message) throws IOException {
        Said said = csv("wrong", header + "\n");

        assertThat(said.code()).isEqualTo(ExitCode.USAGE);
        assertThat(said.err()).contains(message);
    }

    @Test
    void nothingToLearnIsRefused() throws IOException {
        assertThat(csv("wrong", HEADER + ",0.01,2,adam,,true\n").err())
                .contains("there is nothing to learn: none of the 1 trials has a value of accuracy");
        assertThat(run("import", "wrong", studyFile.toString()).err())
                .contains("A CSV file does not say which values its columns may have");
        assertThat(csv("Wrong name", HEADER).err()).contains("NAME (Wrong name) must consist of a-z");
    }

    @Test
    void existingStudyIsNotReplaced() throws IOException {
        int before = trials(ENDED).size();

        Said said = csv(ENDED, HEADER + "0.9,0.01,2,adam,,true\n");

        assertThat(said.code()).isEqualTo(ExitCode.FAILED);
        assertThat(said.err()).contains("Study " + ENDED + " exists in jdbc:postgresql:", "sextant delete " + ENDED);
        assertThat(trials(ENDED)).hasSize(before);
    }

    @Test
    void importedStudyCannotBeResumed() throws IOException {
        assertThat(csv("to-resume", HEADER + "0.9,0.01,2,adam,,true\n").code()).isZero();

        assertThat(run("resume", "to-resume").err())
                .contains("Study to-resume was imported and cannot be resumed", "search.warm_start");
    }
}
