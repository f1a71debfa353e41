package dev.sextant.coordinator.search.model;

import dev.sextant.common.space.Configuration;
import dev.sextant.common.space.SearchSpace;
import dev.sextant.common.study.Trial;
import dev.sextant.coordinator.search.ask.StudyView;
import dev.sextant.coordinator.search.gp.Embedding;
import dev.sextant.coordinator.search.gp.Observations;
import dev.sextant.coordinator.search.points.HashedRandom;
import dev.sextant.coordinator.search.points.NearPoints;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The trials of a study as points: of the unit cube, [D], and as features of a kernel, [F] (see {@link Embedding}). A row is
 * a trial's number less 1. Follows a study from view to view and updates only what changed; its contents are a function of
 * the latest view alone. Not thread-safe.
 */
public final class TrialPoints {
    /** The latest trials, to which new points keep a distance. */
    private static final int LATEST = 1000;

    private Optional<Embedding> embedding = Optional.empty();
    private final List<Configuration> configurations = new ArrayList<>();
    private final List<double[]> points = new ArrayList<>();
    private final List<double[]> features = new ArrayList<>();
    private final Set<Long> featureHashes = new HashSet<>();

    /** Updates the points to a view of the study. */
    public void follow(StudyView view) {
        SearchSpace space = view.space();
        if (embedding.isEmpty() || !embedding.get().space().equals(space)) {
            embedding = Optional.of(new Embedding(space));
            clear();
        }
        List<Trial> trials = view.trials();
        if (!continues(trials, configurations)) {
            clear();
        }
        for (Trial trial : trials.subList(configurations.size(), trials.size())) {
            double[] point = space.pointOf(trial.configuration());
            double[] embedded = new double[embedding().features()];
            embedding().embed(point, embedded);
            configurations.add(trial.configuration());
            points.add(point);
            features.add(embedded);
            featureHashes.add(hash(embedded));
        }
    }

    /**
     * The embedding of the study's search space.
     *
     * @throws java.util.NoSuchElementException before the first view
     */
    public Embedding embedding() {
        return embedding.orElseThrow();
    }

    /** The trial's point of the unit cube: [D], not to be changed. */
    public double[] point(int row) {
        return points.get(row);
    }

    /** The trial's features: [F], not to be changed. */
    public double[] features(int row) {
        return features.get(row);
    }

    /** The observations of a model, all equally noisy. */
    public Observations observations(ModelData data) {
        double[][] x = new double[data.size()][];
        Arrays.setAll(x, i -> features(data.row(i)));
        return Observations.of(x, data.targets());
    }

    /**
     * The features of points of the unit cube.
     *
     * @param cube [n][D]
     * @return [n][F]
     */
    public double[][] embedded(double[][] cube) {
        double[][] embedded = new double[cube.length][embedding().features()];
        for (int i = 0; i < cube.length; i++) {
            embedding().embed(cube[i], embedded[i]);
        }
        return embedded;
    }

    /** Whether a trial has these features, by a hash of 64 bits. */
    boolean areTaken(double[] embedded) {
        return featureHashes.contains(hash(embedded));
    }

    /** The points of the latest trials, to find those nearer than {@code distance} · √D. */
    NearPoints latest(double distance) {
        return new NearPoints(points.subList(Math.max(0, points.size() - LATEST), points.size()), distance);
    }

    private static long hash(double[] embedded) {
        long state = embedded.length;
        for (double feature : embedded) {
            state = HashedRandom.bits(state, Double.doubleToRawLongBits(feature));
        }
        return state;
    }

    private void clear() {
        configurations.clear();
        points.clear();
        features.clear();
        featureHashes.clear();
    }

    /** Whether trials begin with those already seen, by their configurations. */
    static boolean continues(List<Trial> trials, List<Configuration> seen) {
        if (trials.size() < seen.size()) {
            return false;
        }
        for (int i = 0; i < seen.size(); i++) {
            if (!seen.get(i).equals(trials.get(i).configuration())) {
                return false;
            }
        }
        return true;
    }
}
