package dev.sextant.worker.image.data;

import dev.sextant.common.fuzz.FuzzTarget;
import dev.sextant.common.fuzz.Fuzzing;
import dev.sextant.worker.checkpoint.HadoopFiles;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageListFuzzTest {
    /** Those that {@link ImageListing} completes with the setting and a remedy. */
    private static final Set<Class<? extends Exception>> REFUSALS =
            Set.of(IOException.class, IllegalArgumentException.class, UnusableData.class);

    private static final int MOST_BYTES = 256 << 20;

    @Test
    void readsAnyTableOfImagesOrRefusesIt() throws Exception {
        Fuzzing.run(
                new FuzzTarget(
                        "labels",
                        "labels.csv",
                        REFUSALS,
                        file -> LabelFile.read(
                                new Path(file.toUri()),
                                new LabelColumns(Optional.empty(), Optional.empty(), Optional.empty()),
                                HadoopFiles.configuration())),
                500,
                MOST_BYTES);
    }

    @ParameterizedTest
    @CsvSource({"exclude-table, exclude.csv", "exclude-lines, exclude.txt"})
    void readsAnyListOfExcludedImagesOrRefusesIt(String name, String fileName) throws Exception {
        Fuzzing.run(
                new FuzzTarget(
                        name,
                        fileName,
                        REFUSALS,
                        file -> ExcludedImages.read(new Path(file.toUri()), HadoopFiles.configuration())),
                300,
                MOST_BYTES);
    }
}
