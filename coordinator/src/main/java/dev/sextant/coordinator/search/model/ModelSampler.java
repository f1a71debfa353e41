package dev.sextant.coordinator.search.model;

import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.search.acquisition.Acquisition;
import dev.sextant.coordinator.search.acquisition.Box;
import dev.sextant.coordinator.search.acquisition.Maximizer;
import dev.sextant.coordinator.search.ask.StudyView;
import dev.sextant.coordinator.search.gp.Embedding;
import dev.sextant.coordinator.search.gp.GaussianProcess;
import dev.sextant.coordinator.search.gp.Hyperparameters;
import dev.sextant.coordinator.search.gp.Observations;
import dev.sextant.coordinator.search.points.HashedRandom;
import dev.sextant.coordinator.search.points.KnownConfigurations;
import dev.sextant.coordinator.search.points.RandomPoints;
import dev.sextant.coordinator.search.points.SobolPoints;
import dev.sextant.coordinator.search.rung.ObjectiveQuantiles;
import dev.sextant.coordinator.search.rung.RungTable;
import dev.sextant.coordinator.search.sample.EarlierBestSampler;
import dev.sextant.coordinator.search.sample.PointSampler;
import dev.sextant.coordinator.search.sample.Sampler;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Bayesian optimization: proposes configurations that maximize an acquisition function of a Gaussian process, which learns
 * the quantiles of the trials. The initial points are a scrambled Sobol sequence; later, a small share is random. Not
 * thread-safe.
 */
public final class ModelSampler implements Sampler {
    /** Separates these random numbers from others that are drawn with the same seed. */
    private static final long STREAM = 0x4d4f44454cL;

    /** Share of the proposals for which the model learns from the deepest rung alone, in case early epochs mislead. */
    private static final double DEEPEST_RUNG_SHARE = 0.5;
    /** Share of the proposals that maximize the upper confidence bound while trials run; the others explore. */
    private static final double BOUND_SHARE = 0.25;

    /** Number of trials per parameter from which β grows. */
    private static final double TRIALS_UNTIL_BETA_GROWS = 5;
    /** Number of trials from which β falls: the good region is known, and better configurations lie in it. */
    private static final int TRIALS_UNTIL_BETA_FALLS = 1000;

    private static final double LATE_BETA = 1;

    /** Factor of a trial's noise variance per rung reached: the deeper a trial got, the more certain is its quantile. */
    private static final double NOISE_FACTOR_PER_RUNG = 0.15;

    private static final Maximizer ALONE = new Maximizer(1000, 6, 20, 12);
    private static final Maximizer IN_PARALLEL = new Maximizer(600, 5, 16, 10);
    /** Size in points from which fewer candidates are tried. */
    private static final int LARGE_MODEL = 200;

    private final String name;
    private final double beta;
    private final double maxBeta;
    private final Set<AutoComponent> without;
    private final Sampler initialSampler;
    private final Sampler randomSampler = PointSampler.of(new RandomPoints());
    private final KnownConfigurations known = new KnownConfigurations();
    private final RungTable table = new RungTable();
    private final TrialPoints points = new TrialPoints();
    private final UntriedPoints untried = new UntriedPoints(points, known);
    private final ObjectiveQuantiles quantiles = new ObjectiveQuantiles(table);
    private final ConstraintModels constraints = new ConstraintModels(points);
    private final CostPenalty cost;
    private final FitCache fits = new FitCache();

    /**
     * A sampler for trials that are all trained to the top rung.
     *
     * @param beta β of the upper confidence bound, which does not grow: few trainings leave little for exploration
     */
    public static ModelSampler ofFullTrainings(String name, double beta) {
        return new ModelSampler(name, beta, beta, Set.of(), new EpochCosts());
    }

    /**
     * A sampler for successive halving.
     *
     * @param beta β of the upper confidence bound while there are few trials
     * @param maxBeta the value to which β grows with the number of trials
     * @param without components to leave out
     * @param costs costs of epochs
     */
    public ModelSampler(String name, double beta, double maxBeta, Set<AutoComponent> without, EpochCosts costs) {
        this.name = name;
        this.beta = beta;
        this.maxBeta = maxBeta;
        this.without = without;
        this.cost = new CostPenalty(costs);
        this.initialSampler = new EarlierBestSampler(
                PointSampler.of(without.contains(AutoComponent.SOBOL_START) ? new RandomPoints() : new SobolPoints()));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<Sample> sample(StudyView view) {
        known.follow(view);
        table.follow(view);
        if (table.size() < Math.max(ModelLimits.INITIAL_TRIALS, view.slots())
                || table.rankedAt(0) < ModelLimits.INITIAL_TRIALS) {
            return initialSampler.sample(view);
        }
        SplittableRandom random = new SplittableRandom(HashedRandom.bits(STREAM, view.seed(), table.size()));
        if (random.nextDouble() < ModelLimits.RANDOM_SHARE && !without.contains(AutoComponent.RANDOM_FLOOR)) {
            return randomSampler.sample(view);
        }
        points.follow(view);
        quantiles.follow(view);
        boolean asksDeepestRung =
                random.nextDouble() < DEEPEST_RUNG_SHARE && !without.contains(AutoComponent.DEEPEST_RUNG);
        ModelQuestion question = (asksDeepestRung ? deepestRung(view) : Optional.<Integer>empty())
                .map(rung -> questionOfRung(view, rung))
                .orElseGet(() -> questionOfAllTrials(view, random));
        return answer(view, question, random).or(() -> randomSampler.sample(view));
    }

    /** Rows of the latest running and pending trials that are not ranked at a rung yet, in ascending order. */
    private List<Integer> running(int rung) {
        List<Integer> rows = new ArrayList<>();
        for (int row = table.size() - 1; row >= 0 && rows.size() < ModelLimits.MAX_RUNNING; row--) {
            if (table.rungsReached(row) <= rung && table.trial(row).isUnderWay()) {
                rows.add(row);
            }
        }
        Collections.reverse(rows);
        return rows;
    }

    private ModelQuestion questionOfAllTrials(StudyView view, SplittableRandom random) {
        List<Integer> running = running(0);
        boolean explore = !running.isEmpty()
                && random.nextDouble() >= BOUND_SHARE
                && !without.contains(AutoComponent.EXPLORATION);
        int limit = ModelLimits.points(table.size(), running.size());
        return new ModelQuestion(
                ModelData.select(table.size(), row -> table.rungsReached(row) > 0, this::quantile, limit, view.seed()),
                Optional.empty(),
                running,
                beta(view),
                explore);
    }

    /**
     * β of the model of all trials. It grows in proportion to the number of trials from 5 D on: good configurations are
     * found soonest near those known, better ones far from them only by exploration. That β has to grow follows from
     * Srinivas et al., ICML 2010, theorem 1; when and how far was chosen by benchmarks.
     */
    private double beta(StudyView view) {
        if (table.size() >= TRIALS_UNTIL_BETA_FALLS) {
            return LATE_BETA;
        }
        double growth = table.size() / (TRIALS_UNTIL_BETA_GROWS * view.space().dimensions());
        return Math.min(maxBeta, beta * Math.max(1, growth));
    }

    private double quantile(int row) {
        return without.contains(AutoComponent.SURVIVAL) ? quantiles.quantileAt(row, 0) : quantiles.quantile(row);
    }

    private ModelQuestion questionOfRung(StudyView view, int rung) {
        List<Integer> running = running(rung);
        return new ModelQuestion(
                ModelData.select(
                        table.size(),
                        row -> table.rungsReached(row) > rung
                                || table.trial(row).state() == TrialState.FAILED,
                        // A trial that failed before the rung counts as much as the last one there.
                        row -> table.rungsReached(row) > rung
                                ? quantiles.quantileAt(row, rung)
                                : 1 - 0.5 / table.rankedAt(rung),
                        ModelLimits.points(table.size(), running.size()),
                        view.seed()),
                Optional.of(rung),
                running,
                beta / 2,
                false);
    }

    /**
     * The deepest rung with at least D + 2 trials, as in BOHB (Falkner et al., ICML 2018, section 3.2). Empty when it is
     * the lowest, where every trial is ranked.
     */
    private Optional<Integer> deepestRung(StudyView view) {
        return table.deepestRungWith(view.space().dimensions() + 2).filter(rung -> rung > 0);
    }

    private Optional<Sample> answer(StudyView view, ModelQuestion question, SplittableRandom random) {
        GaussianProcess model = model(view, question);
        ConstraintModels.Learned constraintModels = constraints.learn(view);
        CostPenalty.Learned costPenalty =
                without.contains(AutoComponent.COST) ? CostPenalty.Learned.NONE : cost.learn(view);
        Acquisition acquisition = acquisition(question, model);
        int center = bestFeasibleRow(question.data());
        Optional<TrustRegion> region = TrustRegion.of(view.space(), table, center, points.point(center));
        return untried.best(
                        view,
                        maximizer(question),
                        region.map(TrustRegion::box)
                                .orElseGet(() -> Box.unit(view.space().dimensions())),
                        (cube, features) -> {
                            double[] values = acquisition.values(model.predict(features, features.length));
                            double[] penalties = constraintModels.penalties(features);
                            double[] costs = costPenalty.penalties(cube, features);
                            Arrays.setAll(values, i -> values[i] - penalties[i] - costs[i]);
                            return values;
                        },
                        promising(question.data()),
                        random)
                .map(found -> {
                    double[][] features =
                            points.embedded(new double[][] {view.space().pointOf(found.configuration())});
                    ModelAnswer answer = new ModelAnswer(
                            question,
                            acquisition.name(),
                            model.predict(features, 1),
                            constraintModels.isEmpty()
                                    ? OptionalDouble.empty()
                                    : OptionalDouble.of(constraintModels.feasibility(features[0])),
                            region,
                            found);
                    return answer.toSample(name, view, table);
                });
    }

    /** The process given the question's data and the places of running trials. */
    private GaussianProcess model(StudyView view, ModelQuestion question) {
        Embedding embedding = points.embedding();
        Hyperparameters hyperparameters = without.contains(AutoComponent.FIT)
                ? Hyperparameters.initial(embedding.axes())
                : fits.fit(embedding, question.data(), part -> observations(part, question), table.size(), view.seed());
        List<double[]> running = without.contains(AutoComponent.UNDER_WAY)
                ? List.of()
                : question.running().stream().map(points::features).toList();
        return GaussianProcess.given(embedding, hyperparameters, observations(question.data(), question))
                .with(running);
    }

    /**
     * The data as the model sees them. In the model of all trials the noise variance falls with the depth of a trial; in the
     * model of a single rung all trials are equally noisy.
     */
    private Observations observations(ModelData data, ModelQuestion question) {
        Observations equallyNoisy = points.observations(data);
        boolean isNoiseByDepth = question.rung().isEmpty()
                && !without.contains(AutoComponent.NOISE_BY_DEPTH)
                && !without.contains(AutoComponent.SURVIVAL);
        return isNoiseByDepth
                ? equallyNoisy.withNoise(IntStream.range(0, data.size())
                        .mapToDouble(i -> Math.pow(NOISE_FACTOR_PER_RUNG, table.decisiveRung(data.row(i))))
                        .toArray())
                : equallyNoisy;
    }

    private Acquisition acquisition(ModelQuestion question, GaussianProcess model) {
        return question.explore()
                ? Acquisition.pureExploration(question.beta(), bestMean(question.data(), model))
                : Acquisition.upperConfidenceBound(question.beta());
    }

    /** The largest mean at a trial that does not violate constraints; −∞ when there is none. */
    private double bestMean(ModelData data, GaussianProcess model) {
        double[] means = model.means(points.observations(data).points());
        return IntStream.range(0, means.length)
                .filter(i -> !table.violatesConstraints(data.row(i)))
                .mapToDouble(i -> means[i])
                .max()
                .orElse(Double.NEGATIVE_INFINITY);
    }

    /** The row of the best trial that does not violate constraints; of the best trial when all violate some. */
    private int bestFeasibleRow(ModelData data) {
        return IntStream.range(0, data.size())
                .map(data::row)
                .filter(row -> !table.violatesConstraints(row))
                .findFirst()
                .orElse(data.row(0));
    }

    private List<double[]> promising(ModelData data) {
        return IntStream.range(0, Math.min(ModelLimits.PROMISING, data.size()))
                .mapToObj(i -> points.point(data.row(i)))
                .toList();
    }

    private Maximizer maximizer(ModelQuestion question) {
        int size = question.data().size() + question.running().size();
        if (question.running().isEmpty()) {
            return size > LARGE_MODEL ? ModelLimits.maximizer(table.size()) : ALONE;
        }
        return size > LARGE_MODEL ? ModelLimits.QUICK : IN_PARALLEL;
    }
}
