package dev.sextant.worker.image.data;

import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkEnv;
import org.apache.spark.deploy.SparkHadoopUtil;

/** Hadoop's settings as this process knows them: inside Spark with the application's {@code spark.hadoop.*}. */
public final class HadoopConfiguration {
    private HadoopConfiguration() {}

    public static Configuration current() {
        SparkEnv spark = SparkEnv.get();
        return spark == null ? new Configuration() : SparkHadoopUtil.get().newConfiguration(spark.conf());
    }
}
