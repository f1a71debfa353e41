package dev.sextant.worker.checkpoint;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkEnv;
import org.apache.spark.deploy.SparkHadoopUtil;

/** Hadoop's file systems as this process is configured for them. */
public final class HadoopFiles {
    private static volatile Known known;

    /** @param spark null where Spark does not run */
    private record Known(SparkEnv spark, Configuration configuration) {}

    private HadoopFiles() {}

    /**
     * Hadoop's own files, overlaid by the {@code spark.hadoop.*} properties when this is a Spark process. Read once for
     * each Spark application in this process, since that parses a thousand properties, and shared: not to be changed.
     */
    public static Configuration configuration() {
        SparkEnv spark = SparkEnv.get();
        Known last = known;
        if (last == null || last.spark() != spark) {
            last = new Known(spark, read(spark));
            known = last;
        }
        return last.configuration();
    }

    private static Configuration read(SparkEnv spark) {
        return spark == null ? new Configuration() : SparkHadoopUtil.get().newConfiguration(spark.conf());
    }

    /** The file system that holds a path; the local one is {@link LocalFiles}. */
    public static FileSystem of(Path path, Configuration configuration) throws IOException {
        FileSystem files = path.getFileSystem(configuration);
        return files instanceof LocalFileSystem ? LocalFiles.with(configuration) : files;
    }
}
