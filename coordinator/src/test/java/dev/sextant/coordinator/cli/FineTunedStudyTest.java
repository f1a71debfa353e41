package dev.sextant.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sextant.coordinator.refit.Shapes;
import dev.sextant.sql.Database;
import dev.sextant.sql.connect.Connections;
import dev.sextant.sql.server.EmbeddedServer;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** After a study that trained the upper part of a pretrained network. */
class FineTunedStudyTest {
    private static final String STUDY = "shapes";

    @TempDir
    static Path home;

    private static Path data;
    private static Path backbone;
    private static EmbeddedServer server;
    private static Database database;

    @BeforeAll
    static void train() throws Exception {
        data = Shapes.draw(home.resolve("images"), 12);
        Files.copy(data.resolve("disc/003.png"), data.resolve("square/twin.png"));
        backbone = Shapes.backbone(home.resolve("backbone"));
        Map<String, Object> given = new TreeMap<>(Map.of("data", data.toString(), "backbone", backbone.toString()));
        given.putAll(Map.of("fine_tuning", true, "retrain_from", "middle", "head_epochs", 2L, "batch_size", 8L));
        Path best = home.resolve("best.zip");
        ClassifierStudy.train(given, home, best, 9);
        Path first = home.resolve("first.zip");
        ClassifierStudy.train(given, home, first, 1);
        server = EmbeddedServer.open(home.resolve("postgres"));
        database = Database.open(server.address());
        ClassifierStudy.write(database, STUDY, given, home, best, first);
    }

    @AfterAll
    static void close() {
        database.close();
        server.close();
    }

    private static CapturedConsole run(int expected, String... arguments) {
        return CapturedConsole.run(home, expected, (Object[]) arguments);
    }

    /** The network below the cut, which did not change, and what was trained, in one file. */
    @Test
    void exportsOneNetworkThatAnswersAsPredictDoes() throws IOException {
        Path folder = home.resolve("exported");
        run(0, "export", STUDY, "--to", folder.toString());
        JsonNode card = new ObjectMapper()
                .readTree(folder.resolve("best-model.card.json").toFile());
        Path photograph = data.resolve("square/005.png");
        String[] predicted = run(0, "predict", STUDY, photograph.toString())
                .out()
                .split("\r\n", -1)[1]
                .split(",", -1);
        List<String> labels = Files.readAllLines(folder.resolve("labels.txt"));
        assertThat(labels).containsExactly("disc", "square");

        ComputationGraph pretrained = ModelSerializer.restoreComputationGraph(backbone.toFile(), false);
        ComputationGraph network = ModelSerializer.restoreComputationGraph(
                folder.resolve("best-model.zip").toFile(), false);
        assertThat(network.getLayer("low").getParam("W"))
                .isEqualTo(pretrained.getLayer("low").getParam("W"));
        assertThat(network.getLayer("middle").getParam("W"))
                .isNotEqualTo(pretrained.getLayer("middle").getParam("W"));
        assertThat(network.getVertex("norm"))
                .as("merged into the layer before it")
                .isNull();
        try (INDArray answer = network.outputSingle(input(photograph, card))) {
            for (int label = 0; label < 2; label++) {
                assertThat(answer.getDouble(0, label))
                        .isCloseTo(Double.parseDouble(predicted[2 + label]), within(1e-4));
            }
        }
    }

    /** As the card says. */
    private static INDArray input(Path file, JsonNode card) throws IOException {
        BufferedImage image = ImageIO.read(file.toFile());
        int size = card.get("image_size").asInt();
        assertThat(image.getWidth()).isEqualTo(size);
        float[] values = new float[3 * size * size];
        for (int channel = 0; channel < 3; channel++) {
            double mean = card.get("mean").get(channel).asDouble();
            double deviation = card.get("std").get(channel).asDouble();
            for (int i = 0; i < size * size; i++) {
                int sample = (image.getRGB(i % size, i / size) >> (16 - 8 * channel)) & 0xff;
                values[channel * size * size + i] =
                        (float) ((sample * card.get("scale").asDouble() - mean) / deviation);
            }
        }
        return Nd4j.create(values, new long[] {1, 3, size, size}, 'c');
    }

    /** Looks with the study's backbone, as it was before the study, at the study's images. */
    @Test
    void cleanTakesTheStudysImagesAndItsBackbone() throws IOException {
        Path review = home.resolve("review");
        String said = run(0, "clean", STUDY, "--to", review.toString(), "--similar", "0.9999")
                .err();
        List<String> rows = Files.readAllLines(review.resolve("suspects.csv"));
        assertThat(rows).as(said).anyMatch(row -> {
            List<String> cells = Arrays.asList(row.split(",", -1));
            return cells.get(0).equals("square/twin.png") && cells.get(6).equals("disc/003.png");
        });
        assertThat(review.resolve("review.html")).content().contains("value=\"square/twin.png\"");
    }

    /** Training is unstable at a high learning rate, and no validation images are left to show it. */
    @Test
    void refusesARefitThatLearnedLessThanItsTrial() throws Exception {
        Path folder = home.resolve("unstable");
        change("INSERT INTO measurement SELECT study_id, trial, epoch, 'train_accuracy', 1.3 FROM measurement"
                + " WHERE metric = 'accuracy'");
        try {
            CapturedConsole refused = run(1, "refit", STUDY, "--to", folder.toString(), "--seed", "7");

            assertThat(refused.err()).contains(", that of the trial was 1.3: training is unstable", "--seed N");
            assertThat(folder.resolve("model.ckpt")).doesNotExist();
        } finally {
            change("DELETE FROM measurement WHERE metric = 'train_accuracy'");
        }
    }

    private static void change(String sql) throws SQLException {
        try (Connection connection = new Connections(server.address(), 0).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void refitGoesThroughBothPhases() throws IOException {
        Path folder = home.resolve("refit");
        run(0, "refit", STUDY, "--to", folder.toString());
        ComputationGraph network = ModelSerializer.restoreComputationGraph(
                folder.resolve("model.zip").toFile(), false);
        ComputationGraph pretrained = ModelSerializer.restoreComputationGraph(backbone.toFile(), false);
        assertThat(network.getLayer("middle").getParam("W"))
                .isNotEqualTo(pretrained.getLayer("middle").getParam("W"));
    }
}
