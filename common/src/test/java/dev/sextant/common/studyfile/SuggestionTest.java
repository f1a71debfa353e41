package dev.sextant.common.studyfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;

class SuggestionTest {
    @Example
    void countsEdits() {
        assertThat(Suggestion.distance("", "abc")).isEqualTo(3);
        assertThat(Suggestion.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(Suggestion.distance("bugdet", "budget")).isEqualTo(1);
    }

    @Property
    void isADistanceUpToTheLengthOfTheLongerWord(
            @ForAll @AlphaChars @StringLength(max = 8) String one,
            @ForAll @AlphaChars @StringLength(max = 8) String other) {
        int distance = Suggestion.distance(one, other);
        assertThat(distance).isEqualTo(Suggestion.distance(other, one));
        assertThat(distance == 0).isEqualTo(one.equals(other));
        assertThat(distance).isBetween(Math.abs(one.length() - other.length()), Math.max(one.length(), other.length()));
    }

    @Example
    void namesTheNearestOrAll() {
        assertThat(Suggestion.ending("max-epoch", List.of("max_epochs", "min_epochs")))
                .isEqualTo("; did you mean max_epochs?");
        assertThat(Suggestion.ending("colour", List.of("low", "high"))).isEqualTo("; use one of low, high");
        assertThat(Suggestion.ending("colour", List.of())).isEqualTo("; remove it");
    }
}
