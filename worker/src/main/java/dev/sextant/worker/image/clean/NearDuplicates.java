package dev.sextant.worker.image.clean;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Search for pairs of images whose features have almost the same direction. */
final class NearDuplicates {
    /** Number of images that are compared with all others at once. */
    private static final int BLOCK = 512;

    /** Added to lengths, so that features of zeros are not divided by zero. */
    private static final double EPSILON = 1e-12;

    private NearDuplicates() {}

    /**
     * Pair of images.
     *
     * @param first index of the first image, below that of the second
     * @param second index of the second image
     * @param similarity cosine of the angle between their features, at most 1
     */
    record Pair(int first, int second, double similarity) {}

    /**
     * Finds all pairs of a similarity, the most similar first.
     *
     * @param standardized standardized features [n × d]; raw features would not do: they are all positive, so that all
     *     images are similar
     * @param minSimilarity least similarity of a pair
     */
    static List<Pair> find(float[][] standardized, double minSimilarity) {
        INDArray features = Nd4j.create(standardized);
        INDArray lengths = features.norm2(true, 1);
        lengths.addi(EPSILON);
        INDArray directions = features.divColumnVector(lengths);
        int images = (int) features.size(0);
        List<Pair> pairs = new ArrayList<>();
        for (int start = 0; start < images; start += BLOCK) {
            int end = Math.min(images, start + BLOCK);
            INDArray block = directions.get(NDArrayIndex.interval(start, end), NDArrayIndex.all());
            float[][] cosines = block.mmul(directions.transpose()).toFloatMatrix();
            for (int i = 0; i < cosines.length; i++) {
                for (int other = start + i + 1; other < images; other++) {
                    if (cosines[i][other] >= minSimilarity) {
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
