package dev.sextant.coordinator.search.algorithm;

import dev.sextant.common.space.Configuration;
import dev.sextant.common.study.Trial;
import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.search.acquisition.Acquisition;
import dev.sextant.coordinator.search.acquisition.Box;
import dev.sextant.coordinator.search.ask.Proposal;
import dev.sextant.coordinator.search.ask.Reason;
import dev.sextant.coordinator.search.ask.SearchAlgorithm;
import dev.sextant.coordinator.search.ask.StudyView;
import dev.sextant.coordinator.search.gp.Prediction;
import dev.sextant.coordinator.search.model.FidelityModel;
import dev.sextant.coordinator.search.model.ModelLimits;
import dev.sextant.coordinator.search.model.TrialPoints;
import dev.sextant.coordinator.search.model.UntriedPoints;
import dev.sextant.coordinator.search.points.HashedRandom;
import dev.sextant.coordinator.search.points.KnownConfigurations;
import dev.sextant.coordinator.search.points.RandomPoints;
import dev.sextant.coordinator.search.points.SobolPoints;
import dev.sextant.coordinator.search.rung.BoundedHeap;
import dev.sextant.coordinator.search.rung.ReasonFormat;
import dev.sextant.coordinator.search.rung.RungQuantiles;
import dev.sextant.coordinator.search.rung.RungTable;
import dev.sextant.coordinator.search.sample.EarlierBestSampler;
import dev.sextant.coordinator.search.sample.PointSampler;
import dev.sextant.coordinator.search.sample.Sampler;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Multi-fidelity Bayesian optimization with one Gaussian process over configurations and epochs.
 *
 * <p>The candidates for a slot are one new configuration and the paused trials. The slot gets the candidate with the
 * largest excess of the upper confidence bound at the top rung over the best mean, divided by the square root of the
 * epochs that the candidate still needs. It is trained to the rung that removes the most of its variance at the top
 * rung per epoch. (Similar to Kandasamy et al., Multi-fidelity Bayesian optimisation with continuous approximations,
 * ICML 2017, section 3, who compare the variance with a threshold.) Not thread-safe.
 */
public final class MultitaskSearch implements SearchAlgorithm {
    private static final String NAME = "multitask";
    /** Separates these random numbers from others that are drawn with the same seed. */
    private static final long STREAM = 0x4d554c5449L;

    private static final double BETA = 3;
    private static final Acquisition BOUND = Acquisition.upperConfidenceBound(BETA);
    /** The best trials; others are never continued. */
    private static final int MAX_LEADERS = 150;

    private final Sampler initialSampler = new EarlierBestSampler(PointSampler.of(new SobolPoints()));
    private final Sampler randomSampler = PointSampler.of(new RandomPoints());
    private final KnownConfigurations known = new KnownConfigurations();
    private final RungTable table = new RungTable();
    private final TrialPoints points = new TrialPoints();
    private final RungQuantiles quantiles = new RungQuantiles(table);
    private final UntriedPoints untried = new UntriedPoints(points, known);
    private final FidelityModel model = new FidelityModel(table, points);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Proposal propose(StudyView view) {
        known.follow(view);
        table.follow(view);
        points.follow(view);
        boolean initial = table.size() < Math.max(ModelLimits.INITIAL_TRIALS, view.slots())
                || table.rankedAt(0) < ModelLimits.INITIAL_TRIALS;
        SplittableRandom random =
                new SplittableRandom(HashedRandom.bits(STREAM, view.seed(), table.size(), targetEpochs()));
        if (view.mayStartTrial() && (initial || random.nextDouble() < ModelLimits.RANDOM_SHARE)) {
            Sampler sampler = initial ? initialSampler : randomSampler;
            Optional<Proposal> started = sampler.sample(view).map(sample -> startAtLowestRung(view, sample));
            if (started.isPresent()) {
                return started.get();
            }
        }
        return table.rankedAt(0) == 0 ? WaitOrFinish.propose(view, NAME) : proposeByModel(view, random);
    }

    /**
     * Sum of the trials' target epochs. It grows with every run, so that proposals for the same number of trials draw
     * different random numbers.
     */
    private long targetEpochs() {
        long epochs = 0;
        for (int row = 0; row < table.size(); row++) {
            epochs += table.trial(row).targetEpoch();
        }
        return epochs;
    }

    private Proposal startAtLowestRung(StudyView view, Sampler.Sample sample) {
        int epochs = view.rungs().get(0);
        return new Proposal.StartTrial(
                sample.configuration(),
                epochs,
                Reason.of(NAME, sample.why() + ": starts with " + ReasonFormat.epochs(epochs), sample.details()));
    }

    /**
     * A paused trial or a new configuration that a slot could train.
     *
     * @param paused empty for a new configuration
     * @param nextRung the lowest rung that it has not reached
     * @param offset the trial's difference from the model, see {@link FidelityModel.Learned#offset}; 0 for a new configuration
     * @param bound upper confidence bound at the top rung
     */
    private record Candidate(
            Optional<Trial> paused, Configuration configuration, int nextRung, double offset, double bound) {
        static Candidate ofNew(Configuration configuration, double bound) {
            return new Candidate(Optional.empty(), configuration, 0, 0, bound);
        }
    }

    private Proposal proposeByModel(StudyView view, SplittableRandom random) {
        List<Integer> leaders = leaders();
        // Before placesOfRunning: the fit sets the rungs' coordinates.
        FidelityModel.Learned fitted = model.learn(view);
        FidelityModel.Learned learned = fitted.with(placesOfRunning(view));
        Prediction atTop = learned.atTop(features(leaders));
        double bestMean = IntStream.range(0, leaders.size())
                .mapToDouble(i -> atTop.mean(i) + learned.offset(leaders.get(i)))
                .max()
                .orElse(Double.NEGATIVE_INFINITY);
        List<Candidate> candidates = new ArrayList<>(pausedLeaders(leaders, learned, atTop));
        Optional<Candidate> untried =
                view.mayStartTrial() ? newCandidate(view, learned, leaders, random) : Optional.empty();
        untried.ifPresent(candidates::add);
        return candidates.stream()
                .max(Comparator.comparingDouble(candidate -> worth(view, candidate, bestMean)))
                .filter(candidate -> untried.isPresent() || candidate.bound() > bestMean)
                .map(candidate -> train(view, learned, candidate))
                .orElseGet(() -> WaitOrFinish.propose(view, NAME));
    }

    /** Rows of the trials with the smallest quantiles, best first. */
    private List<Integer> leaders() {
        BoundedHeap leaders = new BoundedHeap(MAX_LEADERS);
        for (int row = 0; row < table.size(); row++) {
            if (table.rungsReached(row) > 0 && !table.isHopeless(row, table.rungsReached(row) - 1)) {
                leaders.offer(quantiles.quantile(row), row);
            }
        }
        List<Integer> rows = new ArrayList<>();
        leaders.forEach(rows::add);
        rows.sort(Comparator.comparingDouble(quantiles::quantile).thenComparing(row -> row));
        return rows;
    }

    private double[][] features(List<Integer> rows) {
        return rows.stream().map(points::features).toArray(double[][]::new);
    }

    /** Features of running and pending trials, each at the rung to which it is trained. */
    private List<double[]> placesOfRunning(StudyView view) {
        List<double[]> places = new ArrayList<>();
        for (int row = table.size() - 1; row >= 0 && places.size() < ModelLimits.MAX_RUNNING; row--) {
            Trial trial = table.trial(row);
            if (trial.isUnderWay()) {
                int rung = 0;
                while (rung < view.rungs().size() - 1 && view.rungs().get(rung) < trial.targetEpoch()) {
                    rung++;
                }
                places.add(model.featuresAt(points.features(row), rung));
            }
        }
        return places;
    }

    private List<Candidate> pausedLeaders(List<Integer> leaders, FidelityModel.Learned learned, Prediction atTop) {
        List<Candidate> paused = new ArrayList<>();
        for (int i = 0; i < leaders.size(); i++) {
            int row = leaders.get(i);
            Trial trial = table.trial(row);
            if (trial.state() == TrialState.PAUSED) {
                double offset = learned.offset(row);
                paused.add(new Candidate(
                        Optional.of(trial),
                        trial.configuration(),
                        table.rungsReached(row),
                        offset,
                        BOUND.at(atTop, i) + offset));
            }
        }
        return paused;
    }

    private Optional<Candidate> newCandidate(
            StudyView view, FidelityModel.Learned learned, List<Integer> leaders, SplittableRandom random) {
        // Sorted by value, whatever the rung: a deep rung with few trials says little about the neighborhood of its
        // best one.
        List<double[]> promising = leaders.stream()
                .sorted(Comparator.comparingDouble(row -> -table.score(row, table.rungsReached(row) - 1)))
                .limit(ModelLimits.PROMISING)
                .map(points::point)
                .toList();
        return untried.best(
                        view,
                        ModelLimits.maximizer(table.size()),
                        Box.unit(view.space().dimensions()),
                        (cube, features) -> BOUND.values(learned.atTop(features)),
                        promising,
                        random)
                .map(found -> Candidate.ofNew(found.configuration(), found.worth()))
                .or(() -> randomCandidate(view, learned));
    }

    private Optional<Candidate> randomCandidate(StudyView view, FidelityModel.Learned learned) {
        return randomSampler.sample(view).map(sample -> {
            double[][] features = {features(view, sample.configuration())};
            return Candidate.ofNew(sample.configuration(), BOUND.at(learned.atTop(features), 0));
        });
    }

    private double[] features(StudyView view, Configuration configuration) {
        return points.embedded(new double[][] {view.space().pointOf(configuration)})[0];
    }

    /** The excess of the bound over the best mean, divided by the square root of the epochs left to the top rung. */
    private static double worth(StudyView view, Candidate candidate, double bestMean) {
        double excess = candidate.bound() - bestMean;
        return excess > 0 ? excess / Math.sqrt(view.maxEpochs() - epochsTrained(view, candidate)) : excess;
    }

    private static int epochsTrained(StudyView view, Candidate candidate) {
        return candidate.nextRung() == 0 ? 0 : view.rungs().get(candidate.nextRung() - 1);
    }

    /** A rung and how much variance at the top rung is removed per epoch by training to it. */
    private record Target(int rung, double varianceRemovedPerEpoch) {}

    private static Target mostInformativeRung(
            StudyView view, FidelityModel.Learned learned, Candidate candidate, double[] features, double deviation) {
        int trained = epochsTrained(view, candidate);
        Target best = new Target(candidate.nextRung(), 0);
        for (int rung = candidate.nextRung(); rung < view.rungs().size(); rung++) {
            double removedPerEpoch = (deviation * deviation - learned.varianceLeft(features, rung))
                    / (view.rungs().get(rung) - trained);
            if (removedPerEpoch > best.varianceRemovedPerEpoch()) {
                best = new Target(rung, removedPerEpoch);
            }
        }
        return best;
    }

    private Proposal train(StudyView view, FidelityModel.Learned learned, Candidate candidate) {
        double[] features = features(view, candidate.configuration());
        Prediction atTop = learned.atTop(new double[][] {features});
        double mean = atTop.mean(0) + candidate.offset();
        double deviation = atTop.deviationGivenAll(0);
        Target target = mostInformativeRung(view, learned, candidate, features, deviation);
        int targetEpoch = view.rungs().get(target.rung());
        Map<String, Object> details = new TreeMap<>();
        details.put("mean", mean);
        details.put("deviation", deviation);
        details.put("acquisition", BOUND.name());
        details.put("value", candidate.bound());
        details.put("beta", BETA);
        details.put("results", (long) learned.values());
        details.put("variance_per_epoch", target.varianceRemovedPerEpoch());
        details.put("seed", view.seed());
        String expectation = String.format(
                Locale.ROOT,
                "expected in the best %s (%s to %s) after %s, by a model of %s at all rungs",
                ReasonFormat.quantile(mean),
                ReasonFormat.quantile(mean + 2 * deviation),
                ReasonFormat.quantile(mean - 2 * deviation),
                ReasonFormat.epochs(view.maxEpochs()),
                ReasonFormat.count(learned.values(), "value"));
        return candidate
                .paused()
                .<Proposal>map(trial -> new Proposal.ContinueTrial(
                        trial.number(),
                        targetEpoch,
                        Reason.of(
                                NAME,
                                "trial " + trial.number() + " is " + expectation + ": continues to epoch "
                                        + targetEpoch,
                                details)))
                .orElseGet(() -> new Proposal.StartTrial(
                        candidate.configuration(),
                        targetEpoch,
                        Reason.of(NAME, expectation + ": starts with " + ReasonFormat.epochs(targetEpoch), details)));
    }
}
