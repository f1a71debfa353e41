package dev.sextant.worker.image.inference;

/**
 * McNemar's test of two classifiers' predictions for the same images (McNemar, Note on the sampling error of the
 * difference between correlated proportions, Psychometrika 12, 1947).
 *
 * @param onlyFirst number of images that only the first classifies correctly
 * @param onlySecond number of images that only the second classifies correctly
 */
public record McNemarTest(int onlyFirst, int onlySecond) {
    /**
     * Compares predictions.
     *
     * @throws IllegalArgumentException if they are for different images
     */
    public static McNemarTest of(Predictions first, Predictions second) {
        if (!first.fingerprint().equals(second.fingerprint())) {
            throw new IllegalArgumentException(
                    "The predictions to compare are for different images; use the same images");
        }
        int onlyFirst = 0;
        int onlySecond = 0;
        for (int image = 0; image < first.images().size(); image++) {
            boolean firstCorrect = first.isCorrect(image);
            boolean secondCorrect = second.isCorrect(image);
            onlyFirst += firstCorrect && !secondCorrect ? 1 : 0;
            onlySecond += secondCorrect && !firstCorrect ? 1 : 0;
        }
        return new McNemarTest(onlyFirst, onlySecond);
    }

    /**
     * Returns the p-value: the probability that two equally good classifiers differ by at least as much. It comes from
     * the tails of the binomial distribution (exact two-sided sign test). 1 if the two do not differ.
     */
    public double pValue() {
        int n = onlyFirst + onlySecond;
        int larger = Math.max(onlyFirst, onlySecond);
        double tail = 0;
        double logHalf = n * Math.log(0.5);
        double logBinomial = 0; // ln of n choose k, from k = n downwards
        for (int k = n; k >= larger; k--) {
            tail += Math.exp(logBinomial + logHalf);
            logBinomial += Math.log(k) - Math.log(n - k + 1.0);
        }
        return Math.min(1, 2 * tail);
    }

    /**
     * Returns the standard error of the difference of the accuracies.
     *
     * @param images number of images, at least 1
     */
    public double standardError(int images) {
        double difference = onlyFirst - onlySecond;
        return Math.sqrt(onlyFirst + onlySecond - difference * difference / images) / images;
    }
}
