package dev.sextant.worker.device;

/**
 * The native helpers that Deeplearning4j trains convolutions with in this process: they change the last bits of results, so
 * a run records them. Safe for use by many threads.
 */
public final class NativeHelpers {
    /** Deeplearning4j's own property; helpers are off unless it is {@code false}. */
    private static final String DISABLED = "org.eclipse.deeplearning4j.helpers.disable";

    private static final String NATIVES = "org.bytedeco.javacpp.platform.extension";

    private NativeHelpers() {}

    /** Lets networks loaded from now on use them, unless whoever started the JVM said otherwise. */
    public static void allow() {
        if (System.getProperty(DISABLED) == null) {
            System.setProperty(DISABLED, "false");
        }
    }

    /**
     * {@code cudnn}, the natives' extension such as {@code onednn-avx2}, or an empty text when helpers are off. Read from what
     * switches them on, without loading ND4J, which takes seconds and which many trainers never need.
     */
    public static String inUse() {
        if (Boolean.parseBoolean(System.getProperty(DISABLED, "true"))) {
            return "";
        }
        if (isPresent("org.nd4j.nativeblas.Nd4jCuda")) {
            return "cudnn";
        }
        // The name that Deeplearning4j's oneDNN helpers ask for, which newer ND4J no longer has by itself.
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
