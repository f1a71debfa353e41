package dev.sextant.worker.checkpoint;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkEnv;
import org.apache.spark.deploy.SparkHadoopUtil;

/** Hadoop's file systems with the configuration of this process. Safe for use by many threads. */
public final class HadoopFiles {
    private static volatile Cached cached;

    /**
     * Configuration of a Spark application.
     *
     * @param spark environment of the application; null outside Spark
     */
    private record Cached(SparkEnv spark, Configuration configuration) {}

    private HadoopFiles() {}

    /**
     * Returns Hadoop's configuration, in a Spark process with its {@code spark.hadoop.*} properties. Reading it parses
     * a thousand properties, so it is read once per Spark application and shared; do not change it.
     */
    public static Configuration configuration() {
        SparkEnv spark = SparkEnv.get();
        Cached last = cached;
        if (last == null || last.spark() != spark) {
            last = new Cached(spark, read(spark));
            cached = last;
        }
        return last.configuration();
    }

    private static Configuration read(SparkEnv spark) {
        return spark == null ? new Configuration() : SparkHadoopUtil.get().newConfiguration(spark.conf());
    }

    /** Returns the file system of a path; for local paths, {@link LocalFiles}. */
    public static FileSystem of(Path path, Configuration configuration) throws IOException {
        FileSystem files = path.getFileSystem(configuration);
        return files instanceof LocalFileSystem ? LocalFiles.with(configuration) : files;
    }
}
