package dev.sextant.worker;

/**
 * Which native helpers DL4J trains with in this process: they change the last bits of results, so a run records them.
 *
 * <p>Read from what switches them on, without loading ND4J, which takes seconds and which many trainers never need.
 */
final class NativeHelpers {
    private static final String DISABLED = "org.eclipse.deeplearning4j.helpers.disable";
    private static final String NATIVES = "org.bytedeco.javacpp.platform.extension";

    private NativeHelpers() {}

    /** {@code cudnn}, the natives' extension such as {@code onednn-avx2}, or nothing when helpers are off. */
    static String inUse() {
        if (Boolean.parseBoolean(System.getProperty(DISABLED, "true"))) {
            return "";
        }
        if (isPresent("org.nd4j.nativeblas.Nd4jCuda")) {
            return "cudnn";
        }
        // The name that DL4J's oneDNN helpers ask for, which newer ND4J no longer has by itself.
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
