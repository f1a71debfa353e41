package dev.sextant.worker.image;

import org.deeplearning4j.nn.layers.mkldnn.BaseMKLDNNHelper;

/** Tells which native helpers train convolutions in this process. They change the last bits of results. */
public final class NativeHelpers {
    /** Deeplearning4j's own property; helpers are off unless it is {@code false}. */
    private static final String DISABLED = "org.eclipse.deeplearning4j.helpers.disable";

    private NativeHelpers() {}

    /** Lets networks loaded from now on use them, unless whoever started the JVM said otherwise. */
    public static void allow() {
        if (System.getProperty(DISABLED) == null) {
            System.setProperty(DISABLED, "false");
        }
    }

    /**
     * The helpers in use: {@code onednn}, or an empty text for none. Loads ND4J. Safe for use by many threads.
     *
     * <p>To switch them on, start the JVM with {@code -Dorg.eclipse.deeplearning4j.helpers.disable=false}.
     */
    public static String inUse() {
        boolean allowed = "false".equalsIgnoreCase(System.getProperty(DISABLED, "true"));
        return allowed && BaseMKLDNNHelper.mklDnnEnabled() ? "onednn" : "";
    }
}
