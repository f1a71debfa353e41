package dev.sextant.coordinator.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.coordinator.model.EvaluatedModel;
import dev.sextant.worker.image.inference.Predictions;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Five images: two coats, two dresses, one <hat>. */
class ErrorReportTest {
    private static final List<String> CLASSES = List.of("coat", "dress", "<hat>");

    @TempDir
    Path folder;

    private final List<Predictions.Image> images = new ArrayList<>();

    @BeforeEach
    void draw() throws IOException {
        int[] labels = {0, 0, 1, 1, 2};
        for (int i = 0; i < labels.length; i++) {
            Path file = folder.resolve(i + ".png");
            ImageIO.write(new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB), "png", file.toFile());
            images.add(new Predictions.Image(i + ".png", file.toUri().toString(), labels[i]));
        }
    }

    private EvaluatedModel model(int trial, float[]... rows) {
        Predictions predictions = new Predictions(CLASSES, images, rows, "five");
        return new EvaluatedModel(trial, 9, "trial " + trial, false, predictions, predictions.evaluation());
    }

    /** Takes both coats for dresses; recognizes the dresses, the second one more confidently. */
    private EvaluatedModel tuned() {
        return model(
                12,
                new float[] {0.1f, 0.9f, 0},
                new float[] {0.3f, 0.7f, 0},
                new float[] {0.2f, 0.8f, 0},
                new float[] {0.05f, 0.95f, 0},
                new float[] {0, 0, 1});
    }

    /** Takes one coat and both dresses for hats. */
    private EvaluatedModel untuned() {
        return model(
                1,
                new float[] {0.6f, 0.4f, 0},
                new float[] {0.3f, 0, 0.7f},
                new float[] {0, 0, 1},
                new float[] {0, 0, 1},
                new float[] {0, 0, 1});
    }

    @Test
    void showsAnImageOfTheClassThatWasPredicted() {
        String page = new ErrorReport(tuned(), Optional.empty()).html("Errors", "Summary.");

        assertThat(page)
                .containsSubsequence(
                        "<h2>coat <small>predicted as</small> dress <small>2 images</small></h2>",
                        "<div class=\"card example\"><img alt=\"3.png\" src=\"data:image/jpeg;base64,",
                        "for comparison: an image of dress</div>",
                        "<div class=\"card\"><img alt=\"0.png\"",
                        "p 0.90</div>",
                        "<div class=\"card\"><img alt=\"1.png\"",
                        "p 0.70</div>")
                .doesNotContain("<table>", "trial 1");
    }

    @Test
    void showsTheBaselineBesideTheModel() {
        String page = new ErrorReport(tuned(), Optional.of(untuned())).html("Errors", "Summary.");

        assertThat(page)
                .containsSubsequence(
                        "<tr><td>trial 12</td><td class=\"number\">0.600</td><td class=\"number\">0.231 to 0.882</td>",
                        "<td class=\"number\">2</td></tr>",
                        "<tr><td>trial 1 (baseline)</td><td class=\"number\">0.400</td><td class=\"number\">0.118 to 0.769</td>",
                        "<td class=\"number\">3</td></tr>",
                        "<th>class</th><th>predicted as</th><th>trial 12</th><th>trial 1 (baseline)</th>",
                        "<tr><td>coat</td><td>dress</td><td class=\"number\">2</td><td class=\"number\">0</td></tr>",
                        "<tr><td>dress</td><td>&lt;hat&gt;</td><td class=\"number\">0</td><td class=\"number\">2</td></tr>",
                        "<tr><td>coat</td><td>&lt;hat&gt;</td><td class=\"number\">0</td><td class=\"number\">1</td></tr>")
                .containsSubsequence("p 0.90<br>trial 1: correct", "p 0.70<br>trial 1: &lt;hat&gt;")
                .doesNotContain("<hat>");
    }

    @Test
    void staysAPageWithoutErrors() throws IOException {
        EvaluatedModel perfect = model(
                3,
                new float[] {1, 0, 0},
                new float[] {1, 0, 0},
                new float[] {0, 1, 0},
                new float[] {0, 1, 0},
                new float[] {0, 0, 1});
        String page = new ErrorReport(perfect, Optional.of(perfect)).html("Errors", "Summary.");
        assertThat(page).contains("1.000").doesNotContain("<h2>");
        Files.delete(folder.resolve("3.png"));
        assertThat(new ErrorReport(tuned(), Optional.empty()).html("Errors", "Summary."))
                .contains("<div class=\"card example\"><div class=\"gone\">no picture</div>");
    }
}
