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
 * Chooses configuration and epochs by one model of both. Of a new configuration and all paused trials, the one goes on
 * whose upper confidence bound after the top rung exceeds the best mean by most, for the epochs that it has still to go.
 * It is trained to the rung that takes away most of its variance at the top per epoch (in the way of Kandasamy et al.,
 * Multi-fidelity Bayesian optimisation with continuous approximations, ICML 2017, section 3, who compare the variance with
 * a threshold).
 */
public final class MultitaskSearch implements SearchAlgorithm {
    private static final String NAME = "multitask";
    /** Keeps these random numbers apart from others that are drawn from the same seed. */
    private static final long STREAM = 0x4d554c5449L;

    private static final double BETA = 3;
    private static final Acquisition BOUND = Acquisition.upperConfidenceBound(BETA);
    /** Of all trials, how many may go on. */
    private static final int MOST_LEADERS = 150;

    private final Sampler start = new EarlierBestSampler(PointSampler.of(new SobolPoints()));
    private final Sampler floor = PointSampler.of(new RandomPoints());
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
        boolean early = table.size() < Math.max(ModelLimits.FEWEST_TRIALS_AT_START, view.slots())
                || table.standing(0) < ModelLimits.FEWEST_TRIALS_AT_START;
        SplittableRandom random = new SplittableRandom(HashedRandom.bits(STREAM, view.seed(), table.size(), runs()));
        if (view.mayStartTrial() && (early || random.nextDouble() < ModelLimits.RANDOM_SHARE)) {
            Optional<Proposal> started = (early ? start : floor).sample(view).map(sample -> started(view, sample));
            if (started.isPresent()) {
                return started.get();
            }
        }
        return table.standing(0) == 0 ? nothing(view) : byModel(view, random);
    }

    /** Grows with every run that was started: the same number of trials is asked about many times. */
    private long runs() {
        long epochs = 0;
        for (int row = 0; row < table.size(); row++) {
            epochs += table.trial(row).targetEpoch();
        }
        return epochs;
    }

    private Proposal nothing(StudyView view) {
        return WaitOrFinish.of(
                view,
                NAME,
                view.mayStartTrial() ? WaitOrFinish.ALL_CONFIGURATIONS_TRIED : WaitOrFinish.allTrialsStarted(view));
    }

    private Proposal started(StudyView view, Sampler.Sample sample) {
        int to = view.rungs().get(0);
        return new Proposal.StartTrial(
                sample.configuration(),
                to,
                Reason.of(NAME, sample.words() + ": starts with " + ReasonFormat.epochs(to), sample.details()));
    }

    /**
     * What could be done with a slot.
     *
     * @param row of the paused trial that goes on, −1 for a new configuration
     * @param rung the lowest one that it has not come to
     * @param bound what it could be worth after the top rung
     */
    private record Option(int row, Configuration configuration, int rung, double bound) {}

    private Proposal byModel(StudyView view, SplittableRandom random) {
        List<Integer> leaders = leaders();
        // First, since it says at which times the rungs lie.
        FidelityModel.Learned fitted = model.learn(view);
        FidelityModel.Learned learned = fitted.with(underWay(view));
        Prediction atTop = learned.atTop(features(leaders));
        double best = IntStream.range(0, leaders.size())
                .mapToDouble(i -> atTop.mean(i) + learned.offset(leaders.get(i)))
                .max()
                .orElse(Double.NEGATIVE_INFINITY);
        List<Option> options = new ArrayList<>(paused(leaders, learned, atTop));
        Optional<Option> untried = view.mayStartTrial() ? untried(view, learned, leaders, random) : Optional.empty();
        untried.ifPresent(options::add);
        return options.stream()
                .max(Comparator.comparingDouble(option -> worth(view, option, best)))
                .filter(option -> untried.isPresent() || option.bound() > best)
                .map(option -> proposal(view, learned, option))
                .orElseGet(() -> nothing(view));
    }

    /** The rows of the trials that got furthest, best first. */
    private List<Integer> leaders() {
        BoundedHeap leaders = new BoundedHeap(MOST_LEADERS);
        for (int row = 0; row < table.size(); row++) {
            if (table.standings(row) > 0 && !table.isHopeless(row, table.standings(row) - 1)) {
                leaders.offer(quantiles.of(row), row);
            }
        }
        List<Integer> rows = new ArrayList<>();
        leaders.forEach(rows::add);
        rows.sort(Comparator.comparingDouble(quantiles::of).thenComparing(row -> row));
        return rows;
    }

    private double[][] features(List<Integer> rows) {
        return rows.stream().map(points::features).toArray(double[][]::new);
    }

    /** The places of the runs under way, each at the rung that it is for. */
    private List<double[]> underWay(StudyView view) {
        List<double[]> places = new ArrayList<>();
        for (int row = table.size() - 1; row >= 0 && places.size() < ModelLimits.MOST_UNDER_WAY; row--) {
            Trial trial = table.trial(row);
            if (trial.isUnderWay()) {
                int rung = 0;
                while (rung < view.rungs().size() - 1 && view.rungs().get(rung) < trial.targetEpoch()) {
                    rung++;
                }
                places.add(model.joint(points.features(row), rung));
            }
        }
        return places;
    }

    private List<Option> paused(List<Integer> leaders, FidelityModel.Learned learned, Prediction atTop) {
        List<Option> options = new ArrayList<>();
        for (int i = 0; i < leaders.size(); i++) {
            int row = leaders.get(i);
            Trial trial = table.trial(row);
            if (trial.state() == TrialState.PAUSED) {
                double bound = BOUND.at(atTop, i) + learned.offset(row);
                options.add(new Option(row, trial.configuration(), table.standings(row), bound));
            }
        }
        return options;
    }

    private Optional<Option> untried(
            StudyView view, FidelityModel.Learned learned, List<Integer> leaders, SplittableRandom random) {
        // By value, however far they got: a deep rung that few came to says little of what lies near its best.
        List<double[]> promising = leaders.stream()
                .sorted(Comparator.comparingDouble(row -> -table.score(row, table.standings(row) - 1)))
                .limit(ModelLimits.PROMISING)
                .map(points::point)
                .toList();
        Optional<Option> best = untried.best(
                        view,
                        ModelLimits.maximiser(table.size()),
                        Box.unit(view.space().dimensions()),
                        features -> BOUND.values(learned.atTop(features)),
                        promising,
                        random)
                .map(found -> new Option(-1, found.configuration(), 0, found.worth()));
        return best.isPresent() ? best : floor(view, learned);
    }

    private Optional<Option> floor(StudyView view, FidelityModel.Learned learned) {
        return floor.sample(view).map(sample -> {
            double[][] there = {features(view, sample.configuration())};
            return new Option(-1, sample.configuration(), 0, BOUND.at(learned.atTop(there), 0));
        });
    }

    private double[] features(StudyView view, Configuration configuration) {
        return points.embedded(new double[][] {view.space().pointOf(configuration)})[0];
    }

    /** By how much it could be better than the best, for the epochs that it has still to go: their square root. */
    private static double worth(StudyView view, Option option, double best) {
        double excess = option.bound() - best;
        return excess > 0 ? excess / Math.sqrt(view.maxEpochs() - trained(view, option)) : excess;
    }

    private static int trained(StudyView view, Option option) {
        return option.rung() == 0 ? 0 : view.rungs().get(option.rung() - 1);
    }

    /** Trains to the rung that takes away most of the variance at the top per epoch. */
    private Proposal proposal(StudyView view, FidelityModel.Learned learned, Option option) {
        int trained = trained(view, option);
        double[] features = features(view, option.configuration());
        Prediction there = learned.atTop(new double[][] {features});
        double mean = there.mean(0) + (option.row() < 0 ? 0 : learned.offset(option.row()));
        double deviation = there.deviationGivenAll(0);
        int best = option.rung();
        double most = 0;
        for (int rung = option.rung(); rung < view.rungs().size(); rung++) {
            double gain = (deviation * deviation - learned.varianceLeft(features, rung))
                    / (view.rungs().get(rung) - trained);
            if (gain > most) {
                most = gain;
                best = rung;
            }
        }
        int to = view.rungs().get(best);
        Map<String, Object> details = new TreeMap<>();
        details.put("mean", mean);
        details.put("deviation", deviation);
        details.put("acquisition", BOUND.name());
        details.put("value", option.bound());
        details.put("beta", BETA);
        details.put("results", (long) learned.values());
        details.put("variance_per_epoch", most);
        details.put("seed", view.seed());
        String words = String.format(
                Locale.ROOT,
                "expected in the best %s (%s to %s) after %s, by a model of %s at all rungs",
                ReasonFormat.best(mean),
                ReasonFormat.best(mean + 2 * deviation),
                ReasonFormat.best(mean - 2 * deviation),
                ReasonFormat.epochs(view.maxEpochs()),
                ReasonFormat.count(learned.values(), "value"));
        if (option.row() < 0) {
            return new Proposal.StartTrial(
                    option.configuration(),
                    to,
                    Reason.of(NAME, words + ": starts with " + ReasonFormat.epochs(to), details));
        }
        int trial = table.trial(option.row()).number();
        return new Proposal.ContinueTrial(
                trial, to, Reason.of(NAME, "trial " + trial + " is " + words + ": goes on to " + to, details));
    }
}
