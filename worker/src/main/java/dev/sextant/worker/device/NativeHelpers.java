package dev.sextant.worker.device;

/**
 * Native helpers with which Deeplearning4j trains convolutions in this process. They change the last bits of results,
 * so runs record them. Safe for use by many threads.
 */
public final class NativeHelpers {
    /** Property of Deeplearning4j; helpers are off unless it is {@code false}. */
    private static final String DISABLED = "org.eclipse.deeplearning4j.helpers.disable";

    private static final String NATIVES = "org.bytedeco.javacpp.platform.extension";

    private NativeHelpers() {}

    /** Turns helpers on for networks that are loaded from now on, unless the property was set when the JVM started. */
    public static void allow() {
        if (System.getProperty(DISABLED) == null) {
            System.setProperty(DISABLED, "false");
        }
    }

    /**
     * Returns {@code cudnn}, the extension of the native library such as {@code onednn-avx2}, or an empty text if
     * helpers are off. Does not load ND4J, which takes seconds and which many trainers never need.
     */
    public static String inUse() {
        if (Boolean.parseBoolean(System.getProperty(DISABLED, "true"))) {
            return "";
        }
        if (isPresent("org.nd4j.nativeblas.Nd4jCuda")) {
            return "cudnn";
        }
        // The oneDNN helpers of Deeplearning4j look for this class, which newer versions of ND4J lack.
        if (!isPresent("org.nd4j.nativeblas.Nd4jCpu$Environment")) {
            return "";
        }
        String natives = System.getProperty(NATIVES, "");
        return natives.startsWith("-") ? natives.substring(1) : natives;
    }

    private static boolean isPresent(String className) {
        try {
            Class.forName(className, false, NativeHelpers.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
