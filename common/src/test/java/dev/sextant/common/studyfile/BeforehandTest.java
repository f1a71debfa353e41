package dev.sextant.common.studyfile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.spec.SpecChange;
import dev.sextant.common.spec.SpecJson;
import dev.sextant.common.study.Prior;
import dev.sextant.common.study.StudySpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a study file says of earlier studies and of beliefs. */
class BeforehandTest {
    static final String SAMPLE = StudyFiles.SAMPLE
            .replace("seed: 7}", "seed: 7, warm_start: [cars-v1, cars-v2]}")
            .replace("scale: log}", "scale: log, prior: {around: 0.001, confidence: high}}")
            .replace("high: 0.6}", "high: 0.6, prior: {around: 0.2}}")
            .replace("512, 1024],", "512, 1024], prior: {around: 512, confidence: low},")
            .replace("fine_tuning:   {type: categorical,", "fine_tuning: {prior: {true: 3}, type: categorical,");

    @Test
    void readsEarlierStudiesAndPriors() {
        StudySpec spec = StudyFiles.valid(SAMPLE);
        assertThat(spec.search().warmStart()).containsExactly("cars-v1", "cars-v2");
        assertThat(spec.search().priors())
                .isEqualTo(Map.of(
                        "learning_rate", new Prior.Around(0.001, Prior.Confidence.HIGH),
                        "dropout", new Prior.Around(0.2, Prior.Confidence.MEDIUM),
                        "hidden_size", new Prior.Around(512L, Prior.Confidence.LOW),
                        "fine_tuning", new Prior.Weights(List.of(3.0, 1.0))));
        assertThat(SpecJson.read(SpecJson.write(spec))).isEqualTo(spec);
    }

    @Test
    void aFileWithoutThemIsStoredAsBefore() {
        assertThat(SpecJson.write(StudyFiles.valid(StudyFiles.SAMPLE))).doesNotContain("warm_start", "prior");
    }

    @Test
    void otherBeliefsOrEarlierStudiesMakeANewStudy() {
        List<SpecChange> changes = SpecChange.between(
                StudyFiles.valid(SAMPLE),
                StudyFiles.valid(SAMPLE.replace("[cars-v1, cars-v2]", "[cars-v1]")
                        .replace("around: 0.2", "around: 0.3")
                        .replace("true: 3", "true: 4")));
        assertThat(SpecChange.render(changes))
                .isEqualTo(
                        """
                parameters.dropout.prior.around: 0.2 -> 0.3  (makes a new study)
                parameters.fine_tuning.prior.weights: [3.0,1.0] -> [4.0,1.0]  (makes a new study)
                search.warm_start: ["cars-v1","cars-v2"] -> ["cars-v1"]  (makes a new study)
                """);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            textBlock =
                    """
            [cars-v1, cars-v2] > []                  > search.warm_start: is empty; give at least one value
            [cars-v1, cars-v2] > [Cars]              > search.warm_start: (Cars) must be a name of at most 63 characters a-z, 0-9 and -, starting with a letter or digit
            [cars-v1, cars-v2] > [a, a]              > search.warm_start: (a) appears twice; remove one of them
            [cars-v1, cars-v2] > [cars-resnet18]     > search.warm_start: (cars-resnet18) is this study; name an earlier one
            [cars-v1, cars-v2] > cars-v1             > search.warm_start: (cars-v1) must be a list of at least one value
            algorithm: auto    > algorithm: random   > search.warm_start: has no effect with algorithm random, which does not learn from earlier studies; choose one of auto, or remove it
            algorithm: auto    > algorithm: sobol    > parameters.dropout.prior: has no effect with algorithm sobol; choose one of auto, random, or remove it
            around: 0.2        > around: 0.7         > parameters.dropout.prior.around: (0.7) must be a number in [0, 0.6]
            {around: 0.2}      > {}                  > parameters.dropout.prior.around: is missing; give the value around which the best value is expected
            {around: 0.2}      > 0.2                 > parameters.dropout.prior: (0.2) must be a mapping with the keys around, confidence
            around: 512        > around: 500         > parameters.hidden_size.prior.around: (500) must be one of 128, 256, 512, 1024
            confidence: low    > confidence: some    > parameters.hidden_size.prior.confidence: (some) must be one of low, medium, high
            {true: 3}          > {true: 0}           > parameters.fine_tuning.prior.true: (0) must be a number above 0
            {true: 3}          > {tru: 3}            > parameters.fine_tuning.prior.tru: is not a value of fine_tuning; did you mean true?
            {true: 3}          > {}                  > parameters.fine_tuning.prior: is empty; give at least one value a weight, or remove it
            """)
    void saysWhatIsWrong(String text, String instead, String problem) {
        List<String> problems = StudyFiles.problems(SAMPLE.replace(text, instead));
        assertThat(problems).anySatisfy(said -> assertThat(said).endsWith(problem));
    }

    @Test
    void namesAStudyThatStandsTwiceOnce() {
        assertThat(StudyFiles.problems(SAMPLE.replace("[cars-v1, cars-v2]", "[a, a, b, a]")))
                .filteredOn(said -> said.contains("appears twice"))
                .hasSize(1);
    }
}
