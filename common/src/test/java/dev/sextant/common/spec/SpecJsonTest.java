package dev.sextant.common.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sextant.common.space.CategoricalParameter;
import dev.sextant.common.space.Condition;
import dev.sextant.common.space.Configuration;
import dev.sextant.common.space.ContinuousParameter;
import dev.sextant.common.space.IntegerParameter;
import dev.sextant.common.space.OrdinalParameter;
import dev.sextant.common.space.Scale;
import dev.sextant.common.space.SearchSpace;
import dev.sextant.common.study.Budget;
import dev.sextant.common.study.ClusterSettings;
import dev.sextant.common.study.Fidelity;
import dev.sextant.common.study.Goal;
import dev.sextant.common.study.Objective;
import dev.sextant.common.study.SearchSettings;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.TrainerSpec;
import dev.sextant.common.studyfile.JsonbLike;
import dev.sextant.common.studyfile.Specs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SpecJsonTest {
    @Property
    void readsBackWhatItWrote(@ForAll("specs") StudySpec spec) {
        assertThat(SpecJson.read(SpecJson.write(spec))).isEqualTo(spec);
    }

    @Property
    void readsBackWhatJsonbMadeOfIt(@ForAll("specs") StudySpec spec) {
        StudySpec read = SpecJson.read(JsonbLike.roundTrip(SpecJson.write(spec)));
        assertThat(read).isEqualTo(spec);
        assertThat(SpecJson.write(read)).isEqualTo(SpecJson.write(spec));
        assertThat(SpecJson.hash(read)).isEqualTo(SpecJson.hash(spec));
    }

    @Property
    void namesTheRevisionOfTheTrainerUnlessItIsTheFirst(@ForAll("specs") StudySpec spec) {
        StudySpec first = spec.withTrainerRevision(1);
        StudySpec second = spec.withTrainerRevision(2);

        assertThat(SpecJson.write(first)).doesNotContain("trainer_revision");
        assertThat(SpecJson.read(SpecJson.write(second)).trainer().revision()).isEqualTo(2);
        assertThat(SpecChange.areAllowed(SpecChange.between(first, second))).isFalse();
        assertThat(SpecChange.between(first, second.withTrainerRevision(1))).isEmpty();
    }

    @Property
    void readsConfigurationsBackFromJsonb(@ForAll("spaces") SearchSpace space, @ForAll("points") double[] point) {
        Configuration configuration = space.at(java.util.Arrays.copyOf(point, space.dimensions()));
        String json = JsonbLike.roundTrip(SpecJson.write(configuration));
        assertThat(SpecJson.readConfiguration(json, space)).isEqualTo(configuration);
    }

    @Example
    void readsAsAStudyFileDoes() {
        assertThat(SpecJson.write(example()))
                .isEqualTo(
                        """
                {"study":"cars-resnet18",\
                "objective":{"metric":"accuracy","goal":"maximize","constraints":[{"metric":"inference_ms","at_most":20.0}]},\
                "trainer":{"type":"image-classifier","epochs":{"head":5}},\
                "parameters":{\
                "learning_rate":{"axis":0,"type":"continuous","low":0.00001,"high":10000000000.0,"scale":"log"},\
                "batch_size":{"axis":1,"type":"integer","low":16,"high":256,"scale":"power_of_two"},\
                "layers":{"axis":2,"type":"ordinal","values":[1,2.0,"three"],"when":{"batch_size":{"at_least":32.0},"fine":true}},\
                "fine":{"axis":3,"type":"categorical","values":[true,false]}},\
                "fidelity":{"max_epochs":27,"min_epochs":1,"reduction":3},\
                "search":{"algorithm":"asha","seed":7},\
                "budget":{"trials":200,"wall_clock":"2h30m"},\
                "start_with":[{"batch_size":16,"fine":true,"learning_rate":0.001}],\
                "cluster":{"slots":8,"gpus_per_trial":1,"cpus_per_trial":4,"memory_per_trial":"2g",\
                "checkpoint_every":"1m","silence":"30m"}}""");
    }

    @Example
    void keepsWholeDoublesApartFromLongsThroughJsonb() {
        String stored = JsonbLike.roundTrip(SpecJson.write(example()));
        assertThat(stored).contains("10000000000.0", "[1,2.0,\"three\"]").doesNotContain("E");
        assertThat(SpecJson.read(stored)).isEqualTo(example());
    }

    @Example
    void takesWholeNumbersForTheTypeOfTheParameter() {
        SearchSpace space = example().space();
        Configuration read =
                SpecJson.readConfiguration("{\"learning_rate\": 1, \"batch_size\": 16.0, \"fine\": true}", space);
        assertThat(read).isEqualTo(Configuration.of(Map.of("learning_rate", 1.0, "batch_size", 16L, "fine", true)));
    }

    @Example
    void hashesTheUtf8TextWithSha256() {
        assertThat(SpecJson.hash(example())).matches("[0-9a-f]{64}");
        StudySpec other = new StudySpec(
                "cars-resnet19",
                example().objective(),
                example().trainer(),
                example().space(),
                example().fidelity(),
                example().search(),
                example().budget(),
                example().startWith(),
                example().cluster());
        assertThat(SpecJson.hash(other)).isNotEqualTo(SpecJson.hash(example()));
    }

    @Example
    void refusesWhatIsNoSpecification() {
        assertThatThrownBy(() -> SpecJson.read("{\"study\": 1}")).hasMessageContaining("parameters is missing");
        assertThatThrownBy(() -> SpecJson.read("{")).hasMessageStartingWith("Not JSON: ");
        assertThatThrownBy(() -> SpecJson.readConfiguration(
                        "{\"dropout\": 0.1}", example().space()))
                .hasMessage("dropout is not a parameter; use one of [batch_size, fine, layers, learning_rate]");
        assertThatThrownBy(() -> SpecJson.write(Configuration.of(Map.of("x", Double.NaN))))
                .hasMessage("Cannot write NaN as JSON, must be finite");
    }

    private static StudySpec example() {
        TreeMap<String, Condition.Test> when = new TreeMap<>();
        when.put("batch_size", Condition.Test.atLeast(32));
        when.put("fine", new Condition.Test.OneOf(List.of(true)));
        return new StudySpec(
                "cars-resnet18",
                new Objective(
                        "accuracy",
                        Goal.MAXIMIZE,
                        List.of(new Objective.Constraint("inference_ms", Objective.Constraint.Side.AT_MOST, 20))),
                new TrainerSpec("image-classifier", new TreeMap<>(Map.of("epochs", Map.of("head", 5L)))),
                new SearchSpace(List.of(
                        new ContinuousParameter("learning_rate", 1e-5, 1e10, Scale.LOG, Optional.empty()),
                        new IntegerParameter("batch_size", 16, 256, Scale.POWER_OF_TWO, Optional.empty()),
                        new OrdinalParameter("layers", List.of(1L, 2.0, "three"), Optional.of(Condition.all(when))),
                        new CategoricalParameter("fine", List.of(true, false), Optional.empty()))),
                new Fidelity(1, 27, 3),
                new SearchSettings("asha", 7),
                new Budget(
                        OptionalInt.of(200),
                        OptionalLong.empty(),
                        OptionalDouble.empty(),
                        Optional.of(Duration.ofMinutes(150)),
                        OptionalDouble.empty()),
                List.of(Configuration.of(Map.of("learning_rate", 0.001, "batch_size", 16L, "fine", true))),
                new ClusterSettings(8, 1, 4, "2g", Optional.empty(), Duration.ofSeconds(60), Duration.ofMinutes(30)));
    }

    @Provide
    Arbitrary<StudySpec> specs() {
        return Specs.specs();
    }

    @Provide
    Arbitrary<SearchSpace> spaces() {
        return Specs.spaces();
    }

    @Provide
    Arbitrary<double[]> points() {
        return Arbitraries.doubles().between(0, 1).array(double[].class).ofSize(7);
    }
}
