package dev.sextant.coordinator.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.study.FailureKind;
import dev.sextant.common.study.RunState;
import dev.sextant.common.study.StudyState;
import dev.sextant.common.study.TrialState;
import dev.sextant.common.studyfile.StudyFileReference;
import dev.sextant.common.studyfile.StudyFileSchema;
import dev.sextant.common.trainer.Trainers;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import dev.sextant.coordinator.search.SearchAlgorithms;
import dev.sextant.sql.Database;
import dev.sextant.sql.server.EmbeddedServer;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pages of {@code docs/reference} that are made from the program, and those that must keep step with it. Run with
 * {@code -Dsextant.docs.write=true} to write the former.
 */
class ReferencePagesTest {
    private static final String WRITE = "sextant.docs.write";
    private static final Path REFERENCE = Page.REPOSITORY.resolve("docs/reference");

    @Test
    void studyFilePageSaysWhatTheReaderKnows() throws Exception {
        check(
                "study-file.md",
                """
                # The study file

                The settings under `trainer` are the same for all trials; those under `parameters` are searched. Relative
                paths start in the file's folder. `sextant validate FILE` reports all problems of a file with their lines.
                Editors complete and check it by [the JSON Schema](study-file.schema.json), which `sextant validate
                --schema` prints too. [The first sweep](../guide/first-sweep.md) explains a whole file.

                This page is made from the program (by `ReferencePagesTest`).

                """
                        + StudyFileReference.markdown(Trainers.installed(), SearchAlgorithms.all())
                                .replace("\n### ", "\n## ")
                                .replaceFirst("^### ", "## ")
                                .stripTrailing()
                        + "\n");
    }

    @Test
    void schemaIsTheProgramsOwn() throws Exception {
        check("study-file.schema.json", StudyFileSchema.json(Trainers.installed(), SearchAlgorithms.all()));
    }

    @Test
    void algorithmsPageDescribesEveryAlgorithm() {
        String page = Page.of("docs/reference/algorithms.md").text();
        for (String algorithm : SearchAlgorithms.names()) {
            assertThat(page).contains("\n## `" + algorithm + "`\n");
        }
        assertThat(page).contains("`" + SearchAlgorithms.all().defaultName() + "` (default)");
    }

    @Test
    void viewsPageSaysWhatTheDatabaseSaysOfItself(@TempDir Path folder) throws Exception {
        try (EmbeddedServer server = EmbeddedServer.open(folder)) {
            Database.open(server.address()).close(); // makes the schema
            check("views.md", views(server));
        }
    }

    private static String views(EmbeddedServer server) throws SQLException {
        StringBuilder text = new StringBuilder(
                """
                # The views

                What to read with SQL, all in the schema `sextant`. They are a contract: columns may be added, none is ever changed
                or taken away. So name the columns you want instead of writing `SELECT *`. The tables below the views are not a
                contract. [Watching a study in SQL](../guide/watching.md) shows them at work; each change of a study is announced by
                `NOTIFY` on the channel `sextant_study`, with the study's name.

                This page is made from the comments in the database (by `ReferencePagesTest`); `\\d+ sextant.trials` in psql shows the
                same.
                """);
        try (Connection connection = Databases.connect(server.address());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        """
                        SELECT c.relname, obj_description(c.oid, 'pg_class'), a.attname,
                               format_type(a.atttypid, a.atttypmod), col_description(c.oid, a.attnum)
                        FROM pg_class c
                        JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'sextant'
                        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                        WHERE c.relkind = 'v'
                        ORDER BY c.oid, a.attnum""")) {
            String view = "";
            while (rows.next()) {
                if (!rows.getString(1).equals(view)) {
                    view = rows.getString(1);
                    text.append("\n## `").append(view).append("`\n\n").append(rows.getString(2));
                    text.append(".\n\n| column | type | meaning |\n| --- | --- | --- |\n");
                }
                text.append("| `").append(rows.getString(3)).append("` | ").append(rows.getString(4));
                text.append(" | ").append(rows.getString(5).replace("|", "\\|")).append(" |\n");
            }
        }
        return text.toString();
    }

    @Test
    void statesPageShowsTheLegalTransitionsOfATrial() {
        String page = Page.of("docs/reference/states.md").text();
        for (TrialState state : TrialState.values()) {
            String next = Arrays.stream(TrialState.values())
                    .filter(state::canBecome)
                    .map(other -> "`" + other + "`")
                    .collect(Collectors.joining(", "));
            assertThat(page.lines())
                    .as("a row of the trial state " + state)
                    .anyMatch(line -> line.startsWith("| `" + state + "` | ")
                            && line.endsWith(" | " + (next.isEmpty() ? "nothing: it is finished" : next) + " |"));
        }
    }

    @Test
    void statesPageNamesEveryStateAndFailureKind() {
        String page = Page.of("docs/reference/states.md").text();
        for (Class<? extends Enum<?>> kind : List.<Class<? extends Enum<?>>>of(
                StudyState.class, RunState.class, TrialState.class, FailureKind.class)) {
            for (Enum<?> constant : kind.getEnumConstants()) {
                assertThat(page).as(kind.getSimpleName()).contains("| `" + constant.name() + "` | ");
            }
        }
    }

    @Test
    void pagesWithExitCodesNameAllOfThem() throws Exception {
        String commands = Page.of("docs/reference/commands.md").text();
        String errors = Page.of("docs/reference/errors.md").text();
        for (Field field : ExitCode.class.getFields()) {
            assertThat(commands).contains("| " + field.getInt(null) + " | ");
            assertThat(errors).contains("| " + field.getInt(null) + " | ");
        }
    }

    /** The page in the repository must be what the program makes; with {@link #WRITE} it becomes that. */
    private static void check(String page, String made) throws IOException {
        Path file = REFERENCE.resolve(page);
        if (Boolean.getBoolean(WRITE)) {
            Files.writeString(file, made);
        }
        assertThat(Files.exists(file) ? Files.readString(file) : "")
                .as("docs/reference/" + page
                        + " is not what the program says; write it anew with: mvn -pl coordinator -am"
                        + " test -Dtest=ReferencePagesTest -Dsurefire.failIfNoSpecifiedTests=false -D" + WRITE
                        + "=true")
                .isEqualTo(made);
    }
}
