package dev.sextant.coordinator.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReviewPageTest {
    private static final List<String> HOSTILE =
            List.of("</script><script>alert(1)</script>", "a \"quoted\" & 'odd' name.png", "line\nbreak.png", "猫.png");

    private static ReviewPage page() {
        ReviewPage.Image image = new ReviewPage.Image(new Picture("<b>.png", Optional.empty()), "a \"class\", train");
        return new ReviewPage(
                "<title>",
                "1 image of 1 class.",
                List.of(
                        new ReviewPage.Section(
                                "Ambiguous", "Explained.", List.of(new ReviewPage.Card(List.of(image), "p 0.5"))),
                        new ReviewPage.Section("Near duplicates", "Explained.", List.of())),
                HOSTILE);
    }

    @Test
    void excludedPathsSurviveTheWayThroughTheScriptElement() throws Exception {
        Matcher script = Pattern.compile(
                        "<script type=\"application/json\" id=\"excluded\">\\s*(.*?)</script>", Pattern.DOTALL)
                .matcher(page().html());

        assertThat(script.find()).isTrue();
        assertThat(new ObjectMapper().readValue(script.group(1), new TypeReference<List<String>>() {}))
                .isEqualTo(HOSTILE);
    }

    @Test
    void namesAreEscaped() {
        assertThat(page().html())
                .contains("<h1>&lt;title&gt;</h1>", "value=\"&lt;b&gt;.png\"", "a &quot;class&quot;, train")
                .doesNotContain("<script>alert");
    }

    @Test
    void styleAndScriptAreInThePageAndNothingIsRequested() {
        assertThat(page().html())
                .contains(".card.selected {", "function excludedPaths()", "default-src 'none'")
                .contains("<p>None.</p>")
                .doesNotContain("http:", "https:", "src=\"review", "href=\"");
    }
}
