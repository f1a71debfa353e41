package org.nd4j.nativeblas;

import org.nd4j.linalg.factory.Nd4j;

/**
 * The switch that Deeplearning4j 1.0.0-M2.1 looks for, under its old name, before it uses oneDNN for convolutions.
 *
 * <p>Deeplearning4j loads a class of exactly this name by reflection and asks {@code isUseMKLDNN}; ND4J 1.0.0-M2.1
 * moved and renamed its own, so without this class every convolution takes the slow path. It refers to no back end, so
 * it compiles with any.
 */
public final class Nd4jCpu$Environment {
    private static final Nd4jCpu$Environment INSTANCE = new Nd4jCpu$Environment();

    private Nd4jCpu$Environment() {}

    public static Nd4jCpu$Environment getInstance() {
        return INSTANCE;
    }

    /** Whether the native library in use was built with oneDNN. */
    public boolean isUseMKLDNN() {
        return Nd4j.getBackend().buildInfo().contains("HAVE_ONEDNN");
    }
}
