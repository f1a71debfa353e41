package dev.sextant.common.studyfile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.space.CategoricalParameter;
import dev.sextant.common.space.Condition;
import dev.sextant.common.space.Configuration;
import dev.sextant.common.space.IntegerParameter;
import dev.sextant.common.space.Parameter;
import dev.sextant.common.space.Scale;
import dev.sextant.common.space.SearchSpace;
import dev.sextant.common.trainer.Effects;
import dev.sextant.common.trainer.Setting;
import dev.sextant.common.trainer.SettingBuilder;
import dev.sextant.common.trainer.Trainer;
import dev.sextant.common.trainer.TrainerFactory;
import dev.sextant.common.trainer.TrialContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Random trainers and random studies of them. */
class EffectsReaderTest {
    private static final int SETTINGS = 6;
    private static final List<Object> VALUES = List.of("a", "b", "c");

    @Property(tries = 1000)
    void aParameterIsInAConfigurationExactlyWhereItHasAnEffect(@ForAll long seed) {
        Random random = new Random(seed);
        List<Setting> declared = declared(random);
        Map<String, Object> fixed = new TreeMap<>();
        List<Parameter> searched = new ArrayList<>();
        for (int i = 0; i < SETTINGS; i++) {
            switch (random.nextInt(3)) {
                case 0 -> fixed.put(declared.get(i).name(), value(declared.get(i), random));
                case 1 -> {}
                default -> searched.add(parameter(declared.get(i), searched, random));
            }
        }
        if (searched.isEmpty()) {
            return;
        }
        SearchSpace space = read(declared, fixed, searched);

        for (int i = 0; i < 30; i++) {
            Configuration configuration =
                    space.at(random.doubles(space.dimensions()).toArray());
            Map<String, Object> values = new TreeMap<>(fixed);
            values.putAll(configuration.values());
            Effects known = new Effects(declared, values, List.of());
            for (Parameter parameter : searched) {
                boolean allowed = parameter
                        .when()
                        .map(when -> when.holds(configuration.values()))
                        .orElse(true);
                assertThat(configuration.values().containsKey(parameter.name()))
                        .as("%s in %s of %s with %s fixed", parameter.name(), configuration, space, fixed)
                        .isEqualTo(
                                allowed && known.mattersWhen(parameter.name()).isAlways());
            }
        }
    }

    private static SearchSpace read(List<Setting> declared, Map<String, Object> fixed, List<Parameter> searched) {
        Map<String, SourceLocation> locations = new TreeMap<>();
        fixed.keySet().forEach(name -> locations.put(name, SourceLocation.START));
        Map<String, YamlNode.Entry> parameters = new LinkedHashMap<>();
        YamlNode node = new YamlNode.Mapping(Map.of(), SourceLocation.START);
        searched.forEach(parameter -> parameters.put(parameter.name(), new YamlNode.Entry(SourceLocation.START, node)));
        TrainerSection trainer =
                new TrainerSection(new Declaring(declared), SourceLocation.START, new TreeMap<>(fixed), locations);
        return new EffectsReader(trainer, new Problems()).read(new SearchSpace(searched), parameters);
    }

    /** Settings that depend on earlier ones: every second one a number, the others a choice. */
    private static List<Setting> declared(Random random) {
        List<Setting> declared = new ArrayList<>();
        for (int i = 0; i < SETTINGS; i++) {
            SettingBuilder<?> builder;
            if (i % 2 == 0) {
                SettingBuilder.OfInteger number = Setting.integer("s" + i).between(0, 3);
                builder = random.nextBoolean() ? number.byDefault(random.nextInt(4)) : number;
            } else {
                SettingBuilder.OfChoice choice = Setting.choice("s" + i).oneOf(VALUES);
                builder = random.nextBoolean() ? choice.byDefault(VALUES.get(random.nextInt(3))) : choice;
            }
            for (int conditions = random.nextInt(3); i > 0 && conditions > 0; conditions--) {
                Condition any = Condition.NEVER;
                for (int alternative = 0; alternative <= random.nextInt(2); alternative++) {
                    Condition all = Condition.ALWAYS;
                    for (int test = 0; test <= random.nextInt(2); test++) {
                        all = all.and(test(random.nextInt(i), random));
                    }
                    any = any.or(all);
                }
                if (!any.isNever()) {
                    builder.mattersWhen(any);
                }
            }
            declared.add(builder.describedAs("a setting"));
        }
        return declared;
    }

    private static Condition test(int setting, Random random) {
        String name = "s" + setting;
        if (random.nextInt(6) == 0) {
            return Condition.absent(name);
        }
        if (setting % 2 == 1) {
            Object value = VALUES.get(random.nextInt(3));
            return random.nextBoolean() ? Condition.is(name, value) : Condition.isNot(name, value);
        }
        int value = random.nextInt(4);
        return switch (random.nextInt(4)) {
            case 0 -> Condition.is(name, (long) value);
            case 1 -> Condition.isNot(name, (long) value);
            case 2 -> Condition.atLeast(name, value);
            default -> Condition.atMost(name, value);
        };
    }

    private static Object value(Setting setting, Random random) {
        return setting.choices().isEmpty()
                ? (Object) (long) random.nextInt(4)
                : setting.choices().get(random.nextInt(3));
    }

    private static Parameter parameter(Setting setting, List<Parameter> earlier, Random random) {
        Optional<Condition> when = Optional.empty();
        if (!earlier.isEmpty() && random.nextInt(3) == 0) {
            Parameter parent = earlier.get(random.nextInt(earlier.size()));
            when = Optional.of(Condition.is(parent.name(), parent.valueAt(random.nextDouble())));
        }
        if (!setting.choices().isEmpty()) {
            return new CategoricalParameter(setting.name(), VALUES.subList(0, 1 + random.nextInt(3)), when);
        }
        long low = random.nextInt(3);
        return new IntegerParameter(setting.name(), low, low + 1 + random.nextInt((int) (3 - low)), Scale.LINEAR, when);
    }

    /** A trainer that declares settings and trains nothing. */
    private record Declaring(List<Setting> settings) implements TrainerFactory {
        @Override
        public String type() {
            return "declaring";
        }

        @Override
        public String summary() {
            return "Declares settings";
        }

        @Override
        public Set<String> metrics() {
            return Set.of();
        }

        @Override
        public Trainer create(TrialContext context) {
            throw new UnsupportedOperationException("Trains nothing");
        }
    }
}
