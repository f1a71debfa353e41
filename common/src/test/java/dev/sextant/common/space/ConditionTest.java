package dev.sextant.common.space;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class ConditionTest {
    private static final Condition SGD = Condition.is("optimizer", "sgd");

    @Example
    void oneAlternativeIsEnough() {
        Condition trained = Condition.is("backbone", "none").or(Condition.is("fine_tuning", true));
        assertThat(trained.holds(Map.of("backbone", "none", "fine_tuning", false)))
                .isTrue();
        assertThat(trained.holds(Map.of("backbone", "r18", "fine_tuning", true)))
                .isTrue();
        assertThat(trained.holds(Map.of("backbone", "r18", "fine_tuning", false)))
                .isFalse();
        assertThat(trained.names()).containsExactly("backbone", "fine_tuning");
    }

    @Example
    void comparesNumbersByTheirValues() {
        assertThat(Condition.is("momentum", 0.0).holds(Map.of("momentum", 0L))).isTrue();
        assertThat(Condition.isNot("momentum", 0.0).holds(Map.of("momentum", 0L)))
                .isFalse();
        assertThat(Condition.isNot("momentum", 0.0).holds(Map.of("momentum", 0.1)))
                .isTrue();
    }

    @Example
    void nothingButItsAbsenceHoldsForWhatIsAbsent() {
        assertThat(Condition.isNot("momentum", 0.0).holds(Map.of())).isFalse();
        assertThat(Condition.absent("momentum").holds(Map.of())).isTrue();
        assertThat(Condition.absent("momentum").holds(Map.of("momentum", 0.9))).isFalse();
    }

    @Example
    void contradictionsNeverHold() {
        assertThat(SGD.and(Condition.is("optimizer", "adam"))).isEqualTo(Condition.NEVER);
        assertThat(SGD.and(Condition.isNot("optimizer", "sgd"))).isEqualTo(Condition.NEVER);
        assertThat(SGD.and(Condition.absent("optimizer"))).isEqualTo(Condition.NEVER);
        assertThat(Condition.atLeast("layers", 2).and(Condition.atMost("layers", 1)))
                .isEqualTo(Condition.NEVER);
    }

    @Example
    void leavesOutWhatAnotherAlternativeCovers() {
        Condition narrow = SGD.and(Condition.atLeast("layers", 1));
        assertThat(narrow.or(SGD)).isEqualTo(SGD);
        assertThat(SGD.or(narrow)).isEqualTo(SGD);
        assertThat(SGD.or(Condition.ALWAYS)).isEqualTo(Condition.ALWAYS);
        assertThat(SGD.and(Condition.NEVER)).isEqualTo(Condition.NEVER);
        assertThat(Condition.atLeast("layers", 1).or(Condition.atLeast("layers", 2)))
                .isEqualTo(Condition.atLeast("layers", 1));
    }

    @Example
    void saysSharedTestsOnce() {
        Condition views = Condition.isNot("backbone", "none")
                .and(Condition.is("policy", "light", "strong").or(Condition.atLeast("rotation", 1.0)));
        assertThat(views.text(name -> name, String::valueOf))
                .isEqualTo("backbone is not none and (policy is light or strong, or rotation is at least 1.0)");
        assertThat(Condition.atLeast("n", 1).and(Condition.atMost("n", 3)).text(name -> name, String::valueOf))
                .isEqualTo("n is at least 1.0 and at most 3.0");
        assertThat(Condition.absent("sizes").text(name -> "`" + name + "`", String::valueOf))
                .isEqualTo("`sizes` has no value");
    }

    @Property(tries = 500)
    void andAndOrHoldLikeTheirParts(@ForAll long seed) {
        Random random = new Random(seed);
        Condition one = condition(random);
        Condition other = condition(random);
        for (int i = 0; i < 20; i++) {
            Map<String, Object> values = new TreeMap<>();
            for (String name : List.of("a", "b")) {
                if (random.nextInt(4) > 0) {
                    values.put(name, (long) random.nextInt(4));
                }
            }
            assertThat(one.and(other).holds(values)).isEqualTo(one.holds(values) && other.holds(values));
            assertThat(one.or(other).holds(values)).isEqualTo(one.holds(values) || other.holds(values));
        }
    }

    private static Condition condition(Random random) {
        Condition any = Condition.NEVER;
        for (int alternative = 0; alternative <= random.nextInt(3); alternative++) {
            Condition all = Condition.ALWAYS;
            for (int test = 0; test <= random.nextInt(3); test++) {
                all = all.and(test(random));
            }
            any = any.or(all);
        }
        return any;
    }

    private static Condition test(Random random) {
        String name = random.nextBoolean() ? "a" : "b";
        int value = random.nextInt(4);
        return switch (random.nextInt(5)) {
            case 0 -> Condition.is(name, (long) value, (value + 1L) % 4);
            case 1 -> Condition.isNot(name, (long) value);
            case 2 -> Condition.atLeast(name, value);
            case 3 -> Condition.atMost(name, value);
            default -> Condition.absent(name);
        };
    }
}
