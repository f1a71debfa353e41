package dev.sextant.coordinator.cli.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sextant.coordinator.cli.CapturedConsole;
import dev.sextant.coordinator.refit.Shapes;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks for wrong labels among images that were drawn with some. */
class CleanCommandTest {
    private static final String EVIL = "<img src=x onerror=alert(1)>, \"blue\"";

    @TempDir
    static Path home;

    private static Path data;
    private static Path backbone;

    @BeforeAll
    static void draw() throws IOException {
        backbone = Shapes.backbone(home.resolve("backbone"));
        data = home.resolve("images");
        Random random = new Random(2);
        for (int i = 0; i < 30; i++) {
            draw(data.resolve("red/" + i + ".png"), Color.RED, random);
            draw(data.resolve(EVIL + "/" + i + ".png"), Color.BLUE, random);
        }
        draw(data.resolve("red/swapped.png"), Color.BLUE, random);
        Files.copy(data.resolve("red/3.png"), data.resolve("red/twin.png"));
    }

    private static void draw(Path file, Color colour, Random random) throws IOException {
        BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 256; i++) {
            image.setRGB(i % 16, i / 16, 0x010101 * random.nextInt(160));
        }
        Graphics2D pen = image.createGraphics();
        pen.setColor(colour);
        pen.fillRect(random.nextInt(6), random.nextInt(6), 10, 10);
        pen.dispose();
        Files.createDirectories(file.getParent());
        ImageIO.write(image, "png", file.toFile());
    }

    private static CapturedConsole run(int expected, String... arguments) {
        return CapturedConsole.run(home, expected, (Object[]) arguments);
    }

    @Test
    void findsTheSwappedImageAndTheTwins() throws IOException {
        Path review = home.resolve("review");
        JsonNode json = new ObjectMapper()
                .readTree(run(
                                0,
                                "clean",
                                "--data",
                                data.toString(),
                                "--backbone",
                                backbone.toString(),
                                "--to",
                                review.toString(),
                                "--similar",
                                "0.999",
                                "--json")
                        .out());
        assertThat(json.get("images").asInt()).isEqualTo(62);
        assertThat(json.get("suspects").get("mislabelled").asInt()).isEqualTo(1);
        List<String> rows = Files.readAllLines(review.resolve("suspects.csv"));
        assertThat(rows.get(0)).isEqualTo("path,class,part,kind,taken_for,p,other,other_class,other_part,similarity");
        assertThat(rows.get(1)).startsWith("red/swapped.png,red,").contains(",mislabelled,\"<img src=x");
        assertThat(rows).anyMatch(row -> row.startsWith("red/twin.png,red,") && row.contains(",red/3.png,red,"));
        String page = Files.readString(review.resolve("review.html"));
        assertThat(page)
                .contains("value=\"red/swapped.png\"", "&lt;img src=x onerror=alert(1)&gt;, &quot;blue&quot;")
                .contains("src=\"data:image/jpeg;base64,")
                .doesNotContain("<img src=x")
                .doesNotContain("http:", "https:");
    }

    @Test
    void saysWhatItNeeds() {
        assertThat(run(2, "clean", "--data", data.toString(), "--to", home.toString())
                        .err())
                .contains("Give the NAME of a study, or both --data and --backbone");
        assertThat(run(
                                1,
                                "clean",
                                "--data",
                                home.resolve("nowhere").toString(),
                                "--backbone",
                                backbone.toString(),
                                "--to",
                                home.toString())
                        .err())
                .contains("data (", "nowhere) does not exist");
        assertThat(run(
                                2,
                                "clean",
                                "--data",
                                data.toString(),
                                "--backbone",
                                backbone.toString(),
                                "--to",
                                home.toString(),
                                "--wrong-above",
                                "1")
                        .err())
                .contains("--wrong-above (1.0) must be in [0.5, 1)");
    }
}
