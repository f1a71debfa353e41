package dev.sextant.worker.image.inference;

/**
 * How two classifiers' answers about the same images differ.
 *
 * @param onlyFirst images that the first alone takes for what they are
 * @param onlySecond images that the second alone does
 */
public record Comparison(int onlyFirst, int onlySecond) {
    /** @throws IllegalArgumentException when they are not about the same images */
    public static Comparison of(Predictions first, Predictions second) {
        if (!first.fingerprint().equals(second.fingerprint())) {
            throw new IllegalArgumentException("The classifiers were not asked about the same images");
        }
        int onlyFirst = 0;
        int onlySecond = 0;
        for (int image = 0; image < first.images().size(); image++) {
            boolean one = first.isRight(image);
            boolean other = second.isRight(image);
            onlyFirst += one && !other ? 1 : 0;
            onlySecond += other && !one ? 1 : 0;
        }
        return new Comparison(onlyFirst, onlySecond);
    }

    /**
     * How likely chance alone makes the two differ by at least as much, were they equally good: the exact sign test
     * (McNemar, Note on the sampling error of the difference between correlated proportions, Psychometrika 12, 1947, of
     * binomial tails). 1 when nothing differs.
     */
    public double chance() {
        int n = onlyFirst + onlySecond;
        int more = Math.max(onlyFirst, onlySecond);
        double tail = 0;
        double logHalf = n * Math.log(0.5);
        double logWays = 0; // of choosing k of n, from k = n downwards
        for (int k = n; k >= more; k--) {
            tail += Math.exp(logWays + logHalf);
            logWays += Math.log(k) - Math.log(n - k + 1.0);
        }
        return Math.min(1, 2 * tail);
    }
}
