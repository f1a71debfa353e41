package dev.sextant.coordinator.cli.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URL;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ClassListTest {
    private static final Map<String, String> RESOURCES = Map.of(
            "java/lang/String.class", "jrt:/java.base/java/lang/String.class",
            "a/Plain.class", "jar:file:/lib/a.jar!/a/Plain.class",
            "a/Newer.class", "jar:file:/lib/a.jar!/META-INF/versions/9/a/Newer.class");

    @Test
    void keepsClassesThatHaveAFileOfTheirName() {
        assertThat(isSafe("java/lang/String id: 7")).isTrue();
        assertThat(isSafe("a/Plain")).isTrue();
        assertThat(isSafe("@lambda-proxy a/Plain run ()Ljava/lang/Runnable;")).isTrue();
    }

    @Test
    void leavesOutWhatAJvmThatIsWatchedFindsNoFileFor() {
        assertThat(isSafe("a/Newer id: 9")).isFalse();
        assertThat(isSafe("a/Missing")).isFalse();
        assertThat(isSafe("@lambda-form-invoker [SPECIES_RESOLVE] java.lang.invoke.BoundMethodHandle$Species_LLLLL"))
                .isFalse();
    }

    private static boolean isSafe(String line) {
        return ClassList.isSafe(
                line, name -> Optional.ofNullable(RESOURCES.get(name)).map(ClassListTest::url));
    }

    private static URL url(String text) {
        try {
            return URI.create(text).toURL();
        } catch (java.net.MalformedURLException e) {
            throw new AssertionError(e);
        }
    }
}
