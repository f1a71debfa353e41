package dev.sextant.worker.curve;

import dev.sextant.worker.checkpoint.HadoopFiles;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.zip.GZIPInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The tables that this process has read; each is read once for as long as its file stays the same. */
final class CurveTables {
    private static final ConcurrentMap<String, Entry> READ = new ConcurrentHashMap<>();

    private CurveTables() {}

    private record Entry(long modified, long bytes, CurveTable table) {}

    /**
     * The table in a file, perhaps compressed ({@code .gz}).
     *
     * @param file a Hadoop path
     * @throws FileNotFoundException when there is none
     * @throws IllegalArgumentException when it holds no table
     */
    static CurveTable at(String file) throws IOException {
        Path path = new Path(file);
        FileSystem files = HadoopFiles.of(path, HadoopFiles.configuration());
        FileStatus status = files.getFileStatus(path);
        Entry known = READ.get(file);
        if (known != null && known.modified() == status.getModificationTime() && known.bytes() == status.getLen()) {
            return known.table();
        }
        // Two runs that come at once may both read it; the tables are equal.
        CurveTable table = read(files, path);
        READ.put(file, new Entry(status.getModificationTime(), status.getLen(), table));
        return table;
    }

    private static CurveTable read(FileSystem files, Path path) throws IOException {
        try (InputStream raw = files.open(path);
                InputStream plain = path.getName().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                BufferedReader csv = new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8))) {
            return CurveTable.read(csv, path.toString());
        }
    }
}
