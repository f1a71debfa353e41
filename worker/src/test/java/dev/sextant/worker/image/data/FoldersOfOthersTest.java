package dev.sextant.worker.image.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sextant.worker.image.DrawnImages;
import dev.sextant.worker.image.ImageClassifierFactory;
import dev.sextant.worker.image.Trials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Folders of images as other people arrange them. */
class FoldersOfOthersTest {
    @TempDir
    Path work;

    private Path data;

    @BeforeEach
    void create() throws IOException {
        data = Files.createDirectories(work.resolve("data"));
    }

    private ImageSummary summary() throws UnusableData {
        return ImageSummary.of(Map.of("data", data.toString()));
    }

    private List<String> problems(Map<String, Object> given) {
        return new ImageClassifierFactory()
                .check(Trials.settings(data, given)).stream()
                        .map(problem -> problem.setting() + " " + problem.message())
                        .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "training_set, test_set",
        "Training, Testing",
        "seg_train, seg_test",
        "train2017, test2017",
        "flowersTrain, flowersTest"
    })
    void knowsTrainingAndTestPartsByTheWordsInTheirNames(String training, String test) throws Exception {
        DrawnImages.draw(data.resolve(training), 6);
        DrawnImages.draw(data.resolve(test), 2);

        assertThat(summary().lines())
                .containsExactly(
                        "data: 3 classes, 24 images (8 per class)",
                        "training 15, validation 3 (20 % of each class), test 6");
    }

    @Test
    void callsDevTheValidationPart() throws Exception {
        DrawnImages.draw(data.resolve("train"), 6);
        DrawnImages.draw(data.resolve("dev"), 2);

        assertThat(summary().split()).isEqualTo(new ImageSummary.Split(18, 6, 0));
    }

    @Test
    void leavesOutWhatLiesBesideTheParts() throws Exception {
        DrawnImages.draw(data.resolve("train"), 6);
        DrawnImages.draw(data.resolve("val"), 2);
        Files.createDirectories(data.resolve("annotations/circle"));
        Files.writeString(data.resolve("annotations/circle/000.xml"), "<box/>");
        Files.writeString(data.resolve("train/readme"), "none");

        assertThat(summary().lines())
                .containsExactly(
                        "data: 3 classes, 24 images (8 per class)",
                        "2 files left out: 2 outside the class folders",
                        "training 18, validation 6");
    }

    @Test
    void refusesFoldersThatMayBePartsOrClasses() throws Exception {
        DrawnImages.draw(data.resolve("batch_1"), 2);
        DrawnImages.draw(data.resolve("batch_2"), 2);

        assertThat(problems(Map.of()))
                .singleElement()
                .asString()
                .startsWith("data ")
                .contains("batch_1, batch_2", "circle, cross, square", "train, validation and test", "layout: classes");
        assertThat(problems(Map.of("layout", "classes"))).isEmpty();
        assertThat(summary().imagesOfClass()).containsOnlyKeys("batch_1", "batch_2");
    }

    @Test
    void aTrainingPartThatSharesNoClassIsAClass() throws Exception {
        copy("bus/front/0.png", "bus/1.png", "train_station/2020/0.png", "train_station/1.png", "test_site/0.png");
        copy("test_site/1.png");

        assertThat(summary().imagesOfClass()).containsOnlyKeys("bus", "train_station", "test_site");
        assertThat(problems(Map.of())).isEmpty();
    }

    @Test
    void passesOverFilesOfOtherKinds() throws Exception {
        DrawnImages.draw(data, 5);
        for (String name : List.of("a.xml", "b.txt", "c.json", "Thumbs.db", "desktop.ini", "README")) {
            Files.writeString(data.resolve("cross").resolve(name), "no image");
        }

        assertThat(summary().lines())
                .contains("data: 3 classes, 15 images (5 per class)", "6 files left out: 6 of other kinds");
        assertThat(problems(Map.of())).isEmpty();
    }

    @Test
    void followsNoLinkRoundInACircle() throws Exception {
        DrawnImages.draw(data, 5);
        Files.createSymbolicLink(data.resolve("cross/self"), Path.of(".."));
        Files.createSymbolicLink(data.resolve("circle/here"), Path.of("."));
        Files.createSymbolicLink(data.resolve("square/more"), data.resolve("circle"));
        Files.createSymbolicLink(data.resolve("square/copy.png"), data.resolve("square/000.png"));
        Files.createSymbolicLink(data.resolve("all"), data);

        assertThat(summary().lines())
                .contains("data: 3 classes, 15 images (5 per class)", "4 files left out: 4 linked to images inside");
    }

    @Test
    void listsEachImageOutsideOnce() throws Exception {
        DrawnImages.draw(data, 5);
        Path outside = Files.createDirectories(work.resolve("outside/deep"));
        Files.copy(data.resolve("cross/000.png"), outside.resolve("a.png"));
        Files.createSymbolicLink(outside.resolve("up"), outside.getParent());
        Files.createSymbolicLink(data.resolve("cross/one"), outside);
        Files.createSymbolicLink(data.resolve("cross/two"), outside);

        assertThat(summary().imagesOfClass()).containsEntry("cross", 6);
    }

    @Test
    void readsNamesWithColonsAndOtherMarks() throws Exception {
        DrawnImages.draw(data, 5);
        List<String> names = List.of(
                "2024-01-02 10:11:00.png",
                "a:b.png",
                "100%.png",
                "#1.png",
                "a?b.png",
                "x+y&z.png",
                "it's \"it\".png",
                "back\\slash.png",
                "[1]{2}.png",
                "größe.png",
                "日本.png");
        for (String name : names) {
            Files.copy(data.resolve("cross/000.png"), data.resolve("cross").resolve(name));
        }
        ImageFolder folder = ImageFolder.list(DataSettings.of(Trials.settings(data, Map.of())));

        assertThat(folder.files().stream().map(ImageFile::path).filter(path -> !path.matches("\\w+/\\d+\\.png")))
                .containsExactlyInAnyOrderElementsOf(
                        names.stream().map(name -> "cross/" + name).toList());
        for (ImageFile file : folder.files()) {
            assertThat(ImageFolder.read(new Configuration(), file)).isNotEmpty();
        }
    }

    private void copy(String... names) throws IOException {
        Path drawn = work.resolve("drawn");
        if (Files.notExists(drawn)) {
            DrawnImages.draw(drawn, 1);
        }
        for (String name : names) {
            Files.createDirectories(data.resolve(name).getParent());
            Files.copy(drawn.resolve("cross/000.png"), data.resolve(name));
        }
    }

    @Test
    void labelFilesHaveOtherColumns() throws Exception {
        DrawnImages.draw(data, 4);
        for (String header :
                List.of("filename,class", "image,category", "File,Class_Name", ",file,label", "path,label,id")) {
            int columns = header.split(",", -1).length;
            assertThat(csv(
                                    header,
                                    row -> columns == 2
                                            ? row[0] + "," + row[1]
                                            : header.startsWith(",")
                                                    ? row[2] + "," + row[0] + "," + row[1]
                                                    : row[0] + "," + row[1] + "," + row[2])
                            .imagesOfClass())
                    .as(header)
                    .hasSize(3)
                    .containsEntry("cross", 4);
        }
    }

    @Test
    void columnsCanBeNamed() throws Exception {
        DrawnImages.draw(data, 4);
        Path file = write("id,breed", row -> row[0] + "," + row[1]);

        assertThatThrownBy(() -> ImageSummary.of(Map.of("data", file.toString())))
                .hasMessageContaining("has no column path, only [id, breed]")
                .hasMessageContaining("path_column");
        assertThat(ImageSummary.of(Map.of("data", file.toString(), "path_column", "id", "label_column", "breed"))
                        .images())
                .isEqualTo(12);
    }

    @Test
    void takesThePartFromAColumnOfSplits() throws Exception {
        DrawnImages.draw(data, 4);

        ImageSummary found =
                csv("path,label,split", row -> row[0] + "," + row[1] + "," + (row[2].equals("0") ? "val" : "train"));

        assertThat(found.split()).isEqualTo(new ImageSummary.Split(9, 3, 0));
    }

    @Test
    void findsImagesWithoutTheEndsOfTheirNamesAndWithBackslashes() throws Exception {
        DrawnImages.draw(data, 4);
        Files.writeString(data.resolve("cross/000.txt"), "beside");

        assertThat(csv("id,class", row -> row[0].replace(".png", "") + "," + row[1], "path_column", "id")
                        .images())
                .isEqualTo(12);
        assertThat(csv("path,label", row -> row[0].replace('/', '\\') + "," + row[1])
                        .images())
                .isEqualTo(12);
    }

    @Test
    void refusesLabelsInAnotherEncoding() throws Exception {
        DrawnImages.draw(data, 4);
        Path file = write("path,label", row -> row[0] + ",caf\u00e9-" + row[1]);
        String text = Files.readString(file);

        Files.write(file, text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> ImageSummary.of(Map.of("data", file.toString())))
                .hasMessageContaining("is not UTF-8 text");
        Files.write(file, text.getBytes(java.nio.charset.StandardCharsets.UTF_16));
        assertThatThrownBy(() -> ImageSummary.of(Map.of("data", file.toString())))
                .hasMessageContaining("is not UTF-8 text");
    }

    @Test
    void saysWhereAQuotationMarkIsWrong() throws Exception {
        Path file = Files.writeString(work.resolve("labels.csv"), "path,label\n\"a.png\" x,cat\n");

        assertThatThrownBy(() -> ImageSummary.of(Map.of("data", file.toString())))
                .hasMessageContaining("is not well-formed CSV at line 2");

        Files.writeString(file, "path,label\na.png,cat\n\"b.png,dog\n");
        assertThatThrownBy(() -> ImageSummary.of(Map.of("data", file.toString())))
                .hasMessageContaining("is not well-formed CSV at line 3");
    }

    private interface Row {
        String of(String... pathLabelNumber);
    }

    private ImageSummary csv(String header, Row row, String... settings) throws IOException, UnusableData {
        Path file = write(header, row);
        return ImageSummary.of(
                settings.length == 0
                        ? Map.of("data", file.toString())
                        : Map.of("data", file.toString(), settings[0], settings[1]));
    }

    private Path write(String header, Row row) throws IOException {
        StringBuilder csv = new StringBuilder(header).append('\n');
        try (Stream<Path> images = Files.walk(data)) {
            for (Path image : images.filter(path -> path.toString().endsWith(".png"))
                    .sorted()
                    .toList()) {
                String name = image.getFileName().toString();
                csv.append(row.of(
                                data.getParent().relativize(image).toString(),
                                image.getParent().getFileName().toString(),
                                name.substring(2, 3)))
                        .append('\n');
            }
        }
        return Files.writeString(work.resolve("labels.csv"), csv);
    }
}
