package dev.sextant.coordinator.spark;

import java.io.ObjectInputFilter;
import java.util.Locale;

/**
 * Filter of the Java objects that a process deserializes: those of messages between driver and executors. All other classes
 * are refused, wherever a library may deserialize something.
 *
 * <p>Arrays and graphs may have any size, as averaged networks are large; only their depth is limited. {@code
 * -Djdk.serialFilter=PATTERN} replaces the filter.
 */
public final class SerialFilter {
    private static final String PROPERTY = "jdk.serialFilter";

    /** The first pattern that matches a class decides. */
    private static final String PATTERN = String.join(
            ";",
            "maxdepth=2000",
            "java.lang.**",
            "java.util.**",
            "java.math.*",
            "java.time.**",
            "!java.net.URL", // its hash code asks a name server
            "java.net.*",
            "java.io.*",
            "java.nio.**",
            "scala.**",
            "org.apache.spark.**",
            "org.apache.hadoop.**",
            "org.roaringbitmap.**",
            "!org.nd4j.shade.**",
            "org.nd4j.**",
            "org.deeplearning4j.**",
            "dev.sextant.**",
            "!*");

    private SerialFilter() {}

    /** Installs the filter in this process, unless the process was started with one. */
    public static void install() {
        if (ObjectInputFilter.Config.getSerialFilter() == null) {
            ObjectInputFilter.Config.setSerialFilter(filter());
        }
    }

    static ObjectInputFilter filter() {
        return ObjectInputFilter.Config.createFilter(PATTERN);
    }

    /**
     * Returns the option of the JVM that installs the filter; empty if the given options name one.
     *
     * @param options options of the JVM
     */
    static String option(String options) {
        return options.contains(PROPERTY) ? "" : String.format(Locale.ROOT, "-D%s=%s", PROPERTY, PATTERN);
    }
}
