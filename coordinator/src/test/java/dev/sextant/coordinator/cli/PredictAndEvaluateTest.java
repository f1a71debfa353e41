package dev.sextant.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sextant.common.run.Checkpoint;
import dev.sextant.common.run.RunKey;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.StudyState;
import dev.sextant.common.study.TrainerSpec;
import dev.sextant.common.trainer.Settings;
import dev.sextant.common.trainer.Trainer;
import dev.sextant.common.trainer.TrialContext;
import dev.sextant.coordinator.study.StudyCheckpoints;
import dev.sextant.sql.Database;
import dev.sextant.sql.EmbeddedServer;
import dev.sextant.sql.StudyJournal;
import dev.sextant.sql.StudyRow;
import dev.sextant.worker.checkpoint.CheckpointStore;
import dev.sextant.worker.image.ImageClassifierFactory;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asks the model that a real trainer left. */
class PredictAndEvaluateTest {
    private static final String STUDY = "colours";
    private static final String OTHER = "curves";

    @TempDir
    static Path home;

    private static EmbeddedServer server;
    private static Database database;
    private static Map<String, Double> measured;

    @BeforeAll
    static void train() throws Exception {
        Path data = home.resolve("images");
        draw(data.resolve("red"), Color.RED);
        draw(data.resolve("the \"blue\", one"), Color.BLUE);
        Map<String, Object> given =
                Map.of("data", data.toString(), "image_size", 8L, "filters", 2L, "optimizer", "adam");
        Path model = home.resolve("model.zip");
        measured = trained(given, model);
        server = EmbeddedServer.open(home.resolve("postgres"));
        database = Database.open(server.address());
        StudySpec like = SampleStudy.spec(STUDY);
        StudySpec spec = new StudySpec(
                STUDY,
                like.objective(),
                new TrainerSpec("image-classifier", new TreeMap<>(given)),
                like.space(),
                like.fidelity(),
                like.search(),
                like.budget(),
                like.startWith(),
                like.cluster());
        try (StudyJournal journal = database.studies().lock(database.studies().createIfAbsent(spec), "ada")) {
            StudyRow row = database.studies().find(STUDY).orElseThrow();
            Checkpoint kept = CheckpointStore.in(
                            StudyCheckpoints.of(spec, row.id(), home).folder())
                    .save(model, new RunKey(row.id(), SampleStudy.BEST, 1, 1), 9);
            SampleStudy.write(journal, SampleStudy.BEST, kept);
            journal.studyBecomes(StudyState.COMPLETED, "its budget is spent");
        }
        database.studies().createIfAbsent(SampleStudy.spec(OTHER));
    }

    private static Map<String, Double> trained(Map<String, Object> given, Path model) throws Exception {
        ImageClassifierFactory factory = new ImageClassifierFactory();
        TrialContext context = new TrialContext(
                STUDY,
                1,
                3,
                Settings.withDefaults(factory.settings(), given),
                "accuracy",
                0,
                9,
                9,
                "cpu",
                1,
                Files.createDirectories(home.resolve("run")),
                Files.createDirectories(home.resolve("cache")));
        try (Trainer trainer = factory.create(context)) {
            Map<String, Double> metrics = Map.of();
            for (int epoch = 1; epoch <= 9; epoch++) {
                metrics = trainer.train(epoch);
            }
            trainer.save(model);
            return metrics;
        }
    }

    private static void draw(Path folder, Color colour) throws IOException {
        Files.createDirectories(folder);
        for (int i = 0; i < 10; i++) {
            BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
            Graphics2D pen = image.createGraphics();
            pen.setColor(colour);
            pen.fillRect(i % 4, i % 3, 5, 5);
            pen.dispose();
            ImageIO.write(image, "png", folder.resolve("00" + i + ".png").toFile());
        }
    }

    @AfterAll
    static void close() {
        database.close();
        server.close();
    }

    private static CapturedConsole run(int expected, String... arguments) {
        CapturedConsole console = CapturedConsole.withEnvironment(Map.of("SEXTANT_HOME", home.toString()));
        assertThat(Sextant.run(console.console(), arguments)).as(console.err()).isEqualTo(expected);
        return console;
    }

    @Test
    void predictWritesATableInTheOrderOfThePaths() throws IOException {
        Path images = home.resolve("asked");
        draw(images.resolve("b"), Color.RED);
        draw(images.resolve("a"), Color.BLUE);
        Files.writeString(images.resolve("a/notes.txt"), "no image");
        Files.writeString(images.resolve(".hidden"), "no image");
        Path table = home.resolve("out/predictions.csv");

        CapturedConsole said = run(0, "predict", STUDY, images.toString(), "--to", table.toString());

        assertThat(said.err())
                .contains("20 of 21 files classified by trial 5 after 9 epochs")
                .contains("notes.txt");
        List<String> lines = Files.readAllLines(table);
        assertThat(lines).hasSize(22);
        assertThat(lines.get(0)).isEqualTo("id,class,p.red,\"p.the \"\"blue\"\", one\"");
        assertThat(lines.get(1)).startsWith("a/000.png,\"the \"\"blue\"\", one\",");
        assertThat(lines.get(11)).isEqualTo("a/notes.txt,,,");
        assertThat(lines.get(12)).startsWith("b/000.png,red,");
        assertThat(run(0, "predict", STUDY, images.resolve("b/003.png").toString())
                        .out())
                .contains("\r\n003.png,red,");
    }

    @Test
    void evaluateMeasuresWhatTheTrialMeasured() throws IOException {
        JsonNode json =
                new ObjectMapper().readTree(run(0, "evaluate", STUDY, "--json").out());
        assertThat(json.get("images").asInt()).isEqualTo(4);
        assertThat(json.get("trial").asInt()).isEqualTo(SampleStudy.BEST);
        assertThat(json.get("accuracy").asDouble()).isEqualTo(measured.get("accuracy"));
        assertThat(json.get("log_loss").asDouble()).isCloseTo(measured.get("loss"), within(1e-4));
        assertThat(json.get("classes").findValuesAsText("class")).containsExactly("red", "the \"blue\", one");
        assertThat(json.get("confusion").get(0).get(0).asInt()).isEqualTo(2);
        assertThat(run(0, "evaluate", STUDY).out())
                .startsWith("colours: trial 5 after 9 epochs, on 4 validation images\n")
                .contains("accuracy  1\n");
    }

    @Test
    void saysWhatIsMissing() {
        assertThat(run(1, "predict", OTHER, home.toString()).err())
                .contains("curves trains curve-table; only models of image-classifier can be asked here");
        assertThat(run(2, "predict", STUDY, home.resolve("nowhere").toString()).err())
                .contains("nowhere) does not exist");
    }
}
