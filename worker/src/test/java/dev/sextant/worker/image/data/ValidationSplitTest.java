package dev.sextant.worker.image.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.worker.image.Trials;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValidationSplitTest {
    @Test
    void validatesTheFirstImagesInTheOrderOfTheirHashes() throws Exception {
        // Python: sorted(range(10), key=lambda i: sha256(pack('>q', seed) + b'coat/%d.png' % i).hexdigest())
        assertThat(split(folder(10), Map.of("validation_share", 0.25)).validation())
                .describedAs("seed 0: 0, 3, 7, 9, 5, ...; round(2.5) = 3")
                .containsExactly(0, 3, 7);
        assertThat(split(folder(10), Map.of("validation_share", 0.24, "split_seed", 3L))
                        .validation())
                .describedAs("seed 3: 0, 5, 9, 6, 7, ...; round(2.4) = 2")
                .containsExactly(0, 5);
        assertThat(split(folder(10), Map.of("folds", 4L, "fold", 2L)).validation())
                .describedAs("seed 0: positions 1, 5 and 9 of 0, 3, 7, 9, 5, 1, 6, 8, 4, 2")
                .containsExactly(1, 2, 3);
    }

    @Property(tries = 200)
    void ofTwoOrMoreImagesAtLeastOneTrainsAndOneValidates(
            @ForAll @IntRange(min = 2, max = 12) int images, @ForAll @IntRange(min = 1, max = 90) int percent)
            throws Exception {
        ValidationSplit split = split(folder(images), Map.of("validation_share", percent / 100.0));
        assertThat(split.training()).isNotEmpty();
        assertThat(split.validation()).isNotEmpty();
        assertThat(sorted(split)).containsExactly(IntStream.range(0, images).toArray());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.5, 0.9})
    void theOnlyImageOfAClassTrains(double share) throws Exception {
        // Label 0 has six images, label 1 one.
        ValidationSplit split = split(folder(6, 1), Map.of("validation_share", share));
        assertThat(split.training()).contains(6);
        assertThat(split.validation()).isNotEmpty().doesNotContain(6);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theOnlyImageOfAClassTrainsInEachFold(long fold) throws Exception {
        ValidationSplit split = split(folder(6, 1), Map.of("folds", 3L, "fold", fold));
        assertThat(split.training()).contains(6);
        assertThat(split.validation()).hasSize(2);
    }

    @Test
    void aClassWithoutReadableImagesIsInNoSet() throws Exception {
        ImageFolder folder = folder(6, 1);
        List<SkippedImage> skipped = List.of(new SkippedImage(6, "shoe/0.png", "is empty"));
        ValidationSplit split = ValidationSplit.of(folder, skipped, settings(Map.of()), SplitNames.RELATIVE_PATHS);
        assertThat(sorted(split)).containsExactly(0, 1, 2, 3, 4, 5);
    }

    private static int[] sorted(ValidationSplit split) {
        return IntStream.concat(Arrays.stream(split.training()), Arrays.stream(split.validation()))
                .sorted()
                .toArray();
    }

    /** Lists so many images of each class. */
    private static ImageFolder folder(int... imagesOfClass) {
        List<String> classes = List.of("coat", "shoe").subList(0, imagesOfClass.length);
        List<ImageFile> files = new ArrayList<>();
        for (int label = 0; label < imagesOfClass.length; label++) {
            for (int image = 0; image < imagesOfClass[label]; image++) {
                String path = classes.get(label) + "/" + image + ".png";
                files.add(new ImageFile("file:/data", path, path, label, DataSplit.ANY, 1, 1));
            }
        }
        return new ImageFolder("file:/data", classes, files, "");
    }

    private static ValidationSplit split(ImageFolder folder, Map<String, Object> given) throws UnusableData {
        return ValidationSplit.of(folder, List.of(), settings(given), SplitNames.RELATIVE_PATHS);
    }

    private static DataSettings settings(Map<String, Object> given) {
        return DataSettings.of(Trials.settings(Path.of("/data"), new HashMap<>(given)));
    }
}
