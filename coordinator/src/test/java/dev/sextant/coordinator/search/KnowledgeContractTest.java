package dev.sextant.coordinator.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.space.CategoricalParameter;
import dev.sextant.common.space.Configuration;
import dev.sextant.common.space.Parameter;
import dev.sextant.common.space.SearchSpace;
import dev.sextant.common.study.AlgorithmTraits.Trait;
import dev.sextant.common.study.Goal;
import dev.sextant.common.study.Prior;
import dev.sextant.coordinator.search.ask.EarlierStudy;
import dev.sextant.coordinator.search.ask.PriorKnowledge;
import dev.sextant.coordinator.search.ask.Proposal;
import dev.sextant.coordinator.search.ask.StudyView;
import dev.sextant.coordinator.search.simulation.SimulatedStudy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What every registered algorithm keeps to, whatever is known before the first trial. */
class KnowledgeContractTest {
    private static final List<Integer> RUNGS = List.of(1, 3, 9);

    @Provide
    Arbitrary<String> algorithms() {
        return Arbitraries.of(SearchAlgorithms.names());
    }

    @Provide
    Arbitrary<SearchSpace> spaces() {
        return Spaces.any();
    }

    @Provide
    Arbitrary<SearchSpace> tinySpaces() {
        return Spaces.tiny();
    }

    /** One or two earlier studies with hostile results, which do not know all parameters, and densities about some. */
    private static PriorKnowledge anything(SearchSpace space, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<EarlierStudy> earlier = IntStream.range(0, random.nextInt(3))
                .mapToObj(i -> earlier(space, "earlier-" + i, random.nextLong(), random.nextInt(30)))
                .toList();
        Map<String, Prior> priors = new TreeMap<>();
        for (Parameter parameter : space.parameters()) {
            if (random.nextBoolean()) {
                priors.put(
                        parameter.name(),
                        parameter instanceof CategoricalParameter categorical
                                ? new Prior.Weights(categorical.values().stream()
                                        .map(value -> random.nextDouble(0.01, 100))
                                        .toList())
                                : new Prior.Around(
                                        parameter.valueAt(random.nextDouble()),
                                        List.of(Prior.Confidence.LOW, Prior.Confidence.MEDIUM, Prior.Confidence.HIGH)
                                                .get(random.nextInt(3))));
            }
        }
        return new PriorKnowledge(earlier, priors);
    }

    private static EarlierStudy earlier(SearchSpace space, String name, long seed, int trials) {
        StudyView study = new StudyView(space, Goal.MINIMIZE, List.of(2, 4), 2, seed, 3, trials, List.of(), List.of());
        Set<String> unknown = space.parameters().stream()
                .map(Parameter::name)
                .filter(parameter -> Math.floorMod(parameter.hashCode() + seed, 4) == 0)
                .collect(Collectors.toSet());
        return new EarlierStudy(
                name,
                study.goal(),
                study.rungs(),
                List.of(),
                new SimulatedStudy(study, CurveFamily.hostile(seed), 60, seed)
                        .run(SearchAlgorithms.create("asha"))
                        .end()
                        .trials(),
                unknown);
    }

    @Property(tries = 200)
    void keepsTheRulesAndAnswersTheSameFromAFreshInstance(
            @ForAll("algorithms") String name,
            @ForAll("spaces") SearchSpace space,
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 7) int slots) {
        StudyView study = new StudyView(space, Goal.MAXIMIZE, RUNGS, 3, seed, slots, 25, List.of(), List.of())
                .withKnowledge(anything(space, seed));

        SimulatedStudy.Outcome outcome = new SimulatedStudy(study, CurveFamily.hostile(seed), 100_000, seed)
                .watchedBy((view, proposal) ->
                        assertThat(SearchAlgorithms.create(name).propose(view)).isEqualTo(proposal))
                .run(SearchAlgorithms.create(name));

        assertThat(outcome.ending()).isPresent();
        assertThat(outcome.end().trials()).hasSizeLessThanOrEqualTo(25);
    }

    @Property(tries = 100)
    void stillTriesEveryConfigurationOfATinySpaceOnce(
            @ForAll("algorithms") String name, @ForAll("tinySpaces") SearchSpace space, @ForAll long seed) {
        StudyView study = new StudyView(
                        space, Goal.MAXIMIZE, RUNGS, 3, seed, 4, Integer.MAX_VALUE, List.of(), List.of())
                .withKnowledge(anything(space, seed));

        SimulatedStudy.Outcome outcome = new SimulatedStudy(study, CurveFamily.hostile(seed), 1_000_000, seed)
                .run(SearchAlgorithms.create(name));

        assertThat(outcome.end().trials()).hasSize((int) space.size(100_000).orElseThrow());
    }

    @Property(tries = 50)
    void everyWarmStartingAlgorithmBeginsWithTheBestOfTheEarlierStudy(
            @ForAll("algorithms") String name, @ForAll long seed) {
        SearchSpace space = Views.sevenParameters();
        StudyView before = new StudyView(space, Goal.MAXIMIZE, RUNGS, 3, seed, 3, 30, List.of(), List.of());
        SimulatedStudy.Outcome done = new SimulatedStudy(before, CurveFamily.steady(space, seed), 100_000, seed)
                .run(SearchAlgorithms.create("asha"));
        Configuration best = done.end().trials().stream()
                .filter(trial -> trial.curve().best(Goal.MAXIMIZE) == done.best())
                .findFirst()
                .orElseThrow()
                .configuration();
        EarlierStudy earlier = new EarlierStudy(
                "before", Goal.MAXIMIZE, RUNGS, List.of(), done.end().trials(), Set.of());
        StudyView study = new StudyView(space, Goal.MAXIMIZE, RUNGS, 3, seed + 1, 1, 30, List.of(), List.of())
                .withKnowledge(new PriorKnowledge(List.of(earlier), Map.of()));

        Proposal.StartTrial first =
                (Proposal.StartTrial) SearchAlgorithms.create(name).propose(study);

        if (SearchAlgorithms.all().get(name).has(Trait.WARM_START)) {
            assertThat(first.configuration()).isEqualTo(best);
            assertThat(first.reason().sentence()).contains("of before");
        } else {
            assertThat(first)
                    .isEqualTo(SearchAlgorithms.create(name).propose(study.withKnowledge(PriorKnowledge.NONE)));
        }
    }
}
