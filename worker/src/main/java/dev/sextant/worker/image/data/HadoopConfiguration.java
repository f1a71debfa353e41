package dev.sextant.worker.image.data;

import dev.sextant.worker.checkpoint.HadoopFiles;
import org.apache.hadoop.conf.Configuration;

/** Hadoop's settings as this process knows them: inside Spark with the application's {@code spark.hadoop.*}. */
public final class HadoopConfiguration {
    private HadoopConfiguration() {}

    /** Shared by all: not to be changed. */
    public static Configuration current() {
        return HadoopFiles.configuration();
    }
}
