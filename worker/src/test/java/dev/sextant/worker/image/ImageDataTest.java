package dev.sextant.worker.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.sextant.common.study.FailureKind;
import dev.sextant.common.text.SpreadsheetText;
import dev.sextant.common.trainer.SettingProblem;
import dev.sextant.common.trainer.Trainer;
import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.worker.image.data.DataSettings;
import dev.sextant.worker.image.data.ImageFolder;
import dev.sextant.worker.image.data.SkippedImage;
import dev.sextant.worker.image.data.SplitNames;
import dev.sextant.worker.image.data.UnusableData;
import dev.sextant.worker.image.data.ValidationSplit;
import dev.sextant.worker.image.input.PixelStore;
import dev.sextant.worker.image.input.Pixels;
import dev.sextant.worker.image.read.Channels;
import dev.sextant.worker.image.read.DecodedImage;
import dev.sextant.worker.image.read.ImageDecoder;
import dev.sextant.worker.image.read.Resize;
import dev.sextant.worker.image.read.UnreadableImage;
import dev.sextant.worker.image.train.ClassificationMetrics;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageDataTest {
    @TempDir
    Path work;

    private Path data;

    @BeforeEach
    void draw() throws IOException {
        data = DrawnImages.draw(work.resolve("data"), 12);
    }

    @Test
    void skipsUnreadableFilesAndTrainsOnTheRest() throws Exception {
        Files.writeString(data.resolve("circle/notes.png"), "not an image");
        Files.createFile(data.resolve("cross/empty.png"));
        Files.createFile(data.resolve("cross/.hidden"));
        ImageFolder folder = ImageFolder.list(settings(Map.of()));
        Pixels pixels = PixelStore.pixels(folder, new ImageDecoder(16, Channels.AUTO, Resize.CROP, 1_000_000), 2);
        assertThat(pixels.skipped())
                .extracting(SkippedImage::toString)
                .containsExactly(
                        "circle/notes.png is not an image of a known format (PNG, JPEG, GIF, BMP, TIFF, WebP)",
                        "cross/empty.png is empty");
        try (Trainer trainer = Trials.create(work, Trials.settings(data, Map.of("image_size", 16L)), 1)) {
            assertThat(trainer.train(1)).containsKey("accuracy");
        }
    }

    @Test
    void refusesAClassWhoseNameBreaksALine() throws Exception {
        Files.move(data.resolve("circle"), data.resolve("cir\ncle"));
        assertThatThrownBy(() -> ImageFolder.list(settings(Map.of())))
                .isInstanceOf(UnusableData.class)
                .hasMessageContaining("has the class \"cir\\u000acle\", whose name contains a control character")
                .hasMessageContaining("rename its folder");

        Path table = Files.writeString(
                work.resolve("labels.csv"),
                "path,label\ndata/cross/001.png,\"a\u2028b\"\ndata/square/001.png,square\n");
        assertThatThrownBy(() -> ImageFolder.list(DataSettings.of(Trials.settings(table, Map.of()))))
                .isInstanceOf(UnusableData.class)
                .hasMessageContaining("has the class \"a\\u2028b\"");
    }

    @Test
    void readsAnExcludeListAsTablesWriteIt() throws Exception {
        Files.move(data.resolve("circle"), data.resolve("-circle"));
        Path list = Files.writeString(
                work.resolve("exclude.csv"),
                "path\n" + SpreadsheetText.cell("-circle/001.png") + "\n-circle/002.png\ncross/003.png\n");

        ImageFolder folder = ImageFolder.list(settings(Map.of("exclude", list.toString())));

        assertThat(folder.files()).hasSize(3 * 12 - 3).noneMatch(file -> file.path()
                .matches("-circle/00[12].png"));
    }

    @Test
    void reportsDamagedTruncatedAndHugeImages() throws Exception {
        byte[] png = Files.readAllBytes(data.resolve("circle/001.png"));
        ImageDecoder decoder = new ImageDecoder(16, Channels.AUTO, Resize.CROP, 100);
        assertThatThrownBy(() -> decoder.decode(png))
                .isInstanceOf(UnreadableImage.class)
                .hasMessageContaining("has 20 x 24 pixels, more than max_megapixels allows");
        ImageDecoder large = new ImageDecoder(16, Channels.AUTO, Resize.CROP, 1000);
        assertThatThrownBy(() -> large.decode(Arrays.copyOf(png, png.length / 2)))
                .isInstanceOf(UnreadableImage.class)
                .hasMessageContaining("is damaged");
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        ImageIO.write(ImageIO.read(data.resolve("circle/001.png").toFile()), "jpg", jpeg);
        assertThat(large.decode(jpeg.toByteArray()).channels()).isEqualTo(3);
        assertThatThrownBy(() -> large.decode(Arrays.copyOf(jpeg.toByteArray(), jpeg.size() - 60)))
                .isInstanceOf(UnreadableImage.class)
                .hasMessageContaining("is cut off");
    }

    @Test
    void rejectsDataWithTooManyUnreadableFiles() throws IOException {
        for (int i = 0; i < 5; i++) {
            Files.writeString(data.resolve("cross/broken" + i + ".png"), "broken");
        }
        assertThatThrownBy(() -> Trials.create(work, Trials.settings(data, Map.of("image_size", 16L)), 1))
                .hasMessageContaining("5 unreadable files of 41")
                .hasMessageContaining("cross/broken0.png")
                .asInstanceOf(type(TrainingFailure.class))
                .extracting(TrainingFailure::kind)
                .isEqualTo(FailureKind.BAD_DATA);
    }

    @Test
    void rejectsAClassWithTooFewReadableImages() throws IOException {
        Files.createDirectory(data.resolve("star"));
        Files.copy(data.resolve("cross/000.png"), data.resolve("star/000.png"));
        Files.writeString(data.resolve("star/001.png"), "broken");
        assertThatThrownBy(() -> Trials.create(work, Trials.settings(data, Map.of("image_size", 16L)), 1))
                .isInstanceOf(TrainingFailure.class)
                .hasMessageContaining("fewer than two readable images in class star");
    }

    @Test
    void theDriverReportsProblemsBeforeAnythingRuns() throws IOException {
        Path alone = Files.createDirectories(work.resolve("alone/only")).getParent();
        assertThat(problems(work.resolve("missing"), Map.of())).singleElement().satisfies(problem -> {
            assertThat(problem.setting()).isEqualTo("data");
            assertThat(problem.message()).contains("missing) does not exist; give the folder");
        });
        assertThat(problems(data.resolve("cross/000.png"), Map.of()))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("is a file"));
        assertThat(problems(alone, Map.of())).singleElement().satisfies(problem -> assertThat(problem.message())
                .contains("only one of the class folders needed, only"));
        Files.createDirectory(data.resolve("star"));
        Files.copy(data.resolve("cross/000.png"), data.resolve("star/000.png"));
        assertThat(problems(
                        data, Map.of("backbone", data.resolve("cross/000.png").toString())))
                .extracting(SettingProblem::setting)
                .containsExactly("data", "backbone");
        assertThat(problems(data, Map.of("backbone", work.resolve("none").toString())))
                .extracting(SettingProblem::setting)
                .containsExactly("data");
    }

    private static List<SettingProblem> problems(Path data, Map<String, Object> given) {
        return new ImageClassifierFactory().check(Trials.settings(data, given));
    }

    @Test
    void splitsEachClassTheSameWayEveryTime() throws Exception {
        ImageFolder folder = ImageFolder.list(settings(Map.of()));
        ValidationSplit split = split(folder, Map.of());
        // round(0.2 * 12) = 2 of each class of 12.
        assertThat(Arrays.stream(split.validation())
                        .mapToObj(file -> folder.files().get(file).label()))
                .containsExactly(0, 0, 1, 1, 2, 2);
        assertThat(ids(split)).hasSize(36);
        assertThat(split(folder, Map.of()).fingerprint()).isEqualTo(split.fingerprint());
        assertThat(split(folder, Map.of("split_seed", 1L)).fingerprint()).isNotEqualTo(split.fingerprint());
        assertThat(split(folder, Map.of("validation_share", 0.01)).validation()).hasSize(3);
        assertThat(split(folder, Map.of("validation_share", 0.9)).training()).hasSize(3);
    }

    private ValidationSplit split(ImageFolder folder, Map<String, ?> given) throws UnusableData {
        return ValidationSplit.of(folder, List.of(), settings(given), SplitNames.RELATIVE_PATHS);
    }

    private DataSettings settings(Map<String, ?> given) {
        return DataSettings.of(Trials.settings(data, given));
    }

    private static Set<Integer> ids(ValidationSplit split) {
        Set<Integer> ids = Arrays.stream(split.training()).boxed().collect(Collectors.toSet());
        Arrays.stream(split.validation()).forEach(ids::add);
        return ids;
    }

    @Test
    void keepsGrayValuesAndAveragesWhenShrinking() throws Exception {
        BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setDataElements(0, 0, 4, 4, new byte[] {
            10, 20, 100, 100, 30, 40, 100, 100, 7, 7, (byte) 200, (byte) 200, 7, 7, (byte) 200, (byte) 200
        });
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(image, "png", png);
        DecodedImage same = new ImageDecoder(4, Channels.AUTO, Resize.CROP, 100).decode(png.toByteArray());
        assertThat(same.channels()).isEqualTo(1);
        assertThat(same.planes()).containsExactly(10, 20, 100, 100, 30, 40, 100, 100, 7, 7, 200, 200, 7, 7, 200, 200);
        // Weights 3, 3, 1 sevenths per line: the first row of rows 0 and 1 becomes (90, 160, 700 / 7 ...).
        DecodedImage half = new ImageDecoder(2, Channels.COLOR, Resize.STRETCH, 100).decode(png.toByteArray());
        assertThat(half.channels()).isEqualTo(3);
        double upper = (3 * (3 * 10 + 3 * 20 + 100) + 3 * (3 * 30 + 3 * 40 + 100) + (7 * 3 + 7 * 3 + 200)) / 49.0;
        assertThat(half.planes()[0]).isEqualTo((byte) Math.round(upper));
    }

    @Test
    void metricsFollowTheirDefinitions() {
        float[][] probabilities = {{0.7f, 0.2f, 0.1f}, {0.4f, 0.5f, 0.1f}, {0.3f, 0.4f, 0.3f}, {0.2f, 0.2f, 0.6f}};
        Map<String, Double> metrics = ClassificationMetrics.of(probabilities, new int[] {0, 0, 1, 2});
        assertThat(metrics.get("accuracy")).isEqualTo(0.75);
        assertThat(metrics.get("loss"))
                .isCloseTo(
                        -(Math.log(0.7) + Math.log(0.4) + Math.log(0.4) + Math.log(0.6)) / 4,
                        org.assertj.core.api.Assertions.within(1e-7));
        // Class 0: 4 of 4 pairs right; class 1: 0.4 beats 0.2 and 0.2 but not 0.5: 2 of 3; class 2: 3 of 3.
        assertThat(metrics.get("auc")).isCloseTo((1 + 2.0 / 3 + 1) / 3, org.assertj.core.api.Assertions.within(1e-12));
    }
}
