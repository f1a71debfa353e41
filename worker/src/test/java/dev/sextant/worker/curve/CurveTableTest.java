package dev.sextant.worker.curve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CurveTableTest {
    private static final String TABLE =
            """
            layers,rate,optimizer,dropout,1,2,3
            1,10,adam,,0.1,0.2,0.3
            3,10,adam,0.5,0.4,0.5,
            1,30,sgd,,nan,0.8,0.9
            """;

    @TempDir
    private Path folder;

    @Test
    void readsCurvesAndTheirLengths() throws Exception {
        CurveTable table = table(TABLE);

        assertThat(table.rows()).isEqualTo(3);
        assertThat(table.epochs(0)).isEqualTo(3);
        assertThat(table.epochs(1)).isEqualTo(2);
        assertThat(table.value(1, 2)).isEqualTo(0.5);
        assertThat(table.value(2, 1)).isNaN();
    }

    @Test
    void takesTheNearestRowOnColumnsScaledByTheirRange() throws Exception {
        CurveTable table = table(TABLE);

        // Unscaled, rate would outweigh layers: 10 + 9 is nearer to 10 than to 30, but layers 1.0 apart count as all.
        assertThat(table.nearest(Map.of("layers", 1L, "rate", 19.0, "optimizer", "adam")))
                .isZero();
        assertThat(table.nearest(Map.of("layers", 3L, "rate", 19.0, "optimizer", "adam", "dropout", 0.5)))
                .isEqualTo(1);
        assertThat(table.nearest(Map.of("layers", 1L, "rate", 21.0, "optimizer", "sgd")))
                .isEqualTo(2);
        assertThat(table.nearest(Map.of("layers", 1L, "rate", 29.0, "optimizer", "adam")))
                .isZero();
    }

    @Test
    void takesTheFirstOfEquallyNearRows() throws Exception {
        assertThat(table("a,1\n0,0.1\n2,0.2\n").nearest(Map.of("a", 1L))).isZero();
    }

    @Test
    void saysWhatIsWrongWithATable() {
        assertThatThrownBy(() -> table("")).hasMessage("curves.csv is empty; its first line must name the columns");
        assertThatThrownBy(() -> table("a,b\n1,2\n")).hasMessageContaining("has no column 1");
        assertThatThrownBy(() -> table("a,1,3\n1,2,3\n")).hasMessageContaining("column 3 where epoch 2 is expected");
        assertThatThrownBy(() -> table("a,1\n")).hasMessageContaining("no rows");
        assertThatThrownBy(() -> table("a,1\n1\n")).hasMessageContaining("line 2 has 1 cells, the header 2");
        assertThatThrownBy(() -> table("a,1\n1,good\n")).hasMessageContaining("(good) is not a number");
    }

    @Test
    void readsCompressedFilesAndRereadsAChangedFile() throws Exception {
        Path file = folder.resolve("curves.csv.gz");
        compress(file, "a,1\n0,0.1\n");
        CurveTable first = CurveTableCache.get(file.toString());
        assertThat(CurveTableCache.get(file.toString())).isSameAs(first);

        compress(file, "a,1\n0,0.2\n1,0.3\n");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L));

        assertThat(first.value(0, 1)).isEqualTo(0.1);
        assertThat(CurveTableCache.get(file.toString()).rows()).isEqualTo(2);
    }

    private static void compress(Path file, String text) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static CurveTable table(String csv) throws IOException {
        return CurveTable.read(new BufferedReader(new StringReader(csv)), "curves.csv");
    }
}
