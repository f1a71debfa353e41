package dev.sextant.worker.curve;

import dev.sextant.common.files.BoundedRead;
import dev.sextant.worker.checkpoint.HadoopFiles;
import java.io.BufferedReader;
import java.io.EOFException;
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

/**
 * Cache of the tables that this process has read; a table is read again if its file changes. Safe for use by many
 * threads.
 */
final class CurveTableCache {
    private static final ConcurrentMap<String, Entry> TABLES = new ConcurrentHashMap<>();

    private CurveTableCache() {}

    private record Entry(long modified, long bytes, CurveTable table) {}

    /**
     * Returns the table in a file, which may be compressed ({@code .gz}).
     *
     * @param file a Hadoop path
     * @throws FileNotFoundException if the file does not exist
     * @throws IllegalArgumentException if it is not a table, with the line and the remedy
     */
    static CurveTable get(String file) throws IOException {
        Path path = new Path(file);
        FileSystem files = HadoopFiles.of(path, HadoopFiles.configuration());
        FileStatus status = files.getFileStatus(path);
        Entry cached = TABLES.get(file);
        if (cached != null && cached.modified() == status.getModificationTime() && cached.bytes() == status.getLen()) {
            return cached.table();
        }
        // Two runs may read it at the same time; their tables are equal.
        CurveTable table = read(files, path);
        TABLES.put(file, new Entry(status.getModificationTime(), status.getLen(), table));
        return table;
    }

    static CurveTable read(FileSystem files, Path path) throws IOException {
        try (InputStream raw = files.open(path);
                InputStream unpacked = path.getName().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                InputStream plain = BoundedRead.stream(unpacked, BoundedRead.TABLE_BYTES, path.toString());
                BufferedReader csv = new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8))) {
            return CurveTable.read(csv, path.toString());
        } catch (EOFException e) {
            throw new IOException(path + " is cut off", e);
        }
    }
}
