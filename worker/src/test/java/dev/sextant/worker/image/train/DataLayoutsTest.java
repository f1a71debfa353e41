package dev.sextant.worker.image.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sextant.common.trainer.Trainer;
import dev.sextant.worker.image.DrawnImages;
import dev.sextant.worker.image.Trials;
import dev.sextant.worker.image.data.DataSettings;
import dev.sextant.worker.image.data.ImageFolder;
import dev.sextant.worker.image.data.SplitNames;
import dev.sextant.worker.image.data.UnusableData;
import dev.sextant.worker.image.data.ValidationSplit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataLayoutsTest {
    @TempDir
    Path work;

    private Path drawn;

    @BeforeEach
    void draw() throws IOException {
        drawn = DrawnImages.draw(work.resolve("drawn"), 6);
    }

    @Test
    void readsTheSplitFromFolders() throws Exception {
        Path data = work.resolve("parts");
        copy("circle/000.png", data.resolve("train/circle/a.png"));
        copy("circle/001.png", data.resolve("train/circle/b.png"));
        copy("cross/001.png", data.resolve("train/cross/a.png"));
        copy("circle/002.png", data.resolve("val/circle/c.png"));
        copy("cross/002.png", data.resolve("test/cross/c.png"));
        assertThat(split(data, Map.of()))
                .isEqualTo(new Names(
                        Set.of("train/circle/a.png", "train/circle/b.png", "train/cross/a.png"),
                        Set.of("val/circle/c.png"),
                        Set.of("test/cross/c.png")));
        assertThat(list(data, Map.of()).classes()).containsExactly("circle", "cross");
        try (Trainer trainer = Trials.create(work, Trials.settings(data, Map.of("image_size", 16L)), 1)) {
            assertThat(trainer.train(1)).containsKey("accuracy");
        }
    }

    @Test
    void splitsTheTrainingFolderWithoutValidationFolder() throws Exception {
        Path data = work.resolve("parts");
        for (String shape : List.of("circle", "cross")) {
            for (int i = 0; i < 5; i++) {
                copy(shape + "/00" + i + ".png", data.resolve("train/" + shape + "/" + i + ".png"));
            }
            copy(shape + "/005.png", data.resolve("test/" + shape + "/5.png"));
        }
        Names split = split(data, Map.of());
        assertThat(split.training()).hasSize(8);
        assertThat(split.validation()).hasSize(2).allMatch(path -> path.startsWith("train/"));
        assertThat(split.test()).containsExactlyInAnyOrder("test/circle/5.png", "test/cross/5.png");
    }

    @Test
    void aTrainAmongVehiclesIsAClass() throws Exception {
        Path data = work.resolve("vehicles");
        for (String vehicle : List.of("bus", "train", "tram")) {
            copy("circle/000.png", data.resolve(vehicle + "/0.png"));
            copy("circle/001.png", data.resolve(vehicle + "/1.png"));
        }
        assertThat(list(data, Map.of()).classes()).containsExactly("bus", "train", "tram");
    }

    @Test
    void rejectsValidationLabelsWithoutTrainingImages() throws Exception {
        Path data = work.resolve("parts");
        for (String shape : List.of("circle", "cross")) {
            copy(shape + "/000.png", data.resolve("train/" + shape + "/0.png"));
            copy(shape + "/001.png", data.resolve("validation/" + shape + "/1.png"));
        }
        copy("square/000.png", data.resolve("validation/square/0.png"));
        assertThatThrownBy(() -> list(data, Map.of()))
                .isInstanceOf(UnusableData.class)
                .hasMessageContaining("labels in its validation part that its training part lacks: square;");
    }

    @Test
    void reportsAClassWithoutImages() throws Exception {
        Files.createDirectories(drawn.resolve("star"));
        assertThatThrownBy(() -> list(drawn, Map.of()))
                .hasMessageContaining("in class star; a class needs at least two");
        Path data = work.resolve("parts");
        copy("circle/000.png", data.resolve("train/circle/0.png"));
        Files.createDirectories(data.resolve("train/star"));
        copy("circle/001.png", data.resolve("validation/circle/1.png"));
        assertThatThrownBy(() -> list(data, Map.of()))
                .hasMessageContaining("no readable image to train on in class star");
    }

    @Test
    void readsPathsLabelsAndPartsFromACsvFile() throws Exception {
        Path csv = drawn.resolve("labels.csv");
        Files.writeString(
                csv,
                "\ufeffPath, Label, part, photographer\n"
                        + "circle/000.png,round,train,A\n"
                        + "\"circle/001.png\",round,,\"B, C\"\n"
                        + drawn.resolve("cross/000.png") + ",\"sharp, thin\",train,A\n"
                        + "circle/002.png,round,validation,A\n"
                        + "square/000.png,\"sharp, thin\",test,A\n"
                        + "square/001.png,round,extra,A\n");
        assertThat(list(csv, Map.of()).classes()).containsExactly("round", "sharp, thin");
        String absolute = "file:" + drawn.resolve("cross/000.png");
        assertThat(split(csv, Map.of()))
                .isEqualTo(new Names(
                        Set.of("circle/000.png", "circle/001.png", absolute, "square/001.png"),
                        Set.of("circle/002.png"),
                        Set.of("square/000.png")));
        try (Trainer trainer = Trials.create(work, Trials.settings(csv, Map.of("image_size", 16L)), 1)) {
            assertThat(trainer.train(1)).containsKey("accuracy");
        }
    }

    @Test
    void reportsProblemsOfACsvFile() throws Exception {
        assertThat(csvProblem("photo,label\ncircle/000.png,a\n"))
                .contains("has no column path, only [photo, label]; its first line must name the columns");
        assertThat(csvProblem("path,label\ncircle/000.png,a\ncircle/9.png,b\nstars/1.png,b\n"))
                .contains("names 2 files that do not exist: circle/9.png (line 3), stars/1.png (line 4); correct the"
                        + " paths");
        assertThat(csvProblem("path,label\ncircle/000.png,a\ncircle/001.png,\n"))
                .contains("line 3 has no label; correct");
        assertThat(csvProblem("path,label\ncircle/000.png,a\ncircle/000.png,b\n"))
                .contains("line 3 names circle/000.png again, after line 2");
        assertThat(csvProblem("path,label,part\ncircle/000.png,a,learn\n"))
                .contains("line 2 has the part learn, which is not train, validation, test or extra");
        assertThat(csvProblem("path,label\ncircle/000.png,a,b\n")).contains("line 2 has 3 values for 2 columns");
        assertThat(csvProblem("path,label\ncircle/000.png,a\n")).contains("only one of the labels needed, a;");
        assertThat(csvProblem("")).contains("has no column path");
    }

    private String csvProblem(String content) throws IOException {
        Path csv = Files.writeString(drawn.resolve("labels.csv"), content);
        try {
            list(csv, Map.of());
            return "none";
        } catch (UnusableData e) {
            assertThat(e.problem().setting()).isEqualTo("data");
            return e.getMessage();
        }
    }

    @Test
    void extraImagesTrainAndNeverValidate() throws Exception {
        Path extra = work.resolve("painted");
        for (int i = 0; i < 6; i++) {
            copy("circle/00" + i + ".png", extra.resolve("circle/00" + i + ".png"));
        }
        Map<String, Object> given = Map.of("extra_train", extra.toString());
        Names without = split(drawn, Map.of());
        Names with = split(drawn, given);
        assertThat(with.validation()).isEqualTo(without.validation());
        assertThat(with.training())
                .containsAll(without.training())
                .hasSize(without.training().size() + 6)
                .contains("painted/circle/000.png");
        for (int fold = 1; fold <= 3; fold++) {
            Map<String, Object> folded = new HashMap<>(given);
            folded.putAll(Map.of("folds", 3L, "fold", (long) fold));
            assertThat(split(drawn, folded).validation()).hasSize(6).noneMatch(path -> path.startsWith("painted/"));
        }
        try (Trainer trainer = Trials.create(
                work, Trials.settings(drawn, Map.of("image_size", 16L, "extra_train", extra.toString())), 1)) {
            assertThat(trainer.train(1)).containsKey("accuracy");
        }
        copy("cross/000.png", extra.resolve("star/0.png"));
        assertThatThrownBy(() -> list(drawn, given))
                .hasMessageContaining("has folders for classes that data lacks: star;");
    }

    @Test
    void eachImageValidatesInOneFold() throws Exception {
        Set<String> seen = new TreeSet<>();
        for (long fold = 1; fold <= 4; fold++) {
            Names split = split(drawn, Map.of("folds", 4L, "fold", fold));
            assertThat(split.validation()).noneMatch(seen::contains).hasSizeBetween(3, 6);
            assertThat(split.training()).hasSize(18 - split.validation().size());
            seen.addAll(split.validation());
        }
        assertThat(seen).hasSize(18);
        assertThatThrownBy(() -> split(drawn, Map.of("folds", 4L, "fold", 5L)))
                .hasMessage("(5) must be at most folds (4); folds count from 1");
        assertThatThrownBy(() -> split(drawn, Map.of("folds", 1L))).hasMessageContaining("at least 2");
    }

    @Test
    void leavesOutExcludedImages() throws Exception {
        Path list = Files.writeString(work.resolve("bad.txt"), "# mislabelled\ncircle/000.png\n\n cross/003.png \n");
        ImageFolder folder = list(drawn, Map.of("exclude", list.toString()));
        assertThat(folder.files())
                .hasSize(16)
                .noneMatch(file ->
                        file.path().equals("circle/000.png") || file.path().equals("cross/003.png"));
        Path csv = Files.writeString(work.resolve("bad.csv"), "why,path\nblurred,circle/000.png\n");
        assertThat(list(drawn, Map.of("exclude", csv.toString())).files()).hasSize(17);
        Files.writeString(list, "circle/000.png\ncircle/00.png\n");
        assertThatThrownBy(() -> list(drawn, Map.of("exclude", list.toString())))
                .hasMessageContaining("names images that are not in the data: circle/00.png;");
        assertThatThrownBy(() -> list(drawn, Map.of("exclude", work + "/none.txt")))
                .hasMessageContaining("does not exist; give the list of images to leave out");
    }

    @Test
    void movingImagesListedByAbsolutePathsKeepsTheSplit() throws Exception {
        Path moved = DrawnImages.draw(work.resolve("another/place"), 6);
        Path here = absolutePaths(drawn);
        Path there = absolutePaths(moved);

        assertThat(below(moved, split(there, Map.of()).validation()))
                .isEqualTo(below(drawn, split(here, Map.of()).validation()))
                .isEqualTo(split(drawn, Map.of()).validation());
        assertThat(fingerprint(there, SplitNames.RELATIVE_PATHS))
                .isEqualTo(fingerprint(here, SplitNames.RELATIVE_PATHS));
        // Studies of the first revision keep the split that they were trained with.
        assertThat(fingerprint(there, SplitNames.LISTED_PATHS))
                .isNotEqualTo(fingerprint(here, SplitNames.LISTED_PATHS));
    }

    @Test
    void anExcludedImageDoesNotRenameTheOthers() throws Exception {
        Path apart = Files.writeString(
                work.resolve("apart.csv"),
                "path,label\n" + drawn.resolve("circle/000.png") + ",a\n" + drawn.resolve("circle/001.png") + ",a\n"
                        + drawn.resolve("circle/002.png") + ",b\n" + drawn.resolve("circle/003.png") + ",b\n"
                        + drawn.resolve("cross/000.png") + ",b\n");
        Path list = Files.writeString(work.resolve("bad.txt"), "file:" + drawn.resolve("cross/000.png") + "\n");

        assertThat(list(apart, Map.of("exclude", list.toString())).files())
                .extracting(file -> file.relativePath())
                .containsExactly("circle/000.png", "circle/001.png", "circle/002.png", "circle/003.png");
    }

    /** Writes a label file that lists the images of a folder by absolute paths. */
    private static Path absolutePaths(Path images) throws IOException {
        StringBuilder rows = new StringBuilder("path,label\n");
        try (Stream<Path> files = Files.walk(images)) {
            files.filter(file -> file.toString().endsWith(".png")).sorted().forEach(file -> rows.append(file)
                    .append(',')
                    .append(file.getParent().getFileName())
                    .append('\n'));
        }
        return Files.writeString(images.resolveSibling("absolute.csv"), rows);
    }

    private static Set<String> below(Path folder, Set<String> addresses) {
        return addresses.stream()
                .map(address -> address.substring("file:".length()))
                .map(file -> folder.relativize(Path.of(file)).toString())
                .collect(Collectors.toSet());
    }

    private static String fingerprint(Path data, SplitNames names) throws UnusableData {
        return ValidationSplit.of(list(data, Map.of()), List.of(), settings(data, Map.of()), names)
                .fingerprint();
    }

    private record Names(Set<String> training, Set<String> validation, Set<String> test) {}

    private static Names split(Path data, Map<String, ?> given) throws UnusableData {
        ImageFolder folder = list(data, given);
        ValidationSplit split = ValidationSplit.of(folder, List.of(), settings(data, given), SplitNames.RELATIVE_PATHS);
        return new Names(
                names(folder, split.training()), names(folder, split.validation()), names(folder, split.test()));
    }

    private static Set<String> names(ImageFolder folder, int[] files) {
        return Arrays.stream(files)
                .mapToObj(file -> folder.files().get(file).path())
                .collect(Collectors.toSet());
    }

    private static ImageFolder list(Path data, Map<String, ?> given) throws UnusableData {
        return ImageFolder.list(settings(data, given));
    }

    private static DataSettings settings(Path data, Map<String, ?> given) {
        return DataSettings.of(Trials.settings(data, given));
    }

    private void copy(String from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.copy(drawn.resolve(from), to);
    }
}
