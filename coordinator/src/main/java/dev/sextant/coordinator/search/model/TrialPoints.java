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
 * Where a study's trials lie in the unit cube and for a kernel. Follows a study from view to view at the price of what is
 * new in it; holds nothing that a view does not say. Not safe for use by several threads.
 */
public final class TrialPoints {
    private static final int LATEST = 1000;

    private Optional<Embedding> embedding = Optional.empty();
    private final List<Configuration> configurations = new ArrayList<>();
    private final List<double[]> points = new ArrayList<>();
    private final List<double[]> features = new ArrayList<>();
    private final Set<Long> taken = new HashSet<>();

    /** Makes these the points of the view. */
    public void follow(StudyView view) {
        SearchSpace space = view.space();
        if (embedding.isEmpty() || !embedding.get().space().equals(space)) {
            embedding = Optional.of(new Embedding(space));
            clear();
        }
        List<Trial> trials = view.trials();
        if (!startsWithWhatIsKnown(trials)) {
            clear();
        }
        for (Trial trial : trials.subList(configurations.size(), trials.size())) {
            double[] point = space.pointOf(trial.configuration());
            double[] embedded = new double[embedding().features()];
            embedding().embed(point, embedded);
            configurations.add(trial.configuration());
            points.add(point);
            features.add(embedded);
            taken.add(hash(embedded));
        }
    }

    /** @throws java.util.NoSuchElementException before the first view */
    public Embedding embedding() {
        return embedding.orElseThrow();
    }

    /**
     * The trial's point of the unit cube: [D].
     *
     * @param row the trial's number less 1
     */
    public double[] point(int row) {
        return points.get(row);
    }

    /** The trial's features: [F]. */
    public double[] features(int row) {
        return features.get(row);
    }

    /** What a model learns from, all of it as noisy. */
    public Observations observed(ModelData data) {
        double[][] of = new double[data.size()][];
        Arrays.setAll(of, i -> features(data.row(i)));
        return Observations.of(of, data.targets());
    }

    /** The features of points of the unit cube: [n][F]. */
    public double[][] embedded(double[][] cube) {
        double[][] of = new double[cube.length][embedding().features()];
        for (int i = 0; i < cube.length; i++) {
            embedding().embed(cube[i], of[i]);
        }
        return of;
    }

    /** Whether a trial has these features, as far as 64 bits tell. */
    public boolean areTaken(double[] embedded) {
        return taken.contains(hash(embedded));
    }

    /** Of the latest trials, to ask whether one lies nearer than {@code distance} · √D. */
    public NearPoints latest(double distance) {
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
        taken.clear();
    }

    private boolean startsWithWhatIsKnown(List<Trial> trials) {
        if (trials.size() < configurations.size()) {
            return false;
        }
        for (int i = 0; i < configurations.size(); i++) {
            if (!configurations.get(i).equals(trials.get(i).configuration())) {
                return false;
            }
        }
        return true;
    }
}
