package dev.sextant.worker.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.space.CategoricalParameter;
import dev.sextant.common.space.Condition;
import dev.sextant.common.space.Parameter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CommandTemplateTest {
    private static final Parameter RATE = new CategoricalParameter("model.lr", List.of("a", "b"), Optional.empty());

    @Test
    void acceptsSettingsParametersAndGivenValues() {
        assertThat(problems(
                        "train.py",
                        "{config}",
                        "{model.lr}",
                        "--data={data}",
                        "{args}",
                        "{\"lr\": {model.lr}}",
                        "\\{x}",
                        "{}",
                        "{\"a\": 1}"))
                .isEmpty();
    }

    @Test
    void suggestsTheNameOfAMisspelledPlaceholder() {
        assertThat(problems("--lr={model.rl}"))
                .singleElement()
                .asString()
                .contains("{model.rl}", "did you mean model.lr?");
        assertThat(problems("{ model.lr }")).singleElement().asString().contains("did you mean model.lr?");
    }

    @Test
    void refusesWhatLooksLikeAPlaceholderOfAnythingElse() {
        assertThat(problems("{nosuch}", "${HOME}", "{print $1}", "{'epochs': 3}"))
                .hasSize(4)
                .allMatch(problem -> problem.contains("written \\{"));
    }

    @Test
    void refusesAllArgumentsInsideOne() {
        assertThat(problems("--all={args}")).singleElement().asString().contains("one of its own");
    }

    @Test
    void refusesAParameterThatIsNotAlwaysSet() {
        Condition when = Condition.is("model.lr", "a");
        Parameter depth = new CategoricalParameter("depth", List.of("1", "2"), Optional.of(when));

        assertThat(new CommandTemplate(List.of("{depth}")).problems(Set.of(), List.of(RATE, depth)))
                .singleElement()
                .asString()
                .contains("has a condition", "{config}", "{args}");
    }

    private static List<String> problems(String... words) {
        return new CommandTemplate(List.of(words)).problems(Set.of("data"), List.of(RATE));
    }
}
