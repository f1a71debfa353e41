package dev.sextant.coordinator.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.studyfile.StudyFile;
import dev.sextant.common.trainer.Setting;
import dev.sextant.common.trainer.Trainer;
import dev.sextant.common.trainer.TrainerFactory;
import dev.sextant.common.trainer.Trainers;
import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.common.trainer.TrialContext;
import dev.sextant.coordinator.search.SearchAlgorithms;
import dev.sextant.sql.Database;
import dev.sextant.sql.server.EmbeddedServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What users copy from the pages works. */
class ExamplesTest {
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Trainers TRAINERS = Trainers.of(
            Trainers.installed().all().stream().map(WithoutData::new).toList());

    @TempDir
    static Path folder;

    private static EmbeddedServer server;
    private static Database database;

    /** A trainer whose data need not be there. */
    private record WithoutData(TrainerFactory real) implements TrainerFactory {
        @Override
        public String type() {
            return real.type();
        }

        @Override
        public String summary() {
            return real.summary();
        }

        @Override
        public List<Setting> settings() {
            return real.settings();
        }

        @Override
        public boolean takesOtherSettings() {
            return real.takesOtherSettings();
        }

        @Override
        public Set<String> metrics() {
            return real.metrics();
        }

        @Override
        public Trainer create(TrialContext context) throws TrainingFailure {
            return real.create(context);
        }
    }

    @BeforeAll
    static void open() {
        server = EmbeddedServer.open(folder.resolve("postgres"));
        database = Database.open(server.address());
    }

    @AfterAll
    static void close() {
        database.close();
        server.close();
    }

    static Stream<Page.Block> studyFiles() {
        return Page.blocks("yaml").filter(block -> block.lines().stream().anyMatch(line -> line.startsWith("study:")));
    }

    static Stream<Page.Block> queries() {
        return Page.blocks("sql");
    }

    @ParameterizedTest
    @MethodSource("studyFiles")
    void studyFilesAreSound(Page.Block block) {
        StudyFile.Outcome outcome =
                StudyFile.read(block.text(), folder.resolve("study.yaml"), TRAINERS, SearchAlgorithms.all());
        assertThat(outcome).as(block.place()).isInstanceOf(StudyFile.Outcome.Valid.class);
        assertThat(((StudyFile.Outcome.Valid) outcome).warnings())
                .as(block.place())
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("queries")
    void queriesRun(Page.Block block) throws Exception {
        try (Connection connection = Databases.connect(server.address());
                Statement statement = connection.createStatement()) {
            statement.execute(block.text());
        }
    }

    @Test
    void linksLeadToFiles() {
        for (Page page : Page.all()) {
            Matcher links = LINK.matcher(page.text());
            while (links.find()) {
                String target = links.group(1).replaceFirst("#.*", "");
                if (!target.isEmpty() && !target.matches("[a-z]+:.*")) {
                    assertThat(Files.exists(page.file().resolveSibling(target)))
                            .as(Page.REPOSITORY.relativize(page.file()) + " links to " + target)
                            .isTrue();
                }
            }
        }
    }
}
