package dev.sextant.coordinator.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** The program that a person or spark-submit starts. */
public final class Sextant {

    private Sextant() {}

    /** Prints the version. */
    public static void main(String[] arguments) throws IOException {
        System.out.println("sextant " + version());
    }

    private static String version() throws IOException {
        Properties build = new Properties();
        try (InputStream in = Sextant.class.getResourceAsStream("/META-INF/sextant/build.properties")) {
            if (in != null) {
                build.load(in);
            }
        }
        return build.getProperty("version", "development");
    }
}
