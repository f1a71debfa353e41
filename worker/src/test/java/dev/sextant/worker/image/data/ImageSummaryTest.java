package dev.sextant.worker.image.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sextant.worker.image.DrawnImages;
import dev.sextant.worker.image.ImageClassifierFactory;
import dev.sextant.worker.image.Trials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageSummaryTest {
    @TempDir
    Path work;

    private Path data;

    @BeforeEach
    void draw() throws IOException {
        data = DrawnImages.draw(work.resolve("shapes"), 10);
    }

    private ImageSummary summary(Map<String, Object> given) throws UnusableData {
        return ImageSummary.of(Trials.settings(data, given).values());
    }

    @Test
    void countsClassesImagesAndSets() throws Exception {
        assertThat(summary(Map.of()).lines())
                .containsExactly(
                        "shapes: 3 classes, 30 images (10 per class)", "training 24, validation 6 (20 % of each class)");
        assertThat(summary(Map.of("folds", 5L, "fold", 2L)).lines())
                .last()
                .isEqualTo("training 24, validation 6 (fold 2 of 5)");
    }

    @Test
    void saysWhichFilesAreLeftOutAndWhy() throws Exception {
        Files.writeString(data.resolve("notes.txt"), "no image");
        Files.writeString(data.resolve(".hidden"), "not looked at");
        Files.createFile(data.resolve("cross/empty.png"));
        Path list = Files.writeString(work.resolve("exclude.txt"), "circle/000.png\ncircle/001.png\n");

        ImageSummary found = summary(Map.of("exclude", list.toString()));

        assertThat(found.lines())
                .contains(
                        "shapes: 3 classes, 28 images (8 to 10 per class)",
                        "4 files left out: 2 excluded, 1 outside the class folders, 1 empty");
        assertThat(found.split().training() + found.split().validation()).isEqualTo(28);
    }

    @Test
    void callsDataImbalancedIfAClassHasMoreThanTwiceTheImagesOfAnother() throws Exception {
        for (int image = 0; image < 5; image++) {
            Files.delete(data.resolve("square/00" + image + ".png"));
        }
        assertThat(summary(Map.of()).isImbalanced()).isFalse();
        Files.delete(data.resolve("square/005.png"));

        ImageSummary found = summary(Map.of());

        assertThat(found.isImbalanced()).isTrue();
        assertThat(found.lines())
                .startsWith(
                        "shapes: 3 classes, 24 images (4 to 10 per class)",
                        "imbalanced: 4 images of square, 10 of circle");
    }

    @Test
    void knowsThePartsOfTheData() throws Exception {
        Path parts = Files.createDirectories(work.resolve("parts"));
        DrawnImages.draw(parts.resolve("train"), 6);
        DrawnImages.draw(parts.resolve("val"), 3);
        DrawnImages.draw(parts.resolve("test"), 2);

        ImageSummary found = ImageSummary.of(Map.of("data", parts.toString()));

        assertThat(found.lines())
                .containsExactly("parts: 3 classes, 33 images (11 per class)", "training 18, validation 9, test 6");
    }

    @Test
    void theTrainerDescribesItsDataAndNothingIfThereIsNone() {
        ImageClassifierFactory trainer = new ImageClassifierFactory();
        assertThat(trainer.describe(Trials.settings(data, Map.of()))).hasSize(2);
        assertThat(trainer.describe(Trials.settings(work.resolve("nowhere"), Map.of())))
                .isEmpty();
    }

    @Test
    void sizesComeFromASampleThatIsSpreadOverTheClasses() throws Exception {
        Files.writeString(data.resolve("square/009.png"), "no image");

        ImageSides all = ImageSides.of(Map.of("data", data.toString()), 1000);
        ImageSides three = ImageSides.of(Map.of("data", data.toString()), 3);

        assertThat(all.lengths()).hasSize(29).containsOnly(20);
        assertThat(all.median()).isEqualTo(20);
        assertThat(all.unreadable())
                .singleElement()
                .asString()
                .startsWith("square/009.png is not an image of a known format");
        assertThat(three.sampled()).isEqualTo(3);
        assertThatThrownBy(() -> ImageSides.of(Map.of("data", work.resolve("nowhere").toString()), 3))
                .isInstanceOf(UnusableData.class);
    }
}
