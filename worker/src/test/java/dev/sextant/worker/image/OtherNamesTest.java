package dev.sextant.worker.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.trainer.Setting;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class OtherNamesTest {
    private static final Pattern CALLED = Pattern.compile("it is called (\\w+)(?: and (\\w+))?");

    private final List<String> settings =
            new ImageClassifierFactory().settings().stream().map(Setting::name).toList();

    @Test
    void leadToSettings() {
        Map<String, String> names = new ImageClassifierFactory().otherNames();
        assertThat(names)
                .containsEntry("lr", "it is called learning_rate")
                .containsEntry("zoom_range", "it is called zoom_min and zoom_max")
                .containsEntry("nb_layers", "it is called layers")
                .containsEntry("include_class_weight", "it is called class_weight")
                .containsEntry("transfer_model", "it is called backbone")
                .containsEntry("freeze", "the backbone is frozen unless fine_tuning is true");
        for (String remedy : names.values()) {
            Matcher called = CALLED.matcher(remedy);
            if (called.matches()) {
                assertThat(settings).contains(called.group(1));
                assertThat(called.group(2) == null || settings.contains(called.group(2)))
                        .as(remedy)
                        .isTrue();
            }
        }
    }

    @Test
    void areNotNamesOfSettings() {
        assertThat(new ImageClassifierFactory().otherNames().keySet())
                .doesNotContainAnyElementsOf(settings)
                .allMatch(name -> name.matches("[a-z0-9_]+"));
    }
}
