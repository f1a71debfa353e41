package dev.sextant.worker.image.clean;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Images that somebody should look at.
 *
 * @param suspects by kind, in the order of {@link Kind}; within one the clearest cases first
 * @param accuracy share of the images that are taken for what they are by a classifier that did not learn from them
 */
public record Review(List<Suspect> suspects, double accuracy) {
    /** Why an image is looked at. */
    public enum Kind {
        /** It is taken for another class, with certainty: perhaps its label is wrong. */
        MISLABELLED("mislabelled"),
        /** Almost the same image is there with another label: one of the two is wrong. */
        CONTRADICTED("contradicted"),
        /** Almost the same image is on the other side of the split: what validates was learned by heart. */
        LEAKED("leaked"),
        /** Almost the same image is there. */
        REPEATED("repeated"),
        /** Its class can hardly be told. */
        UNSURE("unsure");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** As in tables. */
        public String word() {
            return word;
        }
    }

    /**
     * An image that is looked at.
     *
     * @param image its place
     * @param takenFor the place of the class that is the most probable
     * @param probability of that class
     * @param other the image that is almost the same
     * @param similarity to it, a cosine; 0 without one
     */
    public record Suspect(
            Kind kind, int image, int takenFor, double probability, Optional<Integer> other, double similarity) {}

    /**
     * What counts as suspect.
     *
     * @param wrongAbove an image is mislabelled when another class than its own is more probable than this
     * @param unsureFrom an image is unsure when its most probable class is at least this probable ...
     * @param unsureTo ... and at most this
     * @param similar two images are almost the same from this cosine of their standardised features on
     * @param folds into which the images are cut; each is judged by what was learned from the others
     * @param seed of who is in which fold
     */
    public record Rules(double wrongAbove, double unsureFrom, double unsureTo, double similar, int folds, long seed) {
        public Rules {
            if (folds < 2) {
                throw new IllegalArgumentException("folds (" + folds + ") must be at least 2");
            }
        }
    }

    /** Reviews images. The same images and rules give the same review. */
    public static Review of(ImageFeatures images, Rules rules) {
        float[][] features = StandardizedFeatures.of(images.values());
        int[] labels =
                images.images().stream().mapToInt(ImageFeatures.Image::label).toArray();
        float[][] probabilities = OutOfFoldProbabilities.probabilities(
                features, labels, images.classes().size(), rules.folds(), rules.seed());
        List<Suspect> suspects = new ArrayList<>();
        int right = 0;
        for (int image = 0; image < labels.length; image++) {
            int takenFor = mostProbable(probabilities[image]);
            double probability = probabilities[image][takenFor];
            right += takenFor == labels[image] ? 1 : 0;
            if (takenFor != labels[image] && probability > rules.wrongAbove()) {
                suspects.add(new Suspect(Kind.MISLABELLED, image, takenFor, probability, Optional.empty(), 0));
            } else if (probability >= rules.unsureFrom() && probability <= rules.unsureTo()) {
                suspects.add(new Suspect(Kind.UNSURE, image, takenFor, probability, Optional.empty(), 0));
            }
        }
        for (NearDuplicates.Pair pair : NearDuplicates.find(features, rules.similar())) {
            int takenFor = mostProbable(probabilities[pair.second()]);
            suspects.add(new Suspect(
                    kind(images.images().get(pair.first()), images.images().get(pair.second())),
                    pair.second(),
                    takenFor,
                    probabilities[pair.second()][takenFor],
                    Optional.of(pair.first()),
                    pair.similarity()));
        }
        suspects.sort(Comparator.comparing(Suspect::kind)
                .thenComparing(Comparator.comparingDouble(Review::clarity).reversed())
                .thenComparingInt(Suspect::image));
        return new Review(List.copyOf(suspects), (double) right / labels.length);
    }

    private static double clarity(Suspect suspect) {
        return switch (suspect.kind()) {
            case MISLABELLED -> suspect.probability();
            case UNSURE -> -suspect.probability();
            default -> suspect.similarity();
        };
    }

    private static Kind kind(ImageFeatures.Image one, ImageFeatures.Image other) {
        if (one.label() != other.label()) {
            return Kind.CONTRADICTED;
        }
        return one.part().equals(other.part()) ? Kind.REPEATED : Kind.LEAKED;
    }

    private static int mostProbable(float[] row) {
        int best = 0;
        for (int label = 1; label < row.length; label++) {
            if (row[label] > row[best]) {
                best = label;
            }
        }
        return best;
    }
}
