package dev.sextant.worker.checkpoint;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkEnv;
import scala.Tuple2;

/** Hadoop's file systems as this process is configured for them. */
public final class HadoopFiles {
    private static final String SPARK_PREFIX = "spark.hadoop.";

    private HadoopFiles() {}

    /** Hadoop's own files, overlaid by the {@code spark.hadoop.*} properties when this is a Spark process. */
    public static Configuration configuration() {
        Configuration configuration = new Configuration();
        SparkEnv spark = SparkEnv.get();
        if (spark != null) {
            for (Tuple2<String, String> property : spark.conf().getAllWithPrefix(SPARK_PREFIX)) {
                configuration.set(property._1(), property._2());
            }
        }
        return configuration;
    }

    /**
     * The file system that holds a path. The local one comes without Hadoop's {@code .crc} files: checkpoints carry a
     * SHA-256 of their own.
     */
    public static FileSystem of(Path path, Configuration configuration) throws IOException {
        FileSystem files = path.getFileSystem(configuration);
        return files instanceof LocalFileSystem local ? local.getRawFileSystem() : files;
    }
}
