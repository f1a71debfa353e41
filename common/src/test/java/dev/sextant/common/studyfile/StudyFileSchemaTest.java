package dev.sextant.common.studyfile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.sextant.common.spec.JsonText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StudyFileSchemaTest {
    private static final String TEXT = StudyFileSchema.json(StudyFiles.TRAINERS, StudyFiles.ALGORITHMS);
    private static final JsonSchema SCHEMA =
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(TEXT);

    @Test
    void acceptsWhatTheReaderAccepts() {
        assertThat(complaints(StudyFiles.SAMPLE)).isEmpty();
        assertThat(complaints(StudyFiles.SMALL)).isEmpty();
        assertThat(complaints(BeforehandTest.SAMPLE)).isEmpty();
        String sets = StudyFiles.SAMPLE.replace("epochs: {head: 5}", "presets: {strong: {rotation: 30, flip: true}}");
        assertThat(StudyFiles.problems(sets)).isEmpty();
        assertThat(complaints(sets)).isEmpty();
    }

    @Test
    void isItselfASoundSchema() {
        JsonSchema meta = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(com.networknt.schema.SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        assertThat(meta.validate(JsonText.parse(TEXT))).isEmpty();
    }

    /** One mistake each: a text of the sample, and what stands there instead. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                // unknown keys, in every section
                "budget: => bugdet:",
                "metric: accuracy => metrik: accuracy",
                "at_most: 20 => atmost: 20",
                "backbone: => bakcbone:",
                "  dropout: =>   droput:",
                "low: 0.0, => lo: 0.0,",
                "at_least: 1 => atleast: 1",
                "reduction: => reducton:",
                "seed: => sead:",
                "device_hours: => gpu_hours:",
                "slots: => slot:",
                // wrong values
                "cars-resnet18  => Cars  ",
                "maximize => maximise",
                "type: image-classifier => type: image",
                "type: continuous, low: 0.0 => type: kontinuous, low: 0.0",
                "max_epochs: 27 => max_epochs: many",
                "reduction: 3 => reduction: 1",
                "algorithm: auto => algorithm: magic",
                "wall_clock: 2h => wall_clock: 2 hours",
                "device_hours: 4 => device_hours: 0",
                "slots: 8 => slots: 0",
                "scale: power_of_two => scale: cubic",
                "values: [128, 256, 512, 1024] => values: []",
                "epochs: {head: 5} => epochs: {head: five}",
                "epochs: {head: 5} => presets: {strong: {rotation: 200}}",
                "epochs: {head: 5} => presets: {strong: {rotaton: 20}}",
                "data: data/cars20 => data: [a, b]",
                "layers:        {type: integer, low: 0, => layers:        {type: integer, low: 0.5,",
            })
    void rejectsWhatTheReaderRejects(String change) {
        String[] fromTo = change.split(" => ", 2);
        String file = StudyFiles.SAMPLE.replace(fromTo[0], fromTo[1]);
        assertThat(file).isNotEqualTo(StudyFiles.SAMPLE);
        assertThat(StudyFiles.problems(file)).isNotEmpty();
        assertThat(complaints(file)).isNotEmpty();
    }

    @Test
    void rejectsMissingSectionsAndSettings() {
        assertThat(complaints("study: small\n"))
                .anyMatch(message -> message.contains("'objective'"))
                .anyMatch(message -> message.contains("'trainer'"))
                .anyMatch(message -> message.contains("'parameters'"))
                .anyMatch(message -> message.contains("'fidelity'"))
                .anyMatch(message -> message.contains("'budget'"));
        assertThat(complaints(StudyFiles.SMALL.replace(", data: images", "")))
                .anyMatch(message -> message.contains("'data'"));
    }

    @Test
    void needsNoBudgetForAGrid() {
        String file = StudyFiles.SMALL.replace("budget: {trials: 8}", "search: {algorithm: grid}");
        assertThat(StudyFiles.problems(file)).isEmpty();
        assertThat(complaints(file)).isEmpty();
        assertThat(complaints(file.replace("grid", "random"))).isNotEmpty();
    }

    @Test
    void tellsDefaultsAndMeanings() {
        JsonNode schema = JsonText.parse(TEXT);
        JsonNode cluster = schema.at("/properties/cluster/properties");
        assertThat(cluster.at("/silence/default").textValue()).isEqualTo("30m");
        assertThat(cluster.at("/slots/description").textValue()).isEqualTo("the number of runs at the same time");
    }

    private static List<String> complaints(String yaml) {
        Problems problems = new Problems();
        YamlNode node = YamlText.parse(yaml, problems).orElseThrow();
        assertThat(problems.inOrder()).isEmpty();
        Set<ValidationMessage> messages = SCHEMA.validate(JsonText.tree(plain(node)));
        return messages.stream().map(ValidationMessage::getMessage).collect(Collectors.toList());
    }

    private static Object plain(YamlNode node) {
        if (node instanceof YamlNode.Sequence list) {
            return list.elements().stream().map(StudyFileSchemaTest::plain).toList();
        }
        if (node instanceof YamlNode.Mapping mapping) {
            Map<String, Object> values = new LinkedHashMap<>();
            mapping.entries().forEach((key, entry) -> values.put(key, plain(entry.value())));
            return values;
        }
        return ((YamlNode.Scalar) node).value().orElseThrow();
    }
}
