package dev.sextant.worker.image.clean;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Images whose features point almost the same way. */
final class NearDuplicates {
    /** Rows compared with all others at once. */
    private static final int BLOCK = 512;

    private static final double NOTHING = 1e-12;

    private NearDuplicates() {}

    /**
     * Two images.
     *
     * @param first its place; below the second's
     * @param similarity cosine of the angle between their features
     */
    record Pair(int first, int second, double similarity) {}

    /**
     * All pairs that are at least so similar, the most similar first.
     *
     * @param standardised features [n × d]: of raw ones, which are all positive, everything is similar
     */
    static List<Pair> find(float[][] standardised, double similar) {
        INDArray features = Nd4j.create(standardised);
        INDArray lengths = features.norm2(true, 1);
        lengths.addi(NOTHING);
        INDArray directions = features.divColumnVector(lengths);
        int images = (int) features.size(0);
        List<Pair> pairs = new ArrayList<>();
        for (int start = 0; start < images; start += BLOCK) {
            int end = Math.min(images, start + BLOCK);
            INDArray block = directions.get(NDArrayIndex.interval(start, end), NDArrayIndex.all());
            float[][] cosines = block.mmul(directions.transpose()).toFloatMatrix();
            for (int i = 0; i < cosines.length; i++) {
                for (int other = start + i + 1; other < images; other++) {
                    if (cosines[i][other] >= similar) {
                        pairs.add(new Pair(start + i, other, Math.min(1, cosines[i][other])));
                    }
                }
            }
        }
        pairs.sort(Comparator.comparingDouble(Pair::similarity)
                .reversed()
                .thenComparingInt(Pair::first)
                .thenComparingInt(Pair::second));
        return pairs;
    }
}
