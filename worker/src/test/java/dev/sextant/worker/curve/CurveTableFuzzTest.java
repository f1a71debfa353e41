package dev.sextant.worker.curve;

import dev.sextant.common.fuzz.FuzzTarget;
import dev.sextant.common.fuzz.Fuzzing;
import dev.sextant.worker.checkpoint.HadoopFiles;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CurveTableFuzzTest {
    @ParameterizedTest
    @CsvSource({"curve-table, curves.csv", "curve-table-packed, curves.csv.gz"})
    void readsAnyTableOrRefusesIt(String name, String fileName) throws Exception {
        Fuzzing.run(
                new FuzzTarget(
                        name,
                        fileName,
                        Set.of(IOException.class, IllegalArgumentException.class),
                        CurveTableFuzzTest::read),
                500,
                256 << 20);
    }

    private static void read(java.nio.file.Path file) throws IOException {
        Path path = new Path(file.toUri());
        CurveTable table = CurveTableCache.read(HadoopFiles.of(path, HadoopFiles.configuration()), path);
        int row = table.nearest(Map.of("rate", 0.1, "kind", "a"));
        for (int epoch = 1; epoch <= table.epochs(row); epoch++) {
            table.value(row, epoch);
        }
    }
}
