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
 * Chooses configurations where a Gaussian process over the trials' survival quantiles says that they are most worth
 * trying. Starts with points of a scrambled Sobol sequence; now and then takes a random one, so that no mistake of the
 * model lasts.
 */
public final class ModelSampler implements Sampler {
    /** Keeps these random numbers apart from others that are drawn from the same seed. */
    private static final long STREAM = 0x4d4f44454cL;

    /** How often, where it can, the model learns from the deepest rung alone: a guard against misleading early epochs. */
    private static final double DEEPEST_RUNG_SHARE = 0.5;
    /** How often, with trials under way, the point is one of the upper confidence bound instead of pure exploration. */
    private static final double BOUND_SHARE = 0.25;

    /** For each parameter of the space. */
    private static final double TRIALS_UNTIL_BETA_GROWS = 5;
    /** Then it is known from everywhere what is good; what is left to find lies near it. */
    private static final int TRIALS_UNTIL_BETA_FALLS = 1000;

    private static final double LAST_BETA = 1;

    /** Of the noise variance, what each rung leaves that a trial came to: the deeper it got, the surer is its quantile. */
    private static final double NOISE_LEFT_BY_A_RUNG = 0.15;

    private static final Maximizer ALONE = new Maximizer(1000, 6, 20, 12);
    private static final Maximizer IN_PARALLEL = new Maximizer(600, 5, 16, 10);
    /** Points of a model from which on fewer candidates are tried. */
    private static final int LARGE = 200;

    private final String name;
    private final double beta;
    private final double mostBeta;
    private final Set<AutoComponent> without;
    private final Sampler start;
    private final Sampler floor = PointSampler.of(new RandomPoints());
    private final KnownConfigurations known = new KnownConfigurations();
    private final RungTable table = new RungTable();
    private final TrialPoints points = new TrialPoints();
    private final UntriedPoints untried = new UntriedPoints(points, known);
    private final ObjectiveQuantiles quantiles = new ObjectiveQuantiles(table);
    private final ConstraintModels constraints = new ConstraintModels(points);
    private final FitCache fits = new FitCache();

    /** For trials that are all trained to the end: of few and long trainings there is less to spend on exploring. */
    public static ModelSampler ofFullTrainings(String name, double beta) {
        return new ModelSampler(name, beta, beta, Set.of());
    }

    /**
     * @param beta β of the upper confidence bound while trials are few
     * @param mostBeta what it grows to with the trials
     * @param without what is left out
     */
    public ModelSampler(String name, double beta, double mostBeta, Set<AutoComponent> without) {
        this.name = name;
        this.beta = beta;
        this.mostBeta = mostBeta;
        this.without = without;
        this.start = new EarlierBestSampler(
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
        int judged = table.standing(0);
        if (table.size() < Math.max(ModelLimits.FEWEST_TRIALS_AT_START, view.slots())
                || judged < ModelLimits.FEWEST_TRIALS_AT_START) {
            return start.sample(view);
        }
        SplittableRandom random = new SplittableRandom(HashedRandom.bits(STREAM, view.seed(), table.size()));
        if (random.nextDouble() < ModelLimits.RANDOM_SHARE && !without.contains(AutoComponent.RANDOM_FLOOR)) {
            return floor.sample(view);
        }
        points.follow(view);
        quantiles.follow(view);
        Optional<Integer> deepest =
                random.nextDouble() < DEEPEST_RUNG_SHARE && !without.contains(AutoComponent.DEEPEST_RUNG)
                        ? deepestRungToLearnFrom(view)
                        : Optional.empty();
        ModelQuestion question = deepest.map(rung -> onRung(view, rung)).orElseGet(() -> onAll(view, random));
        return answer(view, question, random).or(() -> floor.sample(view));
    }

    /** Rows of the latest trials under way that have no standing at a rung yet. */
    private List<Integer> underWay(int rung) {
        List<Integer> rows = new ArrayList<>();
        for (int row = table.size() - 1; row >= 0 && rows.size() < ModelLimits.MOST_UNDER_WAY; row--) {
            if (table.standings(row) <= rung && table.trial(row).isUnderWay()) {
                rows.add(row);
            }
        }
        Collections.reverse(rows);
        return rows;
    }

    private ModelQuestion onAll(StudyView view, SplittableRandom random) {
        List<Integer> underWay = underWay(0);
        boolean explore = !underWay.isEmpty()
                && random.nextDouble() >= BOUND_SHARE
                && !without.contains(AutoComponent.EXPLORATION);
        int most = ModelLimits.points(table.size(), underWay.size());
        return new ModelQuestion(
                ModelData.choose(table.size(), row -> table.standings(row) > 0, this::quantile, most, view.seed()),
                Optional.empty(),
                underWay,
                beta(view),
                explore);
    }

    /**
     * β of the model of all trials. It grows with the trials from 5 D of them on: what is good is found soonest by
     * following the few that are known, what is better and far from it only by not following them for ever. That β has to
     * grow is Srinivas et al., ICML 2010, theorem 1; when, how far, and when it falls again is what benchmarks say.
     */
    private double beta(StudyView view) {
        if (table.size() >= TRIALS_UNTIL_BETA_FALLS) {
            return LAST_BETA;
        }
        double growth = table.size() / (TRIALS_UNTIL_BETA_GROWS * view.space().dimensions());
        return Math.min(mostBeta, beta * Math.max(1, growth));
    }

    private double quantile(int row) {
        return without.contains(AutoComponent.SURVIVAL) ? quantiles.at(row, 0) : quantiles.of(row);
    }

    private ModelQuestion onRung(StudyView view, int rung) {
        List<Integer> underWay = underWay(rung);
        return new ModelQuestion(
                ModelData.choose(
                        table.size(),
                        row -> table.standings(row) > rung || table.trial(row).state() == TrialState.FAILED,
                        // What failed on the way is worth as little as what came last here.
                        row -> table.standings(row) > rung ? quantiles.at(row, rung) : 1 - 0.5 / table.standing(rung),
                        ModelLimits.points(table.size(), underWay.size()),
                        view.seed()),
                Optional.of(rung),
                underWay,
                beta / 2,
                false);
    }

    /** The deepest rung that has D + 2 trials, as in BOHB (Falkner et al., ICML 2018, section 3.2). */
    private Optional<Integer> deepestRungToLearnFrom(StudyView view) {
        // At the lowest rung it would be a model of all trials, which there is already.
        return table.deepestWith(view.space().dimensions() + 2).filter(rung -> rung > 0);
    }

    private Optional<Sample> answer(StudyView view, ModelQuestion question, SplittableRandom random) {
        Embedding embedding = points.embedding();
        Hyperparameters hyperparameters = without.contains(AutoComponent.FIT)
                ? Hyperparameters.initial(embedding.axes())
                : fits.fit(embedding, question.data(), part -> observed(part, question), table.size(), view.seed());
        Observations data = observed(question.data(), question);
        GaussianProcess model = GaussianProcess.given(embedding, hyperparameters, data)
                .with(
                        without.contains(AutoComponent.UNDER_WAY)
                                ? List.of()
                                : question.underWay().stream()
                                        .map(points::features)
                                        .toList());
        ConstraintModels.Learned kept = constraints.learn(view);
        Acquisition acquisition = question.explore()
                ? Acquisition.pureExploration(question.beta(), bestMean(question.data(), model.means(data.points())))
                : Acquisition.upperConfidenceBound(question.beta());
        Maximizer maximiser = maximiser(
                data.size() + question.underWay().size(), question.underWay().isEmpty());
        int middle = bestToKeepTo(question.data());
        Optional<TrustRegion> region = TrustRegion.of(view.space(), table, middle, points.point(middle));
        return untried.best(
                        view,
                        maximiser,
                        region.map(TrustRegion::box)
                                .orElseGet(() -> Box.unit(view.space().dimensions())),
                        features -> {
                            double[] values = acquisition.values(model.predict(features, features.length));
                            double[] penalties = kept.penalties(features);
                            Arrays.setAll(values, i -> values[i] - penalties[i]);
                            return values;
                        },
                        promising(question.data()),
                        random)
                .map(found -> {
                    double[][] there =
                            points.embedded(new double[][] {view.space().pointOf(found.configuration())});
                    ModelAnswer answer = new ModelAnswer(
                            question,
                            acquisition.name(),
                            model.predict(there, 1),
                            kept.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(kept.probability(there[0])),
                            region,
                            found);
                    return answer.explained(name, view, table);
                });
    }

    private List<double[]> promising(ModelData data) {
        return IntStream.range(0, Math.min(ModelLimits.PROMISING, data.size()))
                .mapToObj(i -> points.point(data.row(i)))
                .toList();
    }

    /** The data as the model sees them. Trials that are told apart at one rung are all as sure; of all, those that got far are surer. */
    private Observations observed(ModelData data, ModelQuestion question) {
        Observations alike = points.observed(data);
        boolean byDepth = question.rung().isEmpty()
                && !without.contains(AutoComponent.NOISE_BY_DEPTH)
                && !without.contains(AutoComponent.SURVIVAL);
        return byDepth
                ? alike.withNoise(IntStream.range(0, data.size())
                        .mapToDouble(i -> Math.pow(NOISE_LEFT_BY_A_RUNG, table.deepest(data.row(i))))
                        .toArray())
                : alike;
    }

    /** The best mean of trials, those apart that break constraints. */
    private double bestMean(ModelData data, double[] means) {
        return IntStream.range(0, means.length)
                .filter(i -> !table.breaksConstraints(data.row(i)))
                .mapToDouble(i -> means[i])
                .max()
                .orElse(Double.NEGATIVE_INFINITY);
    }

    /** The row of the best trial, those apart that break constraints unless all do. */
    private int bestToKeepTo(ModelData data) {
        return IntStream.range(0, data.size())
                .map(data::row)
                .filter(row -> !table.breaksConstraints(row))
                .findFirst()
                .orElse(data.row(0));
    }

    private Maximizer maximiser(int points, boolean alone) {
        if (alone) {
            return points > LARGE ? ModelLimits.maximiser(table.size()) : ALONE;
        }
        return points > LARGE ? ModelLimits.QUICK : IN_PARALLEL;
    }
}
