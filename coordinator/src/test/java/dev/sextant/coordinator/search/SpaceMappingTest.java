package dev.sextant.coordinator.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.space.CategoricalParameter;
import dev.sextant.common.space.Condition;
import dev.sextant.common.space.Configuration;
import dev.sextant.common.space.ContinuousParameter;
import dev.sextant.common.space.IntegerParameter;
import dev.sextant.common.space.OrdinalParameter;
import dev.sextant.common.space.Parameter;
import dev.sextant.common.space.Scale;
import dev.sextant.common.space.SearchSpace;
import dev.sextant.coordinator.search.SpaceMapping.Outcome.Dropped;
import dev.sextant.coordinator.search.SpaceMapping.Outcome.Mapped;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SpaceMappingTest {
    private static final Parameter RATE = rate(1e-4, 0.1);
    private static final Parameter LAYERS = new IntegerParameter("layers", 1, 4, Scale.LINEAR, Optional.empty());
    private static final Parameter OPTIMIZER =
            new CategoricalParameter("optimizer", List.of("adam", "sgd"), Optional.empty());
    private static final Parameter MOMENTUM = new ContinuousParameter(
            "momentum",
            0,
            0.99,
            Scale.LINEAR,
            Optional.of(Condition.on("optimizer", new Condition.Test.OneOf(List.of("sgd")))));

    @Provide
    Arbitrary<SearchSpace> spaces() {
        return Spaces.any();
    }

    private static Parameter rate(double low, double high) {
        return new ContinuousParameter("rate", low, high, Scale.LOG, Optional.empty());
    }

    private static SearchSpace space(Parameter... parameters) {
        return new SearchSpace(Arrays.asList(parameters));
    }

    private static SpaceMapping mapping(
            SearchSpace theirs, Map<String, Object> theirSettings, SearchSpace ours, Map<String, Object> ourSettings) {
        return new SpaceMapping(theirs, theirSettings, ours, ourSettings);
    }

    @Property(tries = 200)
    void keepsEveryConfigurationOfTheSameSpace(@ForAll("spaces") SearchSpace space, @ForAll long seed) {
        Configuration configuration =
                space.at(new SplittableRandom(seed).doubles(space.dimensions()).toArray());
        SpaceMapping same = mapping(space, Map.of(), space, Map.of());
        assertThat(same.unknown()).isEmpty();
        assertThat(same.map(configuration)).isEqualTo(new Mapped(configuration));
    }

    @Property(tries = 200)
    void whatItMapsIsAlwaysAConfigurationOfOurSpace(
            @ForAll("spaces") SearchSpace theirs, @ForAll("spaces") SearchSpace ours, @ForAll long seed) {
        Configuration configuration = theirs.at(
                new SplittableRandom(seed).doubles(theirs.dimensions()).toArray());
        if (mapping(theirs, Map.of(), ours, Map.of()).map(configuration) instanceof Mapped mapped) {
            assertThat(ours.problemWith(mapped.configuration())).isEmpty();
        }
    }

    @Example
    void dropsWhatLiesOutsideOurRange() {
        SpaceMapping narrower = mapping(space(RATE), Map.of(), space(rate(1e-3, 0.01)), Map.of());
        assertThat(narrower.map(Configuration.of(Map.of("rate", 0.005))))
                .isEqualTo(new Mapped(Configuration.of(Map.of("rate", 0.005))));
        assertThat(narrower.map(Configuration.of(Map.of("rate", 0.05))))
                .isEqualTo(new Dropped("rate outside its range"));
    }

    @Example
    void takesTheirFixedSettingForWhatOnlyWeSearch() {
        SpaceMapping more = mapping(space(RATE), Map.of("layers", 2L), space(RATE, LAYERS), Map.of());
        assertThat(more.unknown()).isEmpty();
        assertThat(more.map(Configuration.of(Map.of("rate", 0.01))))
                .isEqualTo(new Mapped(Configuration.of(Map.of("rate", 0.01, "layers", 2L))));

        SpaceMapping outside = mapping(space(RATE), Map.of("layers", 9L), space(RATE, LAYERS), Map.of());
        assertThat(outside.map(Configuration.of(Map.of("rate", 0.01))))
                .isEqualTo(new Dropped("layers outside its range"));
    }

    @Example
    void namesWhatTheyKnewNothingOf() {
        SpaceMapping more = mapping(space(RATE), Map.of(), space(RATE, LAYERS), Map.of());
        assertThat(more.unknown()).containsExactly("layers");
        assertThat(more.map(Configuration.of(Map.of("rate", 0.01)))).isInstanceOf(Mapped.class);
    }

    @Example
    void leavesOutTheirNumbersThatWeFixButNotTheirCategories() {
        SearchSpace theirs = space(RATE, LAYERS, OPTIMIZER, MOMENTUM);
        SpaceMapping fixed = mapping(theirs, Map.of(), space(RATE), Map.of("layers", 3L, "optimizer", "adam"));
        assertThat(fixed.map(Configuration.of(Map.of("rate", 0.01, "layers", 1L, "optimizer", "adam"))))
                .isEqualTo(new Mapped(Configuration.of(Map.of("rate", 0.01))));
        assertThat(fixed.map(Configuration.of(Map.of("rate", 0.01, "layers", 3L, "optimizer", "sgd", "momentum", 0.9))))
                .isEqualTo(new Dropped("optimizer not adam"));
    }

    @Example
    void dropsWhereAParameterPlaysAPartWithUsAlone() {
        Parameter always = momentum();
        SpaceMapping unconditional = mapping(space(OPTIMIZER, MOMENTUM), Map.of(), space(OPTIMIZER, always), Map.of());
        assertThat(unconditional.map(Configuration.of(Map.of("optimizer", "adam"))))
                .isEqualTo(new Dropped("momentum was inactive"));
        SpaceMapping backwards = mapping(space(OPTIMIZER, always), Map.of(), space(OPTIMIZER, MOMENTUM), Map.of());
        assertThat(backwards.map(Configuration.of(Map.of("optimizer", "adam", "momentum", 0.5))))
                .isEqualTo(new Mapped(Configuration.of(Map.of("optimizer", "adam"))));
    }

    @Example
    void namesTheValuesThatOnlyOurConditionsLeaveOut() {
        SearchSpace theirs = space(RATE, OPTIMIZER, momentum());
        SpaceMapping mapping = mapping(theirs, Map.of(), space(OPTIMIZER, MOMENTUM), Map.of("rate", 0.01));
        assertThat(withoutEffect(mapping, "adam")).containsExactly("momentum");
        assertThat(withoutEffect(mapping, "sgd")).isEmpty();
    }

    private static Set<String> withoutEffect(SpaceMapping mapping, String optimizer) {
        Configuration theirs = Configuration.of(Map.of("rate", 0.02, "optimizer", optimizer, "momentum", 0.5));
        return mapping.withoutEffect(theirs, ((Mapped) mapping.map(theirs)).configuration());
    }

    /** Returns a momentum that is always active. */
    private static Parameter momentum() {
        return new ContinuousParameter("momentum", 0, 0.99, Scale.LINEAR, Optional.empty());
    }

    @Example
    void aWholeNumberMayBeARealOneInTheOtherStudy() {
        Parameter real = new ContinuousParameter("layers", 0, 10, Scale.LINEAR, Optional.empty());
        assertThat(mapping(space(LAYERS), Map.of(), space(real), Map.of()).map(Configuration.of(Map.of("layers", 3L))))
                .isEqualTo(new Mapped(Configuration.of(Map.of("layers", 3.0))));
        assertThat(mapping(space(real), Map.of(), space(LAYERS), Map.of()).map(Configuration.of(Map.of("layers", 3.5))))
                .isEqualTo(new Dropped("layers outside its range"));
        Parameter levels = new OrdinalParameter("layers", List.of(1L, 3L), Optional.empty());
        assertThat(mapping(space(LAYERS), Map.of(), space(levels), Map.of())
                        .map(Configuration.of(Map.of("layers", 2L))))
                .isEqualTo(new Dropped("layers outside its range"));
    }
}
